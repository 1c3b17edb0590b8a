"""The form that a browser would send for an item: the solution, or something else."""

from __future__ import annotations

import json

from content.item import SIMULATED
from content.model import Format, Item
from lti_tool.interactions.opacity import opaque_id

Form = dict[str, list[str]]


def form_of(item: Item, key: bytes, *, right: bool = True) -> Form:
    """A complete form for a concrete item."""
    if item.format in SIMULATED:
        return _journal(item, right=right)
    expected = item.check.expected
    match item.format:
        case Format.CHOICE:
            return _chosen(item, key, [expected], right=right)
        case Format.MULTIPLE_CHOICE:
            return _chosen(item, key, list(expected if right else expected[:1]), right=True)
        case Format.SEQUENCING:
            return _positions(item, key, "element", expected if right else expected[::-1])
        case Format.MATCHING:
            return _pairs(item, key, right=right)
    return {"answer": [_typed(item, right=right)]}


def _journal(item: Item, *, right: bool) -> Form:
    """The author's actions; a wrong one starts over, and does nothing."""
    actions = item.check.solution if right else [{"faire": "recommencer"}]
    return {"journal": [json.dumps(actions)]}


def _chosen(item: Item, key: bytes, wanted: list[str], *, right: bool) -> Form:
    others = [option.id for option in item.data.options if option.id not in wanted]
    return {"answer": [opaque_id(item, key, "option", one) for one in (wanted if right else others[:1])]}


def _typed(item: Item, *, right: bool) -> str:
    expected = item.check.expected
    if not right:
        return "987654" if item.format is Format.NUMBER else "tout autre chose agent@mairie.example"
    return str(expected).replace(".", ",") if item.format is Format.NUMBER else str(expected)


def _positions(item: Item, key: bytes, kind: str, order: tuple[str, ...]) -> Form:
    return {
        f"position-{opaque_id(item, key, kind, one)}": [str(place)]
        for place, one in enumerate(order, start=1)
    }


def _pairs(item: Item, key: bytes, *, right: bool) -> Form:
    first = next(iter(item.check.expected.values()))
    return {
        f"target-{opaque_id(item, key, 'element', one)}": [
            opaque_id(item, key, "target", target if right else first)
        ]
        for one, target in item.check.expected.items()
    }
