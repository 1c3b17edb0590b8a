"""The statements of one registration together."""

import copy
import json

import pytest

from tests.unit.xapi.examples import frozen
from xapi.validator import check_sequence

USUAL = ["initialized", "answered-correct", "answered-neutralised", "completed", "passed", "terminated"]


def codes(documents: list[dict]) -> list[str]:
    return [problem.code for problem in check_sequence([json.dumps(each) for each in documents])]


def documents(*names: str) -> list[dict]:
    return [json.loads(frozen(name).body) for name in names]


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["initialized"],
        USUAL,
        ["initialized", "completed", "scored", "terminated"],
        ["initialized", "completed", "failed", "terminated"],
        ["initialized", "answered-dont-know", "terminated"],
        ["launched", "initialized", "answered-correct", "suspended", "resumed", "completed", "terminated"],
        ["launched", "initialized", "answered-correct", "abandoned"],
        ["initialized", "completed", "passed", "achieved"],
        ["initialized", "completed", "failed", "terminated", "voided", "reissued-passed"],
    ],
)
def test_accepted(names: list[str]):
    assert codes(documents(*names)) == []


@pytest.mark.parametrize(
    "names",
    [
        ["answered-correct"],
        ["initialized", "terminated", "terminated"],
        ["initialized", "completed", "completed"],
        ["initialized", "completed", "answered-correct"],
        ["initialized", "completed", "passed", "failed"],
        ["initialized", "passed"],
        ["initialized", "completed", "terminated", "passed"],
        ["launched", "answered-correct"],
        ["initialized", "suspended", "answered-correct"],
        ["initialized", "resumed"],
        ["initialized", "abandoned", "terminated"],
        ["initialized", "achieved"],
        ["initialized", "completed", "terminated", "voided", "initialized"],
    ],
)
def test_refused_orders(names: list[str]):
    assert "sequence.order" in codes(documents(*names))


@pytest.mark.parametrize(
    ("index", "change", "code"),
    [
        (1, lambda each: each.update(id=documents("initialized")[0]["id"]), "sequence.duplicate_id"),
        (2, lambda each: each["actor"]["account"].update(name="x"), "sequence.actor"),
        (3, lambda each: each["context"].update(registration="x"), "sequence.registration"),
        (4, lambda each: each["object"]["definition"].update(name={"fr": "Autre"}), "sequence.definition"),
        (5, lambda each: each.update(timestamp="2026-11-23T08:30:01.000Z"), "sequence.time"),
        (5, lambda each: each["result"].update(duration="PT94S"), "sequence.duration"),
    ],
)
def test_refused_differences(index: int, change, code: str):
    broken = copy.deepcopy(documents(*USUAL))
    change(broken[index])
    assert code in codes(broken)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["initialized", "completed", "scored", "achieved"], "sequence.evidence"),  # it points to `passed`
        (["initialized", "completed", "passed", "terminated", "voided"], "sequence.voided"),  # never told
        (["initialized", "completed", "failed", "voided", "voided"], "sequence.voided"),  # twice
        (["initialized", "completed", "terminated", "voided", "reissued-passed"], "sequence.voided"),
    ],
)
def test_refused_references(names: list[str], code: str):
    assert code in codes(documents(*names))


def test_what_replaces_comes_after_what_is_voided():
    told = documents("initialized", "completed", "failed", "terminated", "voided", "reissued-passed")
    told[5]["context"]["statement"]["id"] = told[1]["id"]
    assert "sequence.replaced" in codes(told)
