"""The answers of one person, and what they say of that person apart from each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from lti_tool.adaptive.joint.beliefs import infer
from lti_tool.adaptive.joint.curves import GRID, Floats, curve_of, success
from lti_tool.adaptive.joint.room import SPREAD
from lti_tool.adaptive.joint.tree import Tree, grow
from lti_tool.adaptive.model import NOWHERE, BankItem, Policy


class Marked(NamedTuple):
    """One answer that counts: right, or wrong (« je ne sais pas » is wrong)."""

    item_id: str
    is_right: bool


@dataclass(frozen=True)
class Sitting:
    """One attempt. `groups` says which group the person is in, by kind of group (platform, craft…)."""

    policy: Policy
    answers: tuple[Marked, ...]
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Seen:
    """All the answers to one item; n answers, of the persons `sittings`, in their order.

    `without` (n × 57) is the level of the topic given all the other answers of the person, `level` (n) its
    expected value given all of them, this one too.
    """

    right: list[bool] = field(default_factory=list)
    without: list[Floats] = field(default_factory=list)
    level: list[float] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """All the answers by item, and the mean level of all the topics of all the people."""

    items: Mapping[str, Seen]
    mean: float


def read(bank: Mapping[str, BankItem], sittings: Sequence[Sitting], mean: float = SPREAD.mean) -> Reading:
    """Read every sitting with the curves that the bank gives now; answers to unknown items are left out.

    `mean` is the level expected of people before they answer.
    """
    found: dict[str, Seen] = defaultdict(Seen)
    trees: dict[int, Tree] = {}
    means = []
    for sitting in sittings:
        if id(sitting.policy) not in trees:
            trees[id(sitting.policy)] = _tree(sitting.policy, mean)
        topics = _topics(bank, sitting, trees[id(sitting.policy)])
        means.append(float((np.stack(list(topics.values())) @ GRID).mean()))
        for answer in _known(bank, sitting):
            item, seen = bank[answer.item_id], found[answer.item_id]
            chance, posterior = success(curve_of(item)), topics[item.topic]
            without = posterior / (chance if answer.is_right else 1 - chance)
            seen.right.append(answer.is_right)
            seen.without.append(without / without.sum())
            seen.level.append(float(posterior @ GRID))
            seen.sittings.append(sitting)
    return Reading(found, float(np.mean(means)) if means else mean)


def _tree(policy: Policy, mean: float) -> Tree:
    places = {topic: policy.places.get(topic, NOWHERE) for topic in policy.targets}
    spread = replace(SPREAD, mean=mean)
    return grow({topic: (place.competence, place.domain) for topic, place in places.items()}, spread)


def _known(bank: Mapping[str, BankItem], sitting: Sitting) -> list[Marked]:
    return [
        one
        for one in sitting.answers
        if one.item_id in bank and bank[one.item_id].topic in sitting.policy.targets
    ]


def _topics(bank: Mapping[str, BankItem], sitting: Sitting, tree: Tree) -> dict[str, Floats]:
    """The level of each topic, given every answer (57 values)."""
    row = {topic: place for place, topic in enumerate(tree.topics)}
    logs = np.zeros((len(tree.topics), len(GRID)))
    for one in _known(bank, sitting):
        chance = success(curve_of(bank[one.item_id]))
        logs[row[bank[one.item_id].topic]] += np.log(chance if one.is_right else 1 - chance)
    return dict(zip(tree.topics, infer(tree, logs).topic, strict=True))
