"""The figures of the bank count what is there, and name what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import Coverage
from content.coverage import Share
from content.model import Item
from content.variants import draw
from content.variants.space import MOST, draws
from tests.unit.content.bench import ITEM, ITEMS_HEAD, PATHWAY, changed, write_content

TASK = changed(changed(ITEM, "jardin-1-a", "jardin-1-b"), "format: choix", "statut: relu\n    format: choix")


def figures(root: Path, items: str, pathway: str = PATHWAY) -> Coverage:
    return content.coverage(content.load(write_content(root, items=ITEMS_HEAD + items, pathway=pathway)))


def test_items_are_counted_by_everything_that_is_asked(tmp_path: Path) -> None:
    found = figures(tmp_path, ITEM + TASK)

    assert found.items == 2
    assert (found.topics, found.skills) == (Share(1, 1), Share(1, 2))
    assert found.by_competence == {"4.1": 2}
    assert found.by_level == {"1": 2}
    assert {name: count for name, count in found.by_format.items() if count} == {"choix": 2}
    assert found.by_status == {"brouillon": 1, "relu": 1}
    assert found.by_device == {"mobile": 2, "tablette": 2}
    assert found.by_screen_reader == {"prevu": 2}
    assert found.real_tasks == Share(0, 2)
    assert found.variants.by_item == {"jardin-1-a": 1, "jardin-1-b": 1}
    assert found.variants.fixed == 2


def test_a_retired_item_covers_nothing(tmp_path: Path) -> None:
    found = figures(tmp_path, changed(ITEM, "format: choix", "statut: retire\n    format: choix"))

    assert (found.items, found.retired) == (0, 1)
    assert found.skills == Share(0, 2)
    assert found.pathways[0].without_item == ("jardin.1",)


def test_a_pathway_names_skills_without_an_item_and_without_a_player(tmp_path: Path) -> None:
    unplayable = changed(ITEM, "format: choix", "format: agenda")
    unplayable = unplayable[: unplayable.index("    donnees:")] + (
        "    donnees: {}\n"
        "    controle:\n"
        "      exiger: [{id: a, chemin: a, texte: A}]\n"
        "      solution: [{faire: a}]\n"
    ) + unplayable[unplayable.index("    retour:") :]  # fmt: skip
    found = figures(tmp_path, unplayable, changed(PATHWAY, "    jardin: 1\n", "    jardin: 3\n"))

    (pathway,) = found.pathways
    assert (pathway.skills, pathway.items, pathway.playable) == (2, 1, 0)
    assert pathway.without_item == ("jardin.3",)
    assert pathway.without_player == ("jardin.1",)
    assert pathway.covered == Share(1, 2)
    assert found.real_tasks == Share(1, 1)


def test_a_share_reaches_100_only_with_all() -> None:
    assert Share(140, 141).percent == 99
    assert Share(141, 141).percent == 100
    assert Share(0, 0).percent == 0


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, 1),
        ({"a": {"liste": ["x", "y", "z"]}}, 3),
        ({"a": {"entier": [3, 5]}, "b": {"derive": "a + 1"}}, 3),
        ({"a": {"entier": {"de": 2, "a": 10, "pas": 4}}}, 3),
        ({"a": {"entier": {"de": 1, "a": 2, "n": 3}}}, 8),
        ({"a": {"decimaux": {"de": 0.5, "a": 1.5, "pas": 0.5}}}, 3),
        ({"a": {"date": {"entre": ["2026-11-27", "2026-12-01"], "ouvres": True}}}, 3),
        ({"a": {"tirer": {"parmi": ["a", "b", "c", "d"], "n": 2, "obligatoires": ["a"]}}}, 3),
        ({"a": {"permuter": ["a", "b", "c"]}}, 6),
        ({"a": {"liste": ["x", "y"]}, "b": {"liste": ["x", "y"]}}, 4),
    ],
)
def test_the_number_of_draws_is_what_many_seeds_give(parameters: dict[str, object], expected: int) -> None:
    item = some_item(parameters)

    assert draws(item) == expected
    assert len({repr(draw(item, n.to_bytes(4, "big"))) for n in range(300)}) == expected


def test_a_large_space_is_not_counted_to_the_end() -> None:
    assert draws(some_item({"a": {"motif": "[a-z]{9}"}, "b": {"entier": [1, 100]}})) == MOST


def some_item(parameters: dict[str, object]) -> Item:
    return Item.model_validate(
        {
            "id": "jardin-1-a", "acquis": "jardin.1", "format": "texte", "duree_s": 60, "titre": "T",
            "situation": "S", "consigne": "C", "donnees": {"aide": "A"}, "controle": {"attendu": "x"},
            "retour": {"juste": "J", "faux": "F"}, "acces": "A", "a_revoir_le": "2030-01-01",
            "parametres": parameters,
        }
    )  # fmt: skip
