"""The engines that choose items and estimate what a person masters: numbers in, numbers out.

Here: the shared words (`model`), the interface (`engine`), the two engines (`ladder` and its parts,
the package `joint`), and synthetic people for tests and simulations. Not here: Flask, SQL, YAML, a
clock, global randomness (the seed is passed in), marking (`interactions`), what is stored or shown
(`assessment`).
"""

from __future__ import annotations

from lti_tool.adaptive.engine import Engine, replay
from lti_tool.adaptive.explanation import explain
from lti_tool.adaptive.findings import (
    AskedStep,
    Basis,
    Choice,
    ChoiceReason,
    CompetenceEstimate,
    Estimate,
    Mastery,
    Progress,
    SkillEstimate,
    Step,
    Stop,
    StopReason,
    StopStep,
    TopicEstimate,
)
from lti_tool.adaptive.joint.engine import Joint
from lti_tool.adaptive.joint.exposure import over_exposed
from lti_tool.adaptive.ladder import Ladder
from lti_tool.adaptive.model import (
    Answered,
    BankItem,
    Outcome,
    Place,
    Policy,
    Skill,
    State,
)

__all__ = [
    "Answered",
    "AskedStep",
    "BankItem",
    "Basis",
    "Choice",
    "ChoiceReason",
    "CompetenceEstimate",
    "Engine",
    "Estimate",
    "Joint",
    "Ladder",
    "Mastery",
    "Outcome",
    "Place",
    "Policy",
    "Progress",
    "Skill",
    "SkillEstimate",
    "State",
    "Step",
    "Stop",
    "StopReason",
    "StopStep",
    "TopicEstimate",
    "engine_named",
    "explain",
    "over_exposed",
    "replay",
]

_ENGINES: dict[str, Engine] = {engine.name: engine for engine in (Ladder(), Joint())}


def engine_named(name: str) -> Engine:
    """The engine kept under a name (`Attempt.engine`). Raises `ValueError` when there is none."""
    try:
        return _ENGINES[name]
    except KeyError:
        raise ValueError(f"unknown engine {name!r}, expected one of {sorted(_ENGINES)}") from None
