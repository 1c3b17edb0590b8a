"""The words that every engine shares: what goes in. Frozen values, no rule here (what comes out: `findings`).

Units: a level is a whole number from 1 to 8 (CRCN); an estimated level is on the same scale, with
halves; a percent goes from 0 to 100; a probability and a reward have no unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
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
    `seen_before`: the person met it in an earlier attempt, it comes last. `usage`: the share (0 to 1) of
    earlier attempts that showed it, None when nobody counts. The parameters are None until calibrated;
    difficulty is on the scale of levels, with its standard error.
    """

    id: str
    topic: str
    level: int
    closed: bool
    minutes: float = 1.0
    askable: bool = True
    seen_before: bool = False
    usage: float | None = None
    discrimination: float | None = None
    difficulty: float | None = None
    difficulty_sd: float | None = None
    guessing: float | None = None

    @cached_property
    def skill(self) -> Skill:
        """The rung that the item tests."""
        return Skill(self.topic, self.level)


class Place(NamedTuple):
    """Where a topic hangs in the framework."""

    competence: str
    domain: str


NOWHERE = Place("", "")  # all the topics that nobody placed make one competence


@dataclass(frozen=True)
class Policy:
    """What an attempt aims at: the highest level by topic, the rungs that exist, when it is enough.

    `places` says the competence and domain of each topic. `precision` is the standard deviation, in
    levels, under which the score of a competence is known well enough; the ladder ignores both.
    """

    targets: Mapping[str, int]
    skills: frozenset[Skill]
    max_items: int | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    precision: float = 0.7

    def target_skills(self) -> tuple[Skill, ...]:
        """The rungs aimed at, in the order of the topics of `targets`, then of levels."""
        return self._target_skills

    @cached_property
    def _target_skills(self) -> tuple[Skill, ...]:
        by_topic: dict[str, list[Skill]] = {topic: [] for topic in self.targets}
        for skill in sorted(self.skills):
            if skill.level <= self.targets.get(skill.topic, 0):
                by_topic[skill.topic].append(skill)
        return tuple(skill for skills in by_topic.values() for skill in skills)


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
    stored as a list of answers can never disagree with its estimate. `derived` is an engine's own note of
    what it has already computed from these four; it is checked before use, and nothing is lost without it.
    """

    bank: tuple[BankItem, ...]
    policy: Policy
    seed: str
    answers: tuple[Answered, ...] = ()
    derived: object | None = field(default=None, compare=False, repr=False)
