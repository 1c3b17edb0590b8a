"""Every shipped item with parameters, over many draws: one test by promise, not one by draw."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import content
from content.item import SIMULATED
from content.model import Format, Item
from content.variants import blank, realise
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import interaction_for
from tests.support.forms import form_of
from tests.unit.lti_tool.interactions.items import KEY, render

SEEDS = 50
WRITTEN = {Format.TEXT, Format.NUMBER, Format.DATE}


@pytest.fixture(scope="module")
def variants() -> list[Item]:
    return list(drawn())


def drawn() -> Iterator[Item]:
    catalogue = content.load()
    for item in catalogue.items.values():
        if item.parameters and catalogue.can_play(item):
            yield from (realise(item, seed.to_bytes(4, "big")) for seed in range(SEEDS))


def test_the_reference_solution_is_accepted(variants: list[Item]) -> None:
    assert variants
    for item in variants:
        way = interaction_for(item)
        marking = way.mark(item, way.parse(item, KEY, form_of(item, KEY)))
        assert (marking.correct, marking.score) == (True, 1.0), item.id


def test_something_else_is_not(variants: list[Item]) -> None:
    for item in variants:
        way = interaction_for(item)
        assert not way.mark(item, way.parse(item, KEY, form_of(item, KEY, right=False))).correct, item.id


def test_nothing_is_refused(variants: list[Item]) -> None:
    for item in variants:
        if item.format in SIMULATED:
            continue  # an empty journal: `test_bank` says that doing nothing is wrong
        with pytest.raises(AnswerRefusedError):
            interaction_for(item).parse(item, KEY, {})


def test_the_page_holds_no_solution_and_no_placeholder(variants: list[Item]) -> None:
    for item in variants:
        html = render(interaction_for(item).present(item, KEY))
        for text in (html, item.situation, item.prompt, item.document or ""):
            assert "{{" not in text, item.id
        if item.format in WRITTEN:
            expected = str(item.check.expected).replace(".", ",")
            assert not re.search(rf"(?<![\w,]){re.escape(expected)}(?![\w,])", html), item.id
        if item.format not in SIMULATED:
            names = [name for name in (*item.feedback.values, "attendu", "controle") if f'"{name}"' in html]
            assert names == [], item.id


def test_traces_describe_what_every_variant_shares() -> None:
    catalogue = content.load()
    for item in filter(catalogue.can_play, catalogue.items.values()):
        shared = blank(item)
        record = interaction_for(shared).describe(shared, None)
        assert record.response is None
        assert "{{" not in str(record.components), item.id
        assert realise(item, b"one").id == shared.id
