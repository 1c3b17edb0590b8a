"""The next skill of the ladder, then its item: filters in a fixed order, and a draw by keyed hash.

The order and the constants are those of the published "smart-random" algorithm. Left out: its rule
on timed items (ours have no timer). Our own: a longest length, named reasons to stop, and the reach
tested before the easy topics are preferred: the other way round, one easy topic with a skill out of
reach ends the attempt before the other topics were ever asked.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from lti_tool.adaptive.findings import (
    Choice,
    ChoiceReason,
    Stop,
    StopReason,
)
from lti_tool.adaptive.inference import Knowledge
from lti_tool.adaptive.model import (
    Skill,
    State,
)
from lti_tool.adaptive.rasch import estimated_level, success_probability

HIGHEST_LEVEL_OF_AN_EASY_TOPIC = 3  # a topic whose hardest target skill is at most this comes first
FIRST_LEVEL = 2  # accessible to most, and it already tells something
FURTHEST_ABOVE = 2  # a skill more than this above the estimated level is not asked

T = TypeVar("T")


@dataclass(frozen=True)
class Situation:
    """What the choice depends on, computed once from a state and its knowledge."""

    state: State
    known: Knowledge
    targets: tuple[Skill, ...]
    open: tuple[Skill, ...]  # neither settled nor set aside
    candidates: tuple[Skill, ...]  # open, and an item is left
    level: float

    @property
    def over_length(self) -> bool:
        """Whether the longest length is reached; items passed as unusable do not count."""
        longest = self.state.policy.max_items
        return longest is not None and self.known.answered >= longest

    @cached_property
    def _open_levels(self) -> dict[str, list[int]]:
        levels: dict[str, list[int]] = defaultdict(list)
        for skill in self.open:
            levels[skill.topic].append(skill.level)
        return levels

    def reward(self, skill: Skill) -> float:
        """How many open skills of the topic an answer should settle, on average."""
        levels = self._open_levels[skill.topic]
        right = success_probability(self.level, skill.level)
        below = sum(level <= skill.level for level in levels)
        above = sum(level >= skill.level for level in levels)
        return right * below + (1 - right) * above


def situation(state: State, known: Knowledge) -> Situation:
    """Gather what the choice depends on."""
    targets = state.policy.target_skills()
    still_open = tuple(skill for skill in targets if not known.settles(skill) and not known.sets_aside(skill))
    candidates = tuple(skill for skill in still_open if skill in known.askable)
    return Situation(state, known, targets, still_open, candidates, estimated_level(known.responses))


def choose(here: Situation) -> Choice | Stop:
    """The next item, or the reason why there is none."""
    if not here.candidates:
        return Stop(StopReason.NO_ITEM_LEFT if here.open else StopReason.ALL_ASSESSED)
    if here.over_length:
        return Stop(StopReason.MAX_ITEMS)
    if not here.known.responses:
        skills, reason = _first(_easy(here, here.candidates) or here.candidates), ChoiceReason.FIRST
    else:
        reachable = [skill for skill in here.candidates if skill.level - here.level <= FURTHEST_ABOVE]
        if not reachable:
            return Stop(StopReason.OUT_OF_REACH)
        easy = _easy(here, reachable)
        skills = easy or reachable
        reason = ChoiceReason.EASY_TOPIC if easy else ChoiceReason.MOST_INFORMATIVE
    best = _most_rewarding(here, skills)
    skill = drawn(here.state.seed, best, lambda candidate: candidate.id)
    return Choice(
        item_id=_item_of(here, skill),
        skill=skill,
        reason=reason,
        level=here.level,
        reward=here.reward(skill),
        chance=success_probability(here.level, skill.level),
    )


def drawn(seed: str, among: Iterable[T], name: Callable[[T], str]) -> T:
    """One of several, by keyed hash of its name: always the same for a seed, whatever the order."""

    def rank(candidate: T) -> bytes:
        return hmac.digest(seed.encode(), name(candidate).encode(), hashlib.sha256)

    return min(among, key=rank)


def _easy(here: Situation, skills: Sequence[Skill]) -> list[Skill]:
    hardest: dict[str, int] = {}
    for skill in here.targets:
        hardest[skill.topic] = max(skill.level, hardest.get(skill.topic, 0))
    return [skill for skill in skills if hardest[skill.topic] <= HIGHEST_LEVEL_OF_AN_EASY_TOPIC]


def _first(skills: Sequence[Skill]) -> list[Skill]:
    levels = {skill.level for skill in skills}
    level = FIRST_LEVEL if FIRST_LEVEL in levels else min(levels)
    return [skill for skill in skills if skill.level == level]


def _most_rewarding(here: Situation, skills: Sequence[Skill]) -> list[Skill]:
    rewards = {skill: here.reward(skill) for skill in skills}
    best = max(rewards.values())
    # Equal in arithmetic may differ by one bit in floating point, and not the same bit everywhere.
    return [skill for skill, reward in rewards.items() if math.isclose(reward, best, rel_tol=1e-9)]


def _item_of(here: Situation, skill: Skill) -> str:
    usable = [
        item.id
        for item in here.state.bank
        if item.skill == skill and item.askable and item.id not in here.known.seen
    ]
    return drawn(here.state.seed, usable, str)
