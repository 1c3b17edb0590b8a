"""Synthetic learners: they answer by the Rasch model, and guess when the item lets them.

Used by tests and by simulations; never in a real attempt.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from lti_tool.adaptive.engine import Engine
from lti_tool.adaptive.findings import (
    Choice,
    Stop,
)
from lti_tool.adaptive.model import (
    BankItem,
    Outcome,
    State,
)
from lti_tool.adaptive.rasch import success_probability

# Chance of a right answer without mastery, by kind of item (setting of the engine study).
GUESSING_CLOSED = 0.2
GUESSING_OPEN = 0.02


@dataclass(frozen=True)
class SyntheticLearner:
    """A person with a true level by topic (1 to 8, halves allowed) and a random source of their own."""

    levels: Mapping[str, float]
    random: random.Random

    def answer(self, item: BankItem) -> Outcome:
        """One drawn answer: right with probability guess + (1 − guess) × Rasch."""
        guess = GUESSING_CLOSED if item.closed else GUESSING_OPEN
        right = guess + (1 - guess) * success_probability(self.levels[item.topic], item.level)
        return Outcome.CORRECT if self.random.random() < right else Outcome.INCORRECT


def play(engine: Engine, state: State, learner: SyntheticLearner) -> tuple[State, Stop]:
    """Ask until the engine stops; every item is asked once at most, so it ends."""
    items = {item.id: item for item in state.bank}
    choice = engine.next(state)
    while isinstance(choice, Choice):
        state = engine.answer(state, choice.item_id, learner.answer(items[choice.item_id]))
        choice = engine.next(state)
    return state, choice
