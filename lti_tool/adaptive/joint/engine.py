"""The engine named `joint`: see the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lti_tool.adaptive.findings import Choice, Estimate, Stop
from lti_tool.adaptive.joint import choice
from lti_tool.adaptive.joint.report import report
from lti_tool.adaptive.joint.room import furnish
from lti_tool.adaptive.joint.sheet import Carried, Sheet, blank, sheet_of
from lti_tool.adaptive.model import Answered, BankItem, Outcome, Policy, State


class Joint:
    """The engine named `joint`; it keeps nothing, states carry what it has computed."""

    name = "joint"
    version = 2  # 1: hands dealt by lot, until attempts kept the items that were shown too often

    def start(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> State:
        """An attempt with no answer. Raises `ValueError` when two items of the bank have one id."""
        if len({item.id for item in bank}) != len(bank):
            raise ValueError("two items of the bank have the same id")
        state = State(tuple(bank), policy, seed)
        return _carrying(state, blank(furnish(state.bank, policy, seed)))

    def next(self, state: State) -> Choice | Stop:
        """The item to ask, or the reason to stop."""
        return choice.choose(sheet_of(state), state.policy, state.seed)

    def answer(self, state: State, item_id: str, outcome: Outcome) -> State:
        """The state after an answer. Raises `ValueError`: unknown item, or already answered."""
        sheet = sheet_of(state)
        if item_id not in sheet.room.row and all(item.id != item_id for item in state.bank):
            raise ValueError(f"item {item_id!r} is not in the bank")
        if any(line.item_id == item_id for line in state.answers):
            raise ValueError(f"item {item_id!r} was already answered")
        after = replace(state, answers=(*state.answers, Answered(item_id, Outcome(outcome))), derived=None)
        return _carrying(after, sheet.after(after.answers))

    def skip(self, state: State, item_id: str) -> State:
        """The state after an item that could not be used: neutral for every estimate."""
        return self.answer(state, item_id, Outcome.UNUSABLE)

    def estimate(self, state: State) -> Estimate:
        """Scores with their margins, level of each topic, mastery of each target skill."""
        return report(sheet_of(state), state)


def _carrying(state: State, sheet: Sheet) -> State:
    return replace(state, derived=Carried(state, sheet))
