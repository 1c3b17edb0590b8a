"""Answers that are wrong, made from the reference answer of an item: what a lenient marking would let by.

Here: how each kind of answer is altered. Not here: marking them (`workshop.mutations`).
An alteration that means the same as the reference is left out: a typing slip, an action that only looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from content.item import SIMULATED, Format, Item
from lti_tool.workshop.answers import reference
from lti_tool.workshop.wrong import acted, chosen, typed
from lti_tool.workshop.wrong.alteration import Alteration

TEN = 10
MOST_LOOKED_AT = 1000

__all__ = ["TEN", "Alteration", "wrong_answers"]


def wrong_answers(item: Item, most: int = TEN) -> tuple[Alteration, ...]:
    """Up to `most` different wrong answers to a concrete item; a choice among three has only two.

    Then, for a simulator, up to `most` doubtful ones.
    """
    right = reference(item)
    seen = [right]
    kept: dict[bool, list[Alteration]] = {False: [], True: []}
    for one in islice(_ALTERED[item.format](item, right), MOST_LOOKED_AT):
        if one.answer not in seen and len(kept[one.doubtful]) < most:
            seen.append(one.answer)
            kept[one.doubtful].append(one)
    return (*kept[False], *kept[True])


def _file(item: Item, right: object) -> Iterator[Alteration]:
    ways = {"nombre": typed.number, "date": typed.day, "texte": typed.text, "choix": chosen.one}
    return ways[item.data.answer.kind](item, right)


def _zone(item: Item, right: object) -> Iterator[Alteration]:
    return chosen.several(item, right) if item.data.several else chosen.one(item, right)


Ways = Callable[[Item, object], Iterator[Alteration]]
_ALTERED: dict[Format, Ways] = {
    Format.CHOICE: chosen.one,
    Format.MULTIPLE_CHOICE: chosen.several,
    Format.SEQUENCING: chosen.order,
    Format.MATCHING: chosen.pairs,
    Format.SORTING: chosen.pairs,
    Format.ZONE: _zone,
    Format.TEXT: typed.text,
    Format.NUMBER: typed.number,
    Format.DATE: typed.day,
    Format.SCENARIO: chosen.path,
    Format.BLOCKS: chosen.blocks,
    Format.FILE: _file,
} | dict.fromkeys(SIMULATED, acted.journal)
