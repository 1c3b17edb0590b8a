"""The sheet of an attempt: what its answers say, kept beside the state so that one answer costs one step.

A sheet is immutable and always rebuilt from the state alone when it is missing or not of this state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from lti_tool.adaptive.joint.beliefs import Beliefs, infer
from lti_tool.adaptive.joint.curves import GRID, Floats
from lti_tool.adaptive.joint.room import Flags, Room, furnish
from lti_tool.adaptive.joint.scores import Scores, expected_drops, score
from lti_tool.adaptive.model import Answered, Outcome, Skill, State


@dataclass(frozen=True)
class Sheet:
    """The tables after some answers. `direct`: the last outcome of each skill that was answered."""

    room: Room
    answers: tuple[Answered, ...]
    log_likelihood: Floats  # T × 57
    seen: Flags  # N
    answered: int = 0  # passed items do not count
    topics: tuple[int, ...] = ()  # topic of each item shown, in order
    direct: Mapping[Skill, bool] = field(default_factory=dict)
    unusable: frozenset[Skill] = frozenset()

    @cached_property
    def beliefs(self) -> Beliefs:
        """What the answers say of every node."""
        return infer(self.room.tree, self.log_likelihood)

    @cached_property
    def scores(self) -> Scores:
        """The reported scores and their variance."""
        return score(self.room.tree, self.beliefs, self.room.brought)

    @cached_property
    def drops(self) -> Floats:
        """See `scores.expected_drops` (T × K × C)."""
        room = self.room
        return expected_drops(room.tree, self.beliefs, self.scores, room.brought, room.shapes)

    def after(self, answers: tuple[Answered, ...]) -> Sheet:
        """The sheet once the last of these answers is given."""
        item_id, outcome = answers[-1].item_id, answers[-1].outcome
        row = self.room.row.get(item_id)
        if row is None:  # an item of a topic that is not a target: nothing here depends on it
            return replace(self, answers=answers, answered=self.answered + (outcome is not Outcome.UNUSABLE))
        item, topic = self.room.items[row], int(self.room.topic_of[row])
        seen = self.seen.copy()
        seen[row] = True
        shown = replace(self, answers=answers, seen=seen, topics=(*self.topics, topic))
        if outcome is Outcome.UNUSABLE:
            return replace(shown, unusable=self.unusable | {item.skill})
        right = outcome is Outcome.CORRECT
        table = self.room.log_right if right else self.room.log_wrong
        log_likelihood = self.log_likelihood.copy()
        log_likelihood[topic] += table[topic, self.room.shape_of[row]]
        return replace(
            shown,
            log_likelihood=log_likelihood,
            answered=self.answered + 1,
            direct={**self.direct, item.skill: right},
        )


def blank(room: Room) -> Sheet:
    """Before the first answer."""
    nothing = np.zeros((len(room.tree.topics), len(GRID)))
    return Sheet(room, (), nothing, np.zeros(len(room.items), dtype=bool))


def sheet_of(state: State) -> Sheet:
    """The sheet of a state: the one it carries if it is its own, else rebuilt."""
    carried = state.derived
    if isinstance(carried, Carried) and carried.is_of(state):
        return carried.sheet
    sheet = blank(furnish(state.bank, state.policy, state.seed))
    for count in range(1, len(state.answers) + 1):
        sheet = sheet.after(state.answers[:count])
    return sheet


@dataclass(frozen=True)
class Carried:
    """A sheet with the state that it was made from."""

    state: State
    sheet: Sheet

    def is_of(self, state: State) -> bool:
        """Whether the four values are the very same objects: a state altered by hand has another sheet."""
        mine = self.state
        return (
            mine.bank is state.bank
            and mine.policy is state.policy
            and mine.seed == state.seed
            and mine.answers is state.answers
        )
