"""The level of each competence that a finished attempt shows.

The one place to change when the estimate gives levels itself: traces read nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from content.model import Catalogue
from lti_tool.adaptive import Mastery
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.models import Attempt


@dataclass(frozen=True)
class CompetenceLevel:
    """`level` (1 to 8) of a competence, and `ceiling`, the highest that the pathway can show."""

    competence: str
    level: int
    ceiling: int


def reached_levels(attempt: Attempt, catalogue: Catalogue) -> tuple[CompetenceLevel, ...]:
    """The competences of the pathway where level 1 at least is reached, in the order of the pathway.

    A competence stands where its topics stand on average, rounded down; a topic whose skills were all
    set aside says nothing. Nobody is told a level of 0: that would be a statement about a lack.
    """
    engine, state = engine_state(attempt, catalogue)
    reached: dict[str, list[int]] = {}
    targeted: dict[str, list[int]] = {}
    estimate = engine.estimate(state)
    for topic in estimate.topics:
        skills = [one for one in estimate.skills if one.skill.topic == topic.topic]
        counted = [one for one in skills if one.mastery is not Mastery.SET_ASIDE]
        if not counted:
            continue
        competence = catalogue.topics[topic.topic].competence
        mastered = [one.skill.level for one in counted if one.mastery is Mastery.MASTERED]
        reached.setdefault(competence, []).append(max(mastered, default=0))
        targeted.setdefault(competence, []).append(max(one.skill.level for one in counted))
    levels = [
        CompetenceLevel(competence, int(fmean(levels)), int(fmean(targeted[competence])))
        for competence, levels in reached.items()
    ]
    return tuple(one for one in levels if one.level >= 1)
