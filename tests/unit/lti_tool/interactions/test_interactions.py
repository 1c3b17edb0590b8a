"""What must hold for every way of answering."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.item import PLAYABLE, SIMULATED, Format
from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import _INTERACTIONS, Refusal, interaction_for

from .items import (
    ALL,
    COLOURS,
    KEY,
    MATCHING,
    MULTIPLE,
    NEWER,
    ROOT,
    SEQUENCING,
    STEPS,
    TEXT,
    item,
    options,
    render,
    shown_ids,
)

EVERY = pytest.mark.parametrize("shown", ALL, ids=lambda shown: shown.format.value)
keys = st.binary(max_size=40)


class Fields(HTMLParser):
    """The controls of a page, and what a browser would send if nobody touched them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.values: set[str] = set()
        self.sent: dict[str, list[str]] = {}
        self.labelled: set[str] = set()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes.append((tag, given))
        if tag in ("input", "select"):
            self.names.add(given["name"] or "")
        if tag == "select":
            self.select = given["name"] or ""
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"] or "")
        if tag in ("input", "option"):
            self.values.add(given.get("value") or "")
        chosen = tag == "option" and "selected" in given
        ticked = tag == "input" and (given["type"] == "text" or "checked" in given)
        if chosen or ticked:
            self.sent.setdefault(given.get("name") or self.select, []).append(given.get("value") or "")


def test_every_format_has_its_way_of_answering() -> None:
    assert {shown.format for shown in (*ALL, *NEWER)} == PLAYABLE - SIMULATED
    assert len({type(interaction_for(shown)) for shown in ALL}) == len(ALL)
    assert _INTERACTIONS.keys() == PLAYABLE  # what is offered to people can be played, and the reverse


@EVERY
def test_the_page_never_holds_an_authors_id_nor_the_solution(shown: Item) -> None:
    html = render(interaction_for(shown).present(shown, KEY))
    fields = Fields(html)
    ids = {*COLOURS, *STEPS}
    assert not ids & fields.values
    assert not any(id_ in name for id_ in ids for name in fields.names)
    if shown.format in (Format.TEXT, Format.NUMBER):
        assert "hameçonnage" not in html
        assert "72" not in html


@EVERY
def test_the_same_page_for_the_same_key_and_another_for_another(shown: Item) -> None:
    interaction = interaction_for(shown)
    assert interaction.present(shown, KEY) == interaction.present(shown, KEY)
    if shown.format not in (Format.TEXT, Format.NUMBER):
        assert interaction.present(shown, KEY) != interaction.present(shown, b"another")
        newer = shown.model_copy(update={"version": 2})
        assert interaction.present(newer, KEY) != interaction.present(shown, KEY)


@given(keys, st.sampled_from([(MULTIPLE, "options"), (SEQUENCING, "elements"), (MATCHING, "targets")]))
def test_a_shuffle_loses_nothing_and_ids_do_not_collide(key: bytes, case: tuple[Item, str]) -> None:
    shown, name = case
    ids = shown_ids(shown, name, key)
    assert sorted(ids) == sorted((STEPS if name == "elements" else COLOURS).values())
    assert len(set(ids.values())) == len(ids)
    assert all(len(id_) == 12 and set(id_) <= set("0123456789abcdef") for id_ in ids.values())


def test_an_element_and_a_target_with_one_id_have_two_names() -> None:
    data = {"elements": options(a="Un", b="Deux"), "cibles": options(a="Trois", b="Quatre")}
    twin = item("apparier", data, {"attendu": {"a": "a", "b": "b"}})
    assert not set(shown_ids(twin, "elements").values()) & set(shown_ids(twin, "targets").values())


def test_options_take_every_order() -> None:
    assert len({tuple(shown_ids(MULTIPLE, "options", bytes([n, n]))) for n in range(200)}) == 24


@given(keys, st.randoms(use_true_random=False), st.sampled_from(ALL))
def test_what_the_page_offers_is_read_marked_and_told(key: bytes, random: Random, shown: Item) -> None:
    interaction = interaction_for(shown)
    answer = interaction.parse(shown, key, filled(shown, key, random))
    assert json.loads(json.dumps(answer)) == answer
    marking = interaction.mark(shown, answer)
    assert 0 <= marking.score <= 1
    assert (marking.score == 1) == marking.correct
    assert not (marking.correct and marking.hints)
    assert interaction.restate(shown, answer)
    right = interaction.restate(shown, answer) == interaction.solution(shown)
    assert marking.correct or not right
    record = interaction.describe(shown, answer)
    assert (record.response is None) == (shown.format is Format.TEXT)


def filled(shown: Item, key: bytes, random: Random) -> dict[str, list[str]]:
    """A complete form, drawn from what the page offers."""
    context = interaction_for(shown).present(shown, key).context
    if shown.format is Format.CHOICE:
        return {"answer": [random.choice(context["options"]).id]}
    if shown.format is Format.MULTIPLE_CHOICE:
        some = random.sample(context["options"], random.randint(1, len(context["options"])))
        return {"answer": [option.id for option in some]}
    if shown.format is Format.SEQUENCING:
        places = random.sample(range(1, 5), 4)
        pairs = zip(context["elements"], places, strict=True)
        return {context["prefix"] + element.id: [str(place)] for element, place in pairs}
    if shown.format is Format.MATCHING:
        return {context["prefix"] + e.id: [random.choice(context["targets"]).id] for e in context["elements"]}
    return {"answer": [random.choice(["72", "24", "3,5"])]}


