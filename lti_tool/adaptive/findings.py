"""The words that every engine shares: what comes out. Frozen values, no rule here (what goes in: `model`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lti_tool.adaptive.model import Outcome, Skill


class ChoiceReason(StrEnum):
    """Why an item was chosen."""

    FIRST = "first"  # nothing is known yet: an accessible level
    EASY_TOPIC = "easy_topic"  # short topics come before the others
    MOST_INFORMATIVE = "most_informative"  # settles the most skills, or the scores, whatever the answer
    NEW_DOMAIN = "new_domain"  # every domain is visited early
    NOT_CHOSEN = "not_chosen"  # answered, though this engine would have asked something else


@dataclass(frozen=True)
class Choice:
    """The next item. `level`: the estimate before it; `chance`: of a right answer, as the engine sees it.

    `reward`, of the ladder: how many skills the answer should settle; of the joint engine: the variance
    (levels², summed over competences) that it should take away.
    """

    item_id: str
    skill: Skill
    reason: ChoiceReason
    level: float
    reward: float
    chance: float


class StopReason(StrEnum):
    """Why nothing more is asked. The ladder gives the first four, the joint engine the last four."""

    ALL_ASSESSED = "all_assessed"  # every target skill is observed, inferred or set aside
    OUT_OF_REACH = "out_of_reach"  # what is left is too far above the estimated level
    NO_ITEM_LEFT = "no_item_left"  # no usable item is left, though more could be known
    MAX_ITEMS = "max_items"  # the longest length of the pathway is reached
    PRECISE_ENOUGH = "precise_enough"  # every competence is known within the precision goal
    NOTHING_USEFUL = "nothing_useful"  # what is left to ask would hardly change the result


@dataclass(frozen=True)
class Stop:
    """The attempt is over."""

    reason: StopReason


class Mastery(StrEnum):
    """What is known of a skill."""

    MASTERED = "mastered"
    NOT_MASTERED = "not_mastered"
    NOT_ASSESSED = "not_assessed"
    SET_ASIDE = "set_aside"  # no item of it could be used: out of the percent


class Basis(StrEnum):
    """Where a mastery comes from."""

    OBSERVED = "observed"  # an item of this very skill was answered
    INFERRED = "inferred"  # from another level of the topic or, by the joint engine, of a neighbour


@dataclass(frozen=True)
class SkillEstimate:
    """What is known of one target skill; `basis` is None when it was not assessed.

    `probability` is the chance that it is mastered, None for an engine that has none.
    """

    skill: Skill
    mastery: Mastery
    basis: Basis | None = None
    probability: float | None = None


@dataclass(frozen=True)
class TopicEstimate:
    """One topic: `floor` the highest mastered level, `ceiling` the lowest not mastered, None if unknown."""

    topic: str
    floor: int | None
    ceiling: int | None
    direct_levels: tuple[int, ...]
    level: float | None = None  # expected level, for an engine that has one


@dataclass(frozen=True)
class CompetenceEstimate:
    """The score of one competence, from 0 to 8, and its margin: 9 chances in 10 that it is in low…high.

    `highest` is the score of a person who masters every target skill.
    """

    competence: str
    score: float
    deviation: float
    low: float
    high: float
    highest: int


@dataclass(frozen=True)
class Progress:
    """Items answered (passed ones not counted), and how many are left at the fewest and at the most.

    The bounds of the ladder hold as long as no further item is passed as unusable. Those of the joint
    engine are a forecast: most attempts end inside, and the most is never more than what may be asked.
    """

    answered: int
    fewest_left: int
    most_left: int


@dataclass(frozen=True)
class Estimate:
    """All that an engine says of a person. `topics` and `skills` follow the order of the policy.

    `percent` is 100 × mastered / (target skills − set-aside skills). A skill that was not assessed counts
    there as not mastered, but is reported as not assessed. It is None when every target skill was set
    aside: there is nothing to report then, and above all not a zero.
    """

    level: float
    topics: tuple[TopicEstimate, ...]
    skills: tuple[SkillEstimate, ...]
    percent: float | None
    progress: Progress
    competences: tuple[CompetenceEstimate, ...] = ()  # in the order of the policy; none from the ladder

    def of(self, topic: str, level: int) -> SkillEstimate:
        """What is known of one target skill. Raises `KeyError` when it is not a target."""
        for estimate in self.skills:
            if estimate.skill == (topic, level):
                return estimate
        raise KeyError(Skill(topic, level).id)


@dataclass(frozen=True)
class AskedStep:
    """One answered item: why it was asked, what the answer changed (`settled`: the new masteries).

    `reward` and `chance` are those of the choice, None when the item is not the engine's choice.
    """

    position: int
    item_id: str
    skill: Skill
    reason: ChoiceReason
    reward: float | None
    chance: float | None
    outcome: Outcome
    before: Estimate
    after: Estimate
    settled: tuple[SkillEstimate, ...]


@dataclass(frozen=True)
class StopStep:
    """The last line of an explanation, when the attempt is over."""

    position: int
    reason: StopReason


Step = AskedStep | StopStep
