"""The peer: catsim, a library of adaptive tests on PyPI, when it is installed (developers only).

It has one ability, so it runs once for each competence, in turn. It knows of the population what `joint`
assumes, no less: the prior, the spread of topics and of labels (in its slopes), the expected score. It has
no rule to follow: no easy first item, no greatest exposure.
"""

from __future__ import annotations

import importlib.util
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from lti_tool.adaptive.joint.curves import (
    DISCRIMINATION,
    GRID,
    GUESSING_CLOSED,
    GUESSING_OPEN,
    LABEL_SD,
    SLIP,
)
from lti_tool.adaptive.joint.room import SPREAD
from lti_tool.adaptive.joint.scores import contributions
from lti_tool.adaptive.joint.tree import kernel
from lti_tool.adaptive.model import BankItem, Policy
from lti_tool.adaptive.simulation.contestants import Reading, Run, frame
from lti_tool.adaptive.simulation.population import Floats

LOGISTIC = 1.7  # deviation of a logistic curve of slope 1, in that of a Gaussian one


def is_installed() -> bool:
    """Whether the peer can take part."""
    return importlib.util.find_spec("catsim") is not None


class CatsimContestant:
    """Maximum information at the expected a posteriori ability, one competence after the other.

    With a greatest exposure it counts over the people who came before, as its own selector wants.
    """

    def __init__(self, greatest_exposure: float = 1.0) -> None:
        self.greatest_exposure = greatest_exposure
        self.name = "catsim" if greatest_exposure == 1 else f"catsim, {greatest_exposure:.2f}"
        self.shown: Counter[str] = Counter()
        self.people = 0

    def begin(self, bank: Sequence[BankItem], policy: Policy, seed: str) -> Run:  # noqa: ARG002  # it draws nothing
        """A new attempt."""
        rates = {name: count / self.people for name, count in self.shown.items()}
        self.people += 1
        return _CatsimRun(self, bank, policy, rates)


class _CatsimRun:
    def __init__(
        self,
        contestant: CatsimContestant,
        bank: Sequence[BankItem],
        policy: Policy,
        rates: Mapping[str, float],
    ) -> None:
        self.contestant = contestant
        tree, brings = frame(policy)
        owner = dict(zip(tree.topics, tree.competence_of, strict=True))
        brought = contributions(brings, tree)
        spread = kernel(GRID, GRID, SPREAD.topic)
        wanted = frozenset(policy.target_skills())
        self.competences = [
            _OneAbility(
                [item for item in bank if owner[item.topic] == place and item.skill in wanted],
                spread @ brought[tree.competence_of == place].sum(axis=0),
                contestant.greatest_exposure,
                rates,
            )
            for place in range(len(tree.competences))
        ]
        self.turn = 0

    def ask(self) -> str | None:
        for _ in self.competences:
            found = self.competences[self.turn % len(self.competences)].ask()
            if found is not None:
                return found
            self.turn += 1
        return None

    def tell(self, item_id: str, right: bool) -> None:
        self.competences[self.turn % len(self.competences)].tell(item_id, right)
        self.contestant.shown[item_id] += 1
        self.turn += 1

    def read(self) -> Reading:
        return Reading(np.array([one.expected() for one in self.competences]), None)


class _OneAbility:
    def __init__(
        self, items: list[BankItem], brought: Floats, greatest: float, rates: Mapping[str, float]
    ) -> None:
        from catsim import irt
        from catsim.item_bank import ItemBank
        from catsim.selection import MaxInfoSelector

        self.items, self.brought = items, brought
        self.row = {item.id: row for row, item in enumerate(items)}
        self.bank: Any = ItemBank(
            np.array([(*_parameters(item), rates.get(item.id, 0.0)) for item in items]), validate=False
        )
        self.selector: Any = MaxInfoSelector(greatest)
        self.curves: Any = irt.icc_hpc
        wide = math.hypot(SPREAD.general, SPREAD.domain, SPREAD.competence)
        self.posterior: Floats = np.exp(-0.5 * ((GRID - SPREAD.mean) / wide) ** 2)
        self.given: list[int] = []

    def ask(self) -> str | None:
        if len(self.given) == len(self.items):
            return None
        ability = float(self.posterior @ GRID / self.posterior.sum())
        row = self.selector.select(item_bank=self.bank, administered_items=self.given, est_theta=ability)
        return self.items[int(row)].id

    def tell(self, item_id: str, right: bool) -> None:
        row = self.row[item_id]
        chance = self.curves(GRID, self.bank.get_items([row]))
        self.posterior = self.posterior * (chance if right else 1 - chance)
        self.given.append(row)

    def expected(self) -> float:
        return float(self.posterior @ self.brought / self.posterior.sum())


def _parameters(item: BankItem) -> tuple[float, float, float, float]:
    blur = math.hypot(SPREAD.topic, LABEL_SD)
    slope = DISCRIMINATION / math.sqrt(1 + (DISCRIMINATION * blur / LOGISTIC) ** 2)
    return slope, float(item.level), GUESSING_CLOSED if item.closed else GUESSING_OPEN, 1 - SLIP
