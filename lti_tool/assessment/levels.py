"""Scores as levels that a person understands: a word of the framework, and between which levels."""

from __future__ import annotations

from dataclasses import dataclass

from content.model import Catalogue
from lti_tool import adaptive

SCALE = 8


@dataclass(frozen=True)
class CompetenceResult:
    """The level of one competence, on the scale of 0 to 8.

    `lowest` and `highest` are whole levels, one standard deviation on each side of the score (two chances
    in three); `low` and `high` the 90 % margin; `targeted` the level of who masters everything aimed at.
    """

    title: str
    score: float
    lowest: int
    highest: int
    low: float
    high: float
    targeted: int
    level_name: str

    @property
    def is_top(self) -> bool:
        """Whether the highest level aimed at is reached."""
        return self.lowest == self.targeted


def level_name(level: int) -> str:
    """The word of the framework for a level of 1 to 8 (CRCN); who has no level yet is a novice."""
    return ("novice", "independant", "avance", "expert")[(max(level, 1) - 1) // 2]


def competence_results(estimate: adaptive.Estimate, catalogue: Catalogue) -> tuple[CompetenceResult, ...]:
    """The levels in the order of the pathway; none for an engine that only knows topics.

    A competence of which nothing was assessed is left out: a guess is no result.
    """
    assessed = {
        catalogue.topics[one.skill.topic].competence
        for one in estimate.skills
        if one.mastery in {adaptive.Mastery.MASTERED, adaptive.Mastery.NOT_MASTERED}
    }
    return tuple(_result(one, catalogue) for one in estimate.competences if one.competence in assessed)


def _result(one: adaptive.CompetenceEstimate, catalogue: Catalogue) -> CompetenceResult:
    lowest, highest = (
        min(max(round(bound), 0), one.highest)
        for bound in (one.score - one.deviation, one.score + one.deviation)
    )
    return CompetenceResult(
        title=catalogue.competences[one.competence].title,
        score=one.score,
        lowest=lowest,
        highest=highest,
        low=one.low,
        high=one.high,
        targeted=one.highest,
        level_name=level_name(round(one.score)),
    )
