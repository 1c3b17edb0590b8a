"""Synthetic people: they answer, engines compete on the same draws, and the figures are compared.

Here: learners for tests, a neutral population, contestants (engines and peers), the figures. Never used
in a real attempt. Not here: content, the screen, files, pictures (`simulations`).
"""

from __future__ import annotations

from lti_tool.adaptive.simulation.learners import SyntheticLearner, play

__all__ = ["SyntheticLearner", "play"]
