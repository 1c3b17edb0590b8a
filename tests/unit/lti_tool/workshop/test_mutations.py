"""Wrong answers made from right ones: what we ship refuses them all, a lenient marking is seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner

import content
from content.item import Item
from content.variants import realise
from content.variants.seeds import numbered
from lti_tool.cli import main
from lti_tool.interactions import Answer, Interaction, Marking
from lti_tool.workshop.answers import reference
from lti_tool.workshop.mutations import Trial, lines, trials
from lti_tool.workshop.replay import is_played
from lti_tool.workshop.wrong import TEN, wrong_answers
from tests.unit.content.bench import ITEM, ITEMS_HEAD, changed, write_content
from tests.unit.lti_tool.interactions.items import ALL, MULTIPLE, NUMBER, TEXT, item, options


class Lenient:
    """Accepts everything."""

    def mark(self, item: Item, answer: Answer) -> Marking:
        return Marking(True, 1.0)


@pytest.fixture(scope="module")
def played() -> list[Item]:
    return [item for item in content.load().items.values() if is_played(item)]


@pytest.fixture(scope="module")
def shipped(played: list[Item]) -> list[Trial]:
    return list(trials(played, seeds=3))


def test_no_wrong_answer_is_accepted_in_what_we_ship(shipped: list[Trial]) -> None:
    assert [(one.item, one.accepted) for one in shipped if one.accepted] == [], "\n".join(lines(shipped))


def test_every_item_that_plays_is_tried(shipped: list[Trial], played: list[Item]) -> None:
    assert len(shipped) == len(played)
    assert all(one.tried >= 2 for one in shipped)
    assert sum(one.tried for one in shipped) > 5 * len(shipped)


def test_a_lenient_marking_is_seen(played: list[Item]) -> None:
    found = list(trials(played, marked_by=lambda _: cast(Interaction, Lenient())))

    assert all(len(one.accepted) == one.tried for one in found)


def test_a_tolerance_that_is_too_wide_is_seen() -> None:
    loose = NUMBER.model_copy(update={"check": NUMBER.check.model_copy(update={"tolerance": -1.0})})
    careless = item("texte", {"aide": "Un mot."}, {"attendu": "rose", "accepte": ["rose rose"]})

    assert next(trials([NUMBER])).accepted == ()
    assert next(trials([loose])).tried == TEN
    assert not [one for one in wrong_answers(careless) if one.answer == "rose rose"]


@pytest.mark.parametrize("shown", ALL, ids=lambda shown: shown.format.value)
def test_wrong_answers_differ_from_the_right_one_and_from_each_other(shown: Item) -> None:
    found = [one.answer for one in wrong_answers(shown)]

    assert reference(shown) not in found
    assert len({json.dumps(answer) for answer in found}) == len(found)
    assert 2 <= len(found) <= TEN


def test_a_set_loses_gains_and_swaps_members() -> None:
    told = " ".join(one.how for one in wrong_answers(MULTIPLE))

    assert all(word in told for word in ("tout choisir", "le contraire", "oublier", "ajouter", "au lieu de"))


def test_a_typing_slip_is_not_called_wrong() -> None:
    given = [str(one.answer) for one in wrong_answers(TEXT)]

    assert "harponnage" in given
    assert not {"hameconnage", "hameçonnages", "phishing"} & set(given)


AB, XY, ABC = options(a="A", b="B"), options(x="X", y="Y"), options(a="A", b="B", c="C")
FIELDS = [{"id": id_, "texte": "T", "aide": "A"} for id_ in ("un", "deux")]


@pytest.mark.parametrize(
    ("kind", "data", "check"),
    [
        ("tri", {"elements": AB, "categories": XY}, {"a": "x", "b": "y"}),
        ("zone", {"zones": ABC}, "b"),
        ("zone", {"plusieurs": True, "zones": ABC}, ["a", "b"]),
        ("date", {"aide": "A"}, "2026-03-02"),
        ("texte", {"champs": FIELDS}, {"un": "rose", "deux": "tulipe"}),
    ],
)
def test_formats_whose_answer_has_another_shape(kind: str, data: Any, check: Any) -> None:
    shown = item(kind, data, {"attendu": check})
    found = wrong_answers(shown)

    assert 2 <= len(found) <= TEN
    assert all(type(one.answer) is type(reference(shown)) for one in found)


def test_every_example_of_the_bank_can_be_altered() -> None:
    for shown in content.load().items.values():
        concrete = realise(shown, numbered(1))
        if is_played(shown) or shown.format.value in {"tri", "zone", "date", "scenario", "blocs", "fichier"}:
            assert len(wrong_answers(concrete)) >= 2, shown.id


def test_the_command_shows_a_table_and_fails_when_something_passes(tmp_path: Path) -> None:
    body = ITEM[ITEM.index("    donnees:") : ITEM.index("    retour")]
    weak = changed(changed(ITEM, "format: choix", "format: appareil"), body, """\
    donnees:
      titre: Poste
      rubriques:
        - id: s1
          titre: Réglages
          reglages: [{id: r1, titre: Son, valeur: false}, {id: r2, titre: Micro, valeur: false}]
    controle:
      exiger: [{id: son, chemin: reglages.r1.valeur, valeur: true, texte: Allumer le son}]
      solution: [{faire: regler, reglage: r1, valeur: true}, {faire: regler, reglage: r2, valeur: true}]
""")  # fmt: skip
    root = str(write_content(tmp_path, items=ITEMS_HEAD + weak))
    result = CliRunner().invoke(main, ["content", "mutations", "--root", root])
    figures = json.loads(CliRunner().invoke(main, ["content", "mutations", "--root", root, "--json"]).stdout)

    assert result.exit_code == 1
    assert "acceptée à tort : sans « regler r2 True »" in result.output
    assert figures["accepted"] == len(figures["items"][0]["accepted"]) > 0


def test_the_command_succeeds_when_nothing_passes(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["content", "mutations", "--root", str(write_content(tmp_path))])

    assert result.exit_code == 0, result.output
    assert "Épreuves : 1 ; réponses altérées : 2 ; acceptées à tort : 0." in result.output