names = st.sampled_from(["answer", "position-", "target-", "csrf_token"]) | st.text(max_size=20)
names |= st.sampled_from([f"position-{id_}" for id_ in shown_ids(SEQUENCING, "elements").values()])
names |= st.sampled_from([f"target-{id_}" for id_ in shown_ids(MATCHING, "elements").values()])
values = st.text(max_size=600) | st.sampled_from(
    ["1", "2", "4", "", "nan", *shown_ids(MULTIPLE, "options").values()]
)
forms = st.dictionaries(names, st.lists(values, max_size=4), max_size=8)


@given(forms, st.sampled_from(ALL))
def test_any_form_is_read_or_refused_with_a_known_reason(form: dict[str, list[str]], shown: Item) -> None:
    try:
        answer = interaction_for(shown).parse(shown, KEY, form)
    except AnswerRefusedError as error:
        reason, status = error.reason, error.status
    else:
        reason, status = Refusal.NOTHING_ANSWERED, 422
        assert 0 <= interaction_for(shown).mark(shown, answer).score <= 1
    assert reason in set(Refusal)
    assert status == 422


@EVERY
def test_a_refused_form_comes_back_as_it_was_sent(shown: Item) -> None:
    form = filled(shown, KEY, Random(1))
    fields = Fields(render(interaction_for(shown).present(shown, KEY), entered=form, refusal="wrong_count"))
    assert {name: sorted(sent) for name, sent in fields.sent.items()} == {
        n: sorted(v) for n, v in form.items()
    }


@EVERY
def test_every_field_has_a_label_and_the_refusal_is_tied_to_it(shown: Item) -> None:
    presentation = interaction_for(shown).present(shown, KEY)
    fields = Fields(render(presentation, refusal="nothing_answered"))
    tags = [tag for tag, _ in fields.attributes]
    ids = [given["id"] for _, given in fields.attributes if "id" in given]
    assert len(ids) == len(set(ids))
    for tag, given_ in fields.attributes:
        if tag == "select" or given_.get("type") == "text":
            assert given_["id"] in fields.labelled
    if shown.format not in (Format.TEXT, Format.NUMBER):
        assert "fieldset" in tags
        assert "legend" in tags
    described = " ".join(given_.get("aria-describedby") or "" for _, given_ in fields.attributes).split()
    assert "answer-refusal" in described
    assert set(described) <= set(ids)


@EVERY
def test_no_inline_script_nor_style(shown: Item) -> None:
    fields = Fields(render(interaction_for(shown).present(shown, KEY)))
    assert not {"script", "style"} & {tag for tag, _ in fields.attributes}
    assert not [
        name for _, given_ in fields.attributes for name in given_ if name == "style" or name.startswith("on")
    ]


def test_what_an_author_writes_is_escaped() -> None:
    presentation = interaction_for(TEXT).present(TEXT, KEY)
    hostile = replace(presentation, context={**presentation.context, "prompt": "<b>gras</b>"})
    assert "<b>" not in render(hostile, entered={"answer": ['"><script>']})
    assert "<script>" not in render(hostile, entered={"answer": ['"><script>']})


def test_every_refusal_has_its_sentence() -> None:
    presentation = interaction_for(TEXT).present(TEXT, KEY)

    def sentence(reason: str) -> str:
        html = render(presentation, refusal=reason)
        return html.split('id="answer-refusal">')[1].split("</p>")[0].strip()

    sentences = {reason: sentence(reason) for reason in Refusal}
    assert all(sentences.values())
    assert len(set(sentences.values())) == len(Refusal)
    assert sentence("something_else") == sentences[Refusal.UNKNOWN_ID]


@EVERY
def test_the_modules_of_a_page_exist(shown: Item) -> None:
    for module in interaction_for(shown).present(shown, KEY).modules:
        assert (ROOT / "static" / module).is_file()


@EVERY
def test_an_answer_or_a_solution_of_another_format_is_a_mistake_of_ours(shown: Item) -> None:
    interaction = interaction_for(shown)
    with pytest.raises(TypeError, match="expected a"):
        interaction.restate(shown, True)
    broken = shown.model_copy(update={"check": shown.check.model_copy(update={"expected": None})})
    with pytest.raises(TypeError, match="must be a"):
        interaction.solution(broken)
    assert interaction.describe(shown, None).response is None


def test_the_sentence_can_be_announced_above_the_item() -> None:
    presentation = interaction_for(TEXT).present(TEXT, KEY)
    alone = replace(presentation, template="interactions/_refusal.html")
    assert "virgule" in render(alone, refusal="ambiguous_number")
    assert render(alone, refusal="ambiguous_number").strip() in render(
        presentation, refusal="ambiguous_number"
    )
