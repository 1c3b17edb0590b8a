"""What an attempt starts from, as tables: the tree, the target scores, the curves of the items, the hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lti_tool.adaptive.joint.curves import GRID, Curve, Floats, curve_of, success
from lti_tool.adaptive.joint.exposure import hand
from lti_tool.adaptive.joint.scores import contributions, weights
from lti_tool.adaptive.joint.tree import Ints, Spread, Tree, grow
from lti_tool.adaptive.model import NOWHERE, BankItem, Policy, Skill

Flags = npt.NDArray[np.bool_]

SPREAD = Spread()


@dataclass(frozen=True)
class Room:
    """Tables of an attempt; N items of target topics, in the order of their ids.

    Items that share a topic and a curve are interchangeable: `shapes[t, k]` is the k-th curve met in the
    topic t (T × K × 57, padded with halves), `topic_of` and `shape_of` say which is an item's.
    """

    tree: Tree
    targets: tuple[Skill, ...]
    brought: Floats  # T × 57, see `scores`
    highest: Floats  # C, score of a person who masters every target
    items: tuple[BankItem, ...]
    row: Mapping[str, int]
    topic_of: Ints
    level_of: Ints
    shape_of: Ints
    shapes: Floats
    log_right: Floats
    log_wrong: Floats
    askable: Flags  # of a target skill and not withdrawn
    in_hand: Flags  # askable without exceeding the greatest exposure
    seen_before: Flags


def furnish(bank: Sequence[BankItem], policy: Policy, seed: str) -> Room:
    """Every table, from numbers and the seed of the attempt."""
    places = {topic: policy.places.get(topic, NOWHERE) for topic in policy.targets}
    tree = grow({topic: (place.competence, place.domain) for topic, place in places.items()}, SPREAD)
    targets = policy.target_skills()
    brought = contributions(weights(targets, tree), tree)
    position = {topic: place for place, topic in enumerate(tree.topics)}
    items = tuple(sorted((one for one in bank if one.topic in position), key=lambda one: one.id))
    topic_of = np.array([position[item.topic] for item in items], dtype=np.intp)
    shape_of, shapes = _shapes(items, topic_of, len(tree.topics))
    wanted = frozenset(targets)
    return Room(
        tree=tree,
        targets=targets,
        brought=brought,
        highest=np.add.reduceat(brought[:, -1], tree.first_topics),
        items=items,
        row={item.id: row for row, item in enumerate(items)},
        topic_of=topic_of,
        level_of=np.array([item.level for item in items], dtype=np.intp),
        shape_of=shape_of,
        shapes=shapes,
        log_right=np.log(shapes),
        log_wrong=np.log1p(-shapes),
        askable=np.array([item.askable and item.skill in wanted for item in items], dtype=bool),
        in_hand=hand(items, len(tree.competences), seed),
        seen_before=np.array([item.seen_before for item in items], dtype=bool),
    )


def _shapes(items: Sequence[BankItem], topic_of: Ints, topics: int) -> tuple[Ints, Floats]:
    met: list[dict[Curve, int]] = [{} for _ in range(topics)]
    shape_of = np.zeros(len(items), dtype=np.intp)
    for row, item in enumerate(items):
        curves = met[topic_of[row]]
        shape_of[row] = curves.setdefault(curve_of(item), len(curves))
    shapes = np.full((topics, max(1, *map(len, met), 1), len(GRID)), 0.5)
    for topic, curves in enumerate(met):
        for curve, place in curves.items():
            shapes[topic, place] = success(curve)
    return shape_of, shapes
