"""Scores as levels that a person understands: a word of the framework, and between which levels.

Traces read `reached_levels` and nothing else of this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from content.model import Catalogue
from lti_tool import adaptive
from lti_tool.adaptive import Mastery
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.models import Attempt

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


@dataclass(frozen=True)
class CompetenceLevel:
    """`level` (1 to 8) of a competence, and `ceiling`, the highest that the pathway can show."""

    competence: str
    level: int
    ceiling: int


def level_name(level: int) -> str:
    """The word of the framework for a level of 1 to 8 (CRCN); who has no level yet is a novice."""
    return ("novice", "independant", "avance", "expert")[(max(level, 1) - 1) // 2]


def competence_results(estimate: adaptive.Estimate, catalogue: Catalogue) -> tuple[CompetenceResult, ...]:
    """The levels in the order of the pathway; none for an engine that only knows topics."""
    return tuple(_result(one, catalogue) for one in _assessed(estimate, catalogue))


def competence_result(
    estimate: adaptive.Estimate, competence: str, catalogue: Catalogue
) -> CompetenceResult | None:
    """The level of one competence, None when nothing of it was assessed."""
    found = (one for one in _assessed(estimate, catalogue) if one.competence == competence)
    return next((_result(one, catalogue) for one in found), None)


def reached_levels(attempt: Attempt, catalogue: Catalogue) -> tuple[CompetenceLevel, ...]:
    """The competences of the pathway where level 1 at least is reached, in the order of the pathway.

    Rounded down, so that nobody is told a level that they may not have. Nobody is told a level of 0
    either: that would be a statement about a lack.
    """
    engine, state = engine_state(attempt, catalogue)
    estimate = engine.estimate(state)
    if estimate.competences:
        found = [
            CompetenceLevel(one.competence, min(int(one.score), one.highest), one.highest)
            for one in _assessed(estimate, catalogue)
        ]
    else:
        found = _by_topics(estimate, catalogue)
    return tuple(one for one in found if one.level >= 1)


def _assessed(estimate: adaptive.Estimate, catalogue: Catalogue) -> list[adaptive.CompetenceEstimate]:
    """A competence of which nothing was assessed is left out: a guess is no result."""
    assessed = {
        catalogue.topics[one.skill.topic].competence
        for one in estimate.skills
        if one.mastery in {Mastery.MASTERED, Mastery.NOT_MASTERED}
    }
    return [one for one in estimate.competences if one.competence in assessed]


def _by_topics(estimate: adaptive.Estimate, catalogue: Catalogue) -> list[CompetenceLevel]:
    """For an engine that only knows topics: a competence stands where its topics stand on average."""
    reached: dict[str, list[int]] = {}
    targeted: dict[str, list[int]] = {}
    for topic in estimate.topics:
        skills = [one for one in estimate.skills if one.skill.topic == topic.topic]
        counted = [one for one in skills if one.mastery is not Mastery.SET_ASIDE]
        if not counted:
            continue
        competence = catalogue.topics[topic.topic].competence
        mastered = [one.skill.level for one in counted if one.mastery is Mastery.MASTERED]
        reached.setdefault(competence, []).append(max(mastered, default=0))
        targeted.setdefault(competence, []).append(max(one.skill.level for one in counted))
    return [
        CompetenceLevel(competence, int(fmean(levels)), int(fmean(targeted[competence])))
        for competence, levels in reached.items()
    ]


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
