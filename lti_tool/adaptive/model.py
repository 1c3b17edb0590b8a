"""The words that every engine shares: what goes in, what comes out. Frozen values, no rule here.

Units: a level is a whole number from 1 to 8 (CRCN); an estimated level is on the same scale, with
halves; a percent goes from 0 to 100; a probability and a reward have no unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Skill(NamedTuple):
    """A rung: one level of one topic. `id` is spelled as in the content (`<topic>.<level>`)."""

    topic: str
    level: int

    @property
    def id(self) -> str:
        """The identifier of the rung in the content."""
        return f"{self.topic}.{self.level}"


@dataclass(frozen=True)
class BankItem:
    """An item, seen by an engine.

    `closed` says that a right answer can be guessed (choices, matching…). `askable` is false for an
    item that was withdrawn during an attempt: its answer still counts, it is not asked any more.
    """

    id: str
    topic: str
    level: int
    closed: bool
    minutes: float = 1.0
    askable: bool = True

    @property
    def skill(self) -> Skill:
        """The rung that the item tests."""
        return Skill(self.topic, self.level)


@dataclass(frozen=True)
class Policy:
    """What an attempt aims at: the highest level by topic, the rungs that exist, the longest length."""

    targets: Mapping[str, int]
    skills: frozenset[Skill]
    max_items: int | None = None

    def target_skills(self) -> tuple[Skill, ...]:
        """The rungs aimed at, in the order of the topics of `targets`, then of levels."""
        return tuple(
            Skill(topic, level)
            for topic, cap in self.targets.items()
            for level in sorted(skill.level for skill in self.skills if skill.topic == topic)
            if level <= cap
        )


class Outcome(StrEnum):
    """What became of an item. Same values as `assessment.models.Outcome`, which we may not import."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    UNKNOWN = "unknown"  # « Je ne sais pas »: read as not mastered
    UNUSABLE = "unusable"  # could not be used: changes no estimate


@dataclass(frozen=True)
class Answered:
    """One line of an attempt's history."""

    item_id: str
    outcome: Outcome


@dataclass(frozen=True)
class State:
    """An attempt as an engine sees it: what it started from and what was answered, in order.

    Nothing else is kept: everything an engine says is computed from these four values, so a state
    stored as a list of answers can never disagree with its estimate.
    """

    bank: tuple[BankItem, ...]
    policy: Policy
    seed: str
    answers: tuple[Answered, ...] = ()


class ChoiceReason(StrEnum):
    """Why an item was chosen."""

    FIRST = "first"  # nothing is known yet: an accessible level
    EASY_TOPIC = "easy_topic"  # short topics come before the others
    MOST_INFORMATIVE = "most_informative"  # settles the most skills, whatever the answer
    NOT_CHOSEN = "not_chosen"  # answered, though this engine would have asked something else


@dataclass(frozen=True)
class Choice:
    """The next item. `level`: the estimate before it. `reward`: how many skills it should settle."""

    item_id: str
    skill: Skill
    reason: ChoiceReason
    level: float
    reward: float


class StopReason(StrEnum):
    """Why nothing more is asked."""

    ALL_ASSESSED = "all_assessed"  # every target skill is observed, inferred or set aside
    OUT_OF_REACH = "out_of_reach"  # what is left is too far above the estimated level
    NO_ITEM_LEFT = "no_item_left"  # skills are left, no usable item for them
    MAX_ITEMS = "max_items"  # the longest length of the pathway is reached


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
    INFERRED = "inferred"  # another level of the same topic was answered


@dataclass(frozen=True)
class SkillEstimate:
    """What is known of one target skill; `basis` is None when it was not assessed."""

    skill: Skill
    mastery: Mastery
    basis: Basis | None = None


@dataclass(frozen=True)
class TopicEstimate:
    """One topic: `floor` the highest mastered level, `ceiling` the lowest not mastered, None if unknown."""

    topic: str
    floor: int | None
    ceiling: int | None
    direct_levels: tuple[int, ...]


@dataclass(frozen=True)
class Progress:
    """Items answered (passed ones not counted), and how many are left at the fewest and at the most.

    Both bounds hold as long as no further item is passed as unusable.
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

    def of(self, topic: str, level: int) -> SkillEstimate:
        """What is known of one target skill. Raises `KeyError` when it is not a target."""
        for estimate in self.skills:
            if estimate.skill == (topic, level):
                return estimate
        raise KeyError(Skill(topic, level).id)


@dataclass(frozen=True)
class AskedStep:
    """One answered item: why it was asked, what the answer changed (`settled`: the new masteries)."""

    position: int
    item_id: str
    skill: Skill
    reason: ChoiceReason
    reward: float | None  # None when the item is not the engine's choice
    outcome: Outcome
    level_before: float
    level_after: float
    settled: tuple[SkillEstimate, ...]


@dataclass(frozen=True)
class StopStep:
    """The last line of an explanation, when the attempt is over."""

    position: int
    reason: StopReason


Step = AskedStep | StopStep
