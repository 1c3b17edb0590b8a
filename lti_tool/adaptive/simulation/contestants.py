"""What is compared: engines, and peers that follow the same rules of play."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from lti_tool.adaptive.engine import Engine
from lti_tool.adaptive.findings import Choice, Mastery
from lti_tool.adaptive.joint.engine import Joint
from lti_tool.adaptive.joint.exposure import lot, over_exposed
from lti_tool.adaptive.joint.scores import weights
from lti_tool.adaptive.joint.sheet import sheet_of
from lti_tool.adaptive.joint.tree import Spread, Tree, grow
from lti_tool.adaptive.ladder import Ladder
from lti_tool.adaptive.model import NOWHERE, BankItem, Outcome, Policy, Skill, State
from lti_tool.adaptive.simulation.population import Floats


class Reading(NamedTuple):
    """Scores of the competences after an answer (C), and their deviation when the engine has one."""

    mean: Floats
    deviation: Floats | None


class Run(Protocol):
    """One person's attempt."""

    def ask(self) -> str | None:
        """The id of the item to ask, None at the end."""
        ...

    def tell(self, item_id: str, right: bool) -> None:
        """The answer."""
        ...

    def read(self) -> Reading:
        """The scores now."""
        ...


class Contestant(Protocol):
    """Something that can place people."""

    @property
    def name(self) -> str:
        """The word of the table."""
        ...

    def begin(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> Run:
        """A new attempt."""
        ...


def frame(policy: Policy) -> tuple[Tree, dict[Skill, float]]:
    """The competences in the order that every reading follows, and what each skill brings to a score."""
    places = {topic: policy.places.get(topic, NOWHERE) for topic in policy.targets}
    tree = grow({topic: (place.competence, place.domain) for topic, place in places.items()}, Spread())
    return tree, weights(policy.target_skills(), tree)


class _EngineRun:
    def __init__(self, engine: Engine, state: State) -> None:
        self.engine, self.state = engine, state

    def ask(self) -> str | None:
        step = self.engine.next(self.state)
        return step.item_id if isinstance(step, Choice) else None

    def tell(self, item_id: str, right: bool) -> None:
        self.state = self.engine.answer(self.state, item_id, Outcome.CORRECT if right else Outcome.INCORRECT)


class _JointRun(_EngineRun):
    def read(self) -> Reading:
        scores = sheet_of(self.state).scores
        return Reading(scores.mean, np.sqrt(scores.variance))


class _LadderRun(_EngineRun):
    def __init__(self, engine: Engine, state: State) -> None:
        super().__init__(engine, state)
        self.tree, self.brings = frame(state.policy)

    def read(self) -> Reading:
        owner = dict(zip(self.tree.topics, self.tree.competence_of, strict=True))
        scores = np.zeros(len(self.tree.competences))
        for one in self.engine.estimate(self.state).skills:
            if one.mastery is Mastery.MASTERED:
                scores[owner[one.skill.topic]] += self.brings[one.skill]
        return Reading(scores, None)


class LadderContestant:
    """The yardstick."""

    name = "ladder"

    def begin(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> Run:
        """A new attempt."""
        return _LadderRun(Ladder(), Ladder().start(bank, policy, seed))


class _CountedRun(_JointRun):
    def __init__(self, state: State, shown: Counter[str]) -> None:
        super().__init__(Joint(), state)
        self.shown = shown

    def tell(self, item_id: str, right: bool) -> None:
        super().tell(item_id, right)
        self.shown[item_id] += 1


class JointContestant:
    """The engine of new attempts. It counts what the people before were shown, as the product does."""

    name = "joint"

    def __init__(self) -> None:
        self.shown: Counter[str] = Counter()
        self.people = 0

    def begin(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> Run:
        """A new attempt."""
        often = over_exposed(self.shown, self.people)
        self.people += 1
        counted = [replace(item, usage=often.get(item.id, 0.0)) for item in bank]
        return _CountedRun(Joint().start(counted, policy, seed), self.shown)


class _RandomRun(_JointRun):
    def __init__(self, state: State) -> None:
        super().__init__(Joint(), state)
        wanted = frozenset(state.policy.target_skills())
        askable = (item.id for item in state.bank if item.askable and item.skill in wanted)
        self.order = sorted(askable, key=lambda name: lot(f"random {state.seed}", name))

    def ask(self) -> str | None:
        return self.order[len(self.state.answers)] if len(self.state.answers) < len(self.order) else None


class RandomContestant:
    """Any order, with the estimator of `joint`: what the choice of items brings, and what it does not."""

    name = "hasard"

    def begin(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> Run:
        """A new attempt."""
        return _RandomRun(Joint().start(bank, policy, seed))
