"""The `ladder`: the auditable engine. Each topic is climbed or descended by its own answers.

It follows the published "smart-random" algorithm (rasch, inference and selection name what they take
from it) and adds what that one lacks: an item that cannot be used is neutral, a longest length, a
progress, and an explanation of every step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lti_tool.adaptive.findings import (
    Choice,
    Estimate,
    Progress,
    Stop,
    TopicEstimate,
)
from lti_tool.adaptive.inference import knowledge, percent_mastered
from lti_tool.adaptive.model import (
    Answered,
    BankItem,
    Outcome,
    Policy,
    State,
)
from lti_tool.adaptive.rasch import GRID
from lti_tool.adaptive.selection import FURTHEST_ABOVE, Situation, choose, situation


class Ladder:
    """The engine named `ladder`; it keeps nothing."""

    name = "ladder"
    version = 1

    def start(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> State:
        """An attempt with no answer. Raises `ValueError` when two items of the bank have one id."""
        if len({item.id for item in bank}) != len(bank):
            raise ValueError("two items of the bank have the same id")
        return State(tuple(bank), policy, seed)

    def next(self, state: State) -> Choice | Stop:
        """The item to ask, or the reason to stop."""
        return choose(_situation(state))

    def answer(self, state: State, item_id: str, outcome: Outcome) -> State:
        """The state after an answer. Raises `ValueError`: unknown item, or already answered."""
        if all(item.id != item_id for item in state.bank):
            raise ValueError(f"item {item_id!r} is not in the bank")
        if any(line.item_id == item_id for line in state.answers):
            raise ValueError(f"item {item_id!r} was already answered")
        return replace(state, answers=(*state.answers, Answered(item_id, Outcome(outcome))))

    def skip(self, state: State, item_id: str) -> State:
        """The state after an item that could not be used: neutral for every estimate."""
        return self.answer(state, item_id, Outcome.UNUSABLE)

    def estimate(self, state: State) -> Estimate:
        """What is known: levels, floor and ceiling of each topic, mastery of each target skill."""
        here = _situation(state)
        skills = tuple(here.known.estimate(skill) for skill in here.targets)
        return Estimate(here.level, _topics(here), skills, percent_mastered(skills), _progress(here))


def _situation(state: State) -> Situation:
    return situation(state, knowledge(state))


def _topics(here: Situation) -> tuple[TopicEstimate, ...]:
    estimates = []
    for topic in here.state.policy.targets:
        known = here.known.topic(topic)
        estimates.append(TopicEstimate(topic, known.floor, known.ceiling, tuple(sorted(known.direct))))
    return tuple(estimates)


def _progress(here: Situation) -> Progress:
    """Two bounds that can be proved, rather than a guess that would sometimes be wrong.

    At the most, each answer settles its own skill only. At the fewest, one answer ends each topic;
    only the topics with a skill that stays within reach of the lowest estimate are sure to be asked.
    """
    choice = choose(here)
    if isinstance(choice, Stop):
        return Progress(here.known.answered, 0, 0)
    always_in_reach = GRID[0] + FURTHEST_ABOVE
    sure = {skill.topic for skill in here.candidates if skill.level <= always_in_reach}
    most = len(here.candidates)
    longest = here.state.policy.max_items
    if longest is not None:
        most = min(most, longest - here.known.answered)
    return Progress(here.known.answered, min(max(1, len(sure)), most), most)
