"""The one interface of the engines, and how a state is rebuilt from a history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lti_tool.adaptive.findings import (
    Choice,
    Estimate,
    Stop,
)
from lti_tool.adaptive.model import (
    Answered,
    BankItem,
    Outcome,
    Policy,
    State,
)


class Engine(Protocol):
    """Chooses items and estimates what a person masters. Every method is pure.

    What it did is told by `explanation.explain`, for every engine in the same way.
    """

    @property
    def name(self) -> str:
        """The word kept with the attempt, see `engine_named`."""
        ...

    @property
    def version(self) -> int:
        """Kept with the attempt: another one may choose, or conclude, otherwise from the same answers."""
        ...

    def start(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> State:
        """An attempt with no answer. Raises `ValueError` when two items of the bank have one id."""
        ...

    def next(self, state: State) -> Choice | Stop:
        """What to ask, always the same for the same state, or why to stop."""
        ...

    def answer(self, state: State, item_id: str, outcome: Outcome) -> State:
        """The state after an answer. Raises `ValueError`: unknown item, or already answered."""
        ...

    def skip(self, state: State, item_id: str) -> State:
        """The state after an item that could not be used; raises as `answer` does."""
        ...

    def estimate(self, state: State) -> Estimate:
        """What is known now."""
        ...


def replay(
    engine: Engine, bank: Sequence[BankItem], policy: Policy, seed: str, answers: Sequence[Answered]
) -> State:
    """Rebuild a state from the answers alone, in the order in which they were given.

    Raises `ValueError` when an answer is about an item that is not in the bank (keep withdrawn items
    in it, with `askable=False`) or that was answered before.
    """
    state = engine.start(bank, policy, seed)
    for answered in answers:
        state = engine.answer(state, answered.item_id, answered.outcome)
    return state
