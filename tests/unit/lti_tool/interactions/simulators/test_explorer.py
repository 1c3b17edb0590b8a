"""The file explorer: what each action changes, and its twin in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from lti_tool.interactions.simulators.explorer.reducer import Explorer
from lti_tool.interactions.simulators.reducer import states
from lti_tool.interactions.simulators.state import IllegalActionError
from tests.unit.lti_tool.interactions.conftest import Twin

from .sequences import assert_twins_agree

SCENE: dict[str, Any] = {
    "titre": "Service technique",
    "arbre": [
        {"id": "d1", "nom": "Chantiers", "contenu": [
            {"id": "d2", "nom": "2027", "contenu": []},
            {"id": "f1", "nom": "plan.pdf", "taille": 900, "date": "2027-01-04", "apercu": "La halle"},
        ]},
        {"id": "f2", "nom": "notes.odt", "taille": 12},
        {"id": "f3", "nom": "Plan.PDF", "taille": 5},
    ],
    "corbeille": [{"id": "f4", "nom": "devis.pdf", "taille": 80}],
}  # fmt: skip


def pools(state: Mapping[str, Any]) -> dict[str, list[Any]]:
    places = [*state["objets"], "racine", "corbeille", "d9"]
    return {
        "objet": [*state["objets"], "f9"],
        "vers": places,
        "dans": places,
        "nom": ["Urgent", "plan.pdf", "PLAN.pdf", "a/b", " ", "..", "Été 2027", "archive.tar.gz"],
    }


def after(*journal: dict[str, object]) -> Any:
    *_, last = states(Explorer(), SCENE, journal)
    return last["objets"]


def test_a_folder_takes_what_it_holds_along() -> None:
    moved = after(
        {"faire": "nouveau_dossier", "dans": "racine", "nom": "Archives"},
        {"faire": "deplacer", "objet": "d1", "vers": "nouveau1"},
    )
    assert (moved["d1"]["dans"], moved["f1"]["dans"]) == ("nouveau1", "d1")


def test_what_is_thrown_away_comes_back_to_its_place() -> None:
    thrown = {"faire": "supprimer", "objet": "f1"}
    assert after(thrown)["f1"]["dans"] == "corbeille"
    assert after(thrown, {"faire": "restaurer", "objet": "f1"})["f1"]["dans"] == "d1"


def test_an_empty_bin_forgets_what_it_held() -> None:
    assert "f4" not in after({"faire": "vider_corbeille"})


def test_a_new_folder_never_takes_the_place_of_one_that_is_gone() -> None:
    state = after(
        {"faire": "nouveau_dossier", "dans": "racine", "nom": "Un"},
        {"faire": "nouveau_dossier", "dans": "racine", "nom": "Deux"},
        {"faire": "supprimer", "objet": "nouveau1"},
        {"faire": "vider_corbeille"},
        {"faire": "nouveau_dossier", "dans": "nouveau2", "nom": "Trois"},
    )
    assert (state["nouveau3"]["dans"], state["nouveau2"]["nom"]) == ("nouveau2", "Deux")


def test_an_archive_lists_every_file_inside() -> None:
    made = after({"faire": "compresser", "objet": "d1"})["archive1"]
    assert (made["nom"], made["archive"], made["taille"]) == ("Chantiers.zip", ["plan.pdf"], 450)


@pytest.mark.parametrize(
    "action",
    [
        {"faire": "deplacer", "objet": "d1", "vers": "d2"},
        {"faire": "deplacer", "objet": "f2", "vers": "f3"},
        {"faire": "deplacer", "objet": "f3", "vers": "d1"},
        {"faire": "renommer", "objet": "f2", "nom": "plan.pdf"},
        {"faire": "renommer", "objet": "f2", "nom": "a/b"},
        {"faire": "renommer", "objet": "f4", "nom": "devis2.pdf"},
        {"faire": "copier", "objet": "d1", "vers": "d2"},
        {"faire": "restaurer", "objet": "f2"},
        {"faire": "ouvrir", "objet": "racine"},
    ],
    ids=str,
)
def test_what_the_explorer_does_not_offer_is_refused(action: dict[str, object]) -> None:
    with pytest.raises(IllegalActionError):
        after(action)


@pytest.mark.browser
def test_the_browser_reaches_the_same_states(twin: Twin) -> None:
    assert_twins_agree(Explorer(), SCENE, pools, partial(twin, "explorer"), seed=20261125)
