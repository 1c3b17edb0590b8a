"""texte with several fields: interchangeable ones are matched at best, partial credit is kept."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Refusal, interaction_for
from lti_tool.interactions.fill_in_fields import _best_match
from lti_tool.interactions.opacity import opaque_id
from tests.support.forms import form_of

from .items import KEY, item, render

FIELDS = [{"id": id_, "texte": f"Signe {id_}", "aide": "Un mot."} for id_ in ("a", "b", "c")]
EXPECTED = {"a": "urgence", "b": "menace", "c": "adresse"}


def text(**control: Any) -> Item:
    return item(
        "texte",
        {"champs": FIELDS},
        {"attendu": EXPECTED, "accepte": {"a": ["pression", "menace voilée"]}, **control},
        indices=[
            {"si_valeur": "couleur", "texte": "La couleur ne dit rien."},
            {"si_absent": "adresse", "texte": "Regardez aussi l'adresse."},
            {"si": "longueur(reponse) < 3", "texte": "Il y a trois signes."},
        ],
    )


ORDERED, FREE = text(), text(interchangeables=True)


def score(shown: Item, **texts: str) -> float:
    marking = interaction_for(shown).mark(shown, texts)
    assert marking.correct is (marking.score == 1)
    return marking.score


def test_each_field_counts_at_its_place() -> None:
    assert score(ORDERED, a="Urgence", b="menaces", c="adresse") == 1
    assert score(ORDERED, a="pression", b="adresse", c="menace") == pytest.approx(1 / 3)
    assert score(ORDERED, b="menace") == pytest.approx(1 / 3)


def test_interchangeable_fields_count_in_any_order_and_once() -> None:
    for order in permutations(EXPECTED.values()):
        assert score(FREE, **dict(zip("abc", order, strict=True))) == 1
    assert score(FREE, a="menace", b="menace", c="menace") == pytest.approx(1 / 3)
    assert score(FREE, a="urgence", b="pression", c="adresse") == pytest.approx(2 / 3)  # one idea, two words


def test_a_text_that_suits_two_solutions_takes_the_one_that_helps() -> None:
    # In the order of the fields, « b » would first take the solution that « c » needs.
    assert _best_match({"b": ["one", "two"], "c": ["one"]}) == {"one": "c", "two": "b"}


@given(st.dictionaries(st.sampled_from("abcde"), st.lists(st.sampled_from("12345"), unique=True)))
def test_no_other_matching_is_larger(suitable: dict[str, list[str]]) -> None:
    found = _best_match(suitable)
    assert all(solution in suitable[field] for solution, field in found.items())
    assert len(set(found.values())) == len(found)
    names = list(suitable)
    best = max(
        sum(one in suitable[name] for name, one in zip(names, order, strict=False))
        for order in permutations("12345")
    )
    assert len(found) == best


def test_hints_look_at_every_field() -> None:
    marking = interaction_for(ORDERED).mark(ORDERED, {"a": "couleurs", "b": "menace"})
    assert marking.hints == ("La couleur ne dit rien.", "Regardez aussi l'adresse.", "Il y a trois signes.")


def test_the_page_is_filled_read_and_told() -> None:
    way = interaction_for(FREE)
    form = form_of(FREE, KEY)
    html = render(way.present(FREE, KEY), entered=form, refusal="nothing_answered")
    assert html.count("<label") == html.count('type="text"') == 3
    assert html.count("answer-refusal") == 5  # the group, each field, the sentence
    assert 'value="menace"' in html
    assert "menace" not in render(way.present(FREE, KEY))
    answer = way.parse(FREE, KEY, form)
    assert answer == EXPECTED == json.loads(json.dumps(answer))
    assert way.restate(FREE, answer) == way.solution(FREE)
    assert way.solution(FREE)[0] == "Signe a : urgence"
    assert way.describe(FREE, answer).response is None
    assert way.describe(FREE, {"a": "x"}, include_free_text=True).response == "x[,][,]"


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({}, Refusal.NOTHING_ANSWERED),
        ({"answer": ["urgence"]}, Refusal.NOTHING_ANSWERED),
        ({"answer-a": ["urgence"]}, Refusal.UNKNOWN_ID),
        ({f"answer-{opaque_id(FREE, KEY, 'field', 'a')}": ["x", "y"]}, Refusal.WRONG_COUNT),
        ({f"answer-{opaque_id(FREE, KEY, 'field', 'a')}": ["x" * 501]}, Refusal.TOO_LONG),
        ({f"answer-{opaque_id(FREE, KEY, 'field', 'a')}": ["\x00"]}, Refusal.NOT_TEXT),
        ({f"answer-{opaque_id(FREE, KEY, 'field', 'a')}": [" . "]}, Refusal.NOTHING_ANSWERED),
    ],
)
def test_a_form_that_is_no_answer_is_refused(form: dict[str, list[str]], reason: Refusal) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        interaction_for(FREE).parse(FREE, KEY, form)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("data", "control"),
    [
        ({"champs": FIELDS}, {"attendu": "urgence"}),
        ({"aide": "Un mot."}, {"attendu": EXPECTED}),
        ({"champs": FIELDS}, {"attendu": {"a": "x", "b": "y"}}),
        ({"champs": FIELDS}, {"attendu": EXPECTED, "accepte": {"d": ["x"]}}),
        ({"champs": [*FIELDS, FIELDS[0]]}, {"attendu": EXPECTED}),
    ],
)
def test_an_item_whose_fields_and_solutions_differ_does_not_load(data: Any, control: Any) -> None:
    with pytest.raises(ValidationError):
        item("texte", data, control)
