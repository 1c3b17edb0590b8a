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
    if item.format is Format.TEXT and item.data.fields:
        texts = item.check.expected if right else dict.fromkeys(item.check.expected, "tout autre chose")
        return {f"answer-{opaque_id(item, key, 'field', one)}": [text] for one, text in texts.items()}
    make = _FORMS.get(item.format)
    return make(item, key, right=right) if make else {"answer": [_typed(item, right=right)]}


def _journal(item: Item, *, right: bool) -> Form:
    """The author's actions; a wrong one starts over, and does nothing."""
    actions = item.check.solution if right else [{"faire": "recommencer"}]
    return {"journal": [json.dumps(actions)]}


def _chosen(item: Item, key: bytes, *, right: bool) -> Form:
    expected = item.check.expected
    if item.format is Format.MULTIPLE_CHOICE:
        wanted = list(expected if right else expected[:1])
    else:
        wanted = [option.id for option in item.data.options if (option.id == expected) is right][:1]
    return {"answer": [opaque_id(item, key, "option", one) for one in wanted]}


def _zones(item: Item, key: bytes, *, right: bool) -> Form:
    expected = item.check.expected
    ids = [expected] if isinstance(expected, str) else list(expected)
    others = [zone.id for zone in item.data.zones if zone.id not in ids]
    return {"answer": [opaque_id(item, key, "zone", one) for one in (ids if right else others[:1])]}


def _typed(item: Item, *, right: bool) -> str:
    expected = item.check.expected
    kind = item.data.answer.kind if item.format is Format.FILE else item.format.value
    if not right:
        wrong = {"nombre": "987654", "date": "1/1/1999"}
        return wrong.get(kind, "tout autre chose agent@mairie.example")
    return str(expected).replace(".", ",") if kind == "nombre" else str(expected)


def _order(item: Item, key: bytes, *, right: bool) -> Form:
    expected = item.check.expected
    return _positions(item, key, "element", expected if right else expected[::-1])


def _blocks(item: Item, key: bytes, *, right: bool) -> Form:
    expected = item.check.expected
    return _positions(item, key, "block", expected if right else expected[:1])


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


def path_of(item: Item, *, right: bool) -> list[tuple[str, str]]:
    """(step, decision), along the reference path; a wrong one always leaves every right path."""
    steps = {step.id: step for step in item.data.steps}
    step, path = item.data.steps[0], list[tuple[str, str]]()
    while step is not None:
        taken = tuple(decision for _, decision in path)
        following = {one[len(taken)] for one in item.check.expected if one[: len(taken)] == taken}
        wanted = item.check.expected[0][len(taken)] if right else None
        decision = next(d for d in step.decisions if (d.id == wanted if right else d.id not in following))
        path.append((step.id, decision.id))
        step = steps[decision.then] if decision.then else None
    return path


def _last_decision(item: Item, key: bytes, *, right: bool) -> Form:
    """The form of the last step, with what the server would have kept by then."""
    *before, (step, last) = path_of(item, right=right)
    kept = [{"choix": decision} for _, decision in before]
    return {"answer": [opaque_id(item, key, "decision", f"{step}/{last}")], "kept": [json.dumps(kept)]}


def forms_of(item: Item, key: bytes, *, right: bool = True) -> list[Form]:
    """What is sent to the server, one form a page: several for a scenario."""
    if item.format is not Format.SCENARIO:
        return [form_of(item, key, right=right)]
    path = path_of(item, right=right)
    return [{"answer": [opaque_id(item, key, "decision", f"{step}/{taken}")]} for step, taken in path]


_FORMS = {
    Format.CHOICE: _chosen,
    Format.MULTIPLE_CHOICE: _chosen,
    Format.ZONE: _zones,
    Format.SEQUENCING: _order,
    Format.BLOCKS: _blocks,
    Format.MATCHING: _pairs,
    Format.SORTING: _pairs,
    Format.SCENARIO: _last_decision,
}
