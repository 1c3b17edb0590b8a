"""Wrong choices, orders, pairs, paths and algorithms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from content.item import Item
from lti_tool.workshop.wrong.alteration import Alteration

_LISTS = ("options", "zones", "elements", "blocks")
MOST_PATHS = 200


def _ids(item: Item) -> list[str]:
    """The ids that may be chosen, in the author's order."""
    holder = getattr(item.data, "answer", item.data)  # a file's options stand in its answer
    return [one.id for name in _LISTS for one in getattr(holder, name, ())]


def one(item: Item, right: Any) -> Iterator[Alteration]:
    """Every other option."""
    for id_ in _ids(item):
        if id_ != right:
            yield Alteration(f"choisir « {id_} »", id_)


def several(item: Item, right: Any) -> Iterator[Alteration]:
    """One left out, one too many, one for another, everything, the contrary."""
    ids = _ids(item)
    wrong = [id_ for id_ in ids if id_ not in right]
    yield Alteration("tout choisir", ids)
    yield Alteration("choisir le contraire", wrong)
    for id_ in right:
        if len(right) > 1:
            yield Alteration(f"oublier « {id_} »", [one for one in right if one != id_])
    for id_ in wrong:
        yield Alteration(f"ajouter « {id_} »", [one for one in ids if one in right or one == id_])
    for kept, other in zip(right, wrong, strict=False):
        swapped = [one for one in ids if (one in right and one != kept) or one == other]
        yield Alteration(f"« {other} » au lieu de « {kept} »", swapped)


def order(item: Item, right: Any) -> Iterator[Alteration]:
    """Two neighbours swapped, the whole reversed or turned, one sent to an end, the author's order."""
    for place in range(len(right) - 1):
        swapped = [*right[:place], right[place + 1], right[place], *right[place + 2 :]]
        yield Alteration(f"échanger les rangs {place + 1} et {place + 2}", swapped)
    yield Alteration("ordre inverse", right[::-1])
    yield Alteration("ordre du fichier", _ids(item))
    for place, id_ in enumerate(right):
        others = [*right[:place], *right[place + 1 :]]
        yield Alteration(f"« {id_} » à la fin", [*others, id_])
        yield Alteration(f"« {id_} » au début", [id_, *others])


def pairs(item: Item, right: Any) -> Iterator[Alteration]:
    """One element elsewhere, everything in one place, two elements swapped."""
    targets = [one.id for name in ("targets", "categories") for one in getattr(item.data, name, ())]
    for turn in range(1, len(targets)):
        for element, target in right.items():
            other = targets[(targets.index(target) + turn) % len(targets)]
            yield Alteration(f"« {element} » avec « {other} »", {**right, element: other})
            if turn == 1 and target == next(iter(right.values())):
                yield Alteration(f"tout avec « {target} »", dict.fromkeys(right, target))


def path(item: Item, right: Any) -> Iterator[Alteration]:
    """Every other path to an end, and the right one stopped too early."""
    del right  # every right path is left out, not only the reference
    expected = [list(one) for one in item.check.expected]
    steps = {step.id: step for step in item.data.steps}
    for taken in _paths(steps, item.data.steps[0].id, []):
        if taken not in expected:
            yield Alteration(" → ".join(taken), taken)


def _paths(steps: dict[str, Any], at: str, taken: list[str]) -> Iterator[list[str]]:
    for decision in steps[at].decisions:
        longer = [*taken, decision.id]
        if decision.then is None or len(longer) > MOST_PATHS:
            yield longer
        else:
            yield from _paths(steps, decision.then, longer)


def blocks(item: Item, right: Any) -> Iterator[Alteration]:
    """A block left out, a useless one put in its place, the whole reversed.

    Neighbours are not swapped: two blocks that do not touch each other may stand in any order.
    """
    spare = [id_ for id_ in _ids(item) if id_ not in right]
    for other in spare:
        for place, id_ in enumerate(right):
            if _same_kind(item, id_, other):
                yield Alteration(
                    f"« {other} » au lieu de « {id_} »", [*right[:place], other, *right[place + 1 :]]
                )
    for id_ in right:
        yield Alteration(f"oublier « {id_} »", [one for one in right if one != id_])
    yield Alteration("ordre inverse", right[::-1])


def _same_kind(item: Item, one_id: str, other_id: str) -> bool:
    first = {block.id: block.instruction.split()[0] for block in item.data.blocks}
    return bool(first[one_id] == first[other_id])
