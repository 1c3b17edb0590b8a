"""The response model of the ladder and its estimate of a person's level.

Rasch model (one parameter, no guessing, no discrimination), solved on a coarse grid: every figure
can be checked by hand. The constants are those of the published algorithm that the ladder follows
("smart-random", files `cat-algorithm` and `smart-random` of its repository; see the documentation of
the engine).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

GRID = tuple(step / 2 for step in range(1, 16))  # 0.5, 1.0 … 7.5
# A success at level 0 and a failure at level 7 keep the likelihood equation solvable when all the
# answers are right, or all wrong.
PSEUDO_ANSWERS: tuple[tuple[int, bool], ...] = ((0, True), (7, False))
LEVEL_WITHOUT_ANSWER = 2.0  # the level reported before the first answer


def success_probability(ability: float, difficulty: float) -> float:
    """Chance of a right answer, both arguments on the scale of levels."""
    return 1 / (1 + math.exp(difficulty - ability))


def estimated_level(responses: Sequence[tuple[int, bool]]) -> float:
    """The level on the grid that best balances the responses, each (level of the item, right).

    It minimises |Σ(outcome − probability)|, the Rasch likelihood equation; the lowest on ties.
    """
    if not responses:
        return LEVEL_WITHOUT_ANSWER
    observed = (*responses, *PSEUDO_ANSWERS)

    def imbalance(ability: float) -> float:
        return abs(sum(right - success_probability(ability, level) for level, right in observed))

    return min(GRID, key=imbalance)
