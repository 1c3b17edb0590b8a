"""The online procedure: what each action changes, and its twin in the browser."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from lti_tool.interactions.simulators.form.reducer import Procedure
from lti_tool.interactions.simulators.reducer import states
from lti_tool.interactions.simulators.state import IllegalActionError
from tests.unit.lti_tool.interactions.conftest import Twin

from .sequences import assert_twins_agree

CHOICES = [{"id": "o1", "texte": "Loi 1901"}]
SCENE: dict[str, Any] = {
    "titre": "Demande de subvention",
    "etapes": [
        {
            "id": "s1",
            "titre": "L’association",
            "champs": [
                {"id": "c1", "libelle": "Courriel", "motif": "courriel"},
                {"id": "c2", "libelle": "Date de création", "motif": "date", "requis": False},
                {
                    "id": "c3",
                    "libelle": "Statut",
                    "sorte": "choix",
                    "choix": [{"id": "o1", "texte": "Loi 1901"}],
                },
                {"id": "c4", "libelle": "Je certifie", "sorte": "case"},
            ],
        },
        {
            "id": "s2",
            "titre": "Les pièces",
            "champs": [{"id": "c5", "libelle": "Précision", "sorte": "long", "requis": False}],
            "pieces": [{"id": "p1", "libelle": "Statuts", "types": ["pdf"], "taille_max": 1000}],
        },
    ],
    "fichiers": [
        {"id": "f1", "nom": "statuts.PDF", "taille": 400},
        {"id": "f2", "nom": "statuts.docx", "taille": 40},
        {"id": "f3", "nom": "plan.pdf", "taille": 4000},
    ],
    "documents": [{"id": "d1", "titre": "Règlement", "texte": "Article 1"}],
}
FILLED = (
    {"faire": "remplir", "champ": "c1", "valeur": "contact@asso.example"},
    {"faire": "remplir", "champ": "c3", "valeur": "o1"},
    {"faire": "remplir", "champ": "c4", "valeur": True},
    {"faire": "suivant"},
)


def pools(state: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        "champ": ["c1", "c2", "c3", "c4", "c5", "c9"],
        "valeur": ["a@b.example", "31/12/2026", "31/13/2026", "o1", "o9", "", True, False, "a@b", " "],
        "piece": ["p1", "p9"],
        "fichier": ["f1", "f2", "f3"],
        "document": ["d1"],
    }


def after(*journal: dict[str, object]) -> Any:
    *_, last = states(Procedure(), SCENE, journal)
    return last


def test_a_step_with_errors_says_which_and_stays() -> None:
    state = after({"faire": "remplir", "champ": "c1", "valeur": "asso"}, {"faire": "suivant"})
    assert state["etape"] == "s1"
    assert state["erreurs"] == {"c1": "motif", "c3": "requis", "c4": "requis"}
    assert state["essais"] == 1


def test_filling_a_field_takes_its_error_away() -> None:
    state = after({"faire": "suivant"}, {"faire": "remplir", "champ": "c4", "valeur": True})
    assert "c4" not in state["erreurs"]


def test_a_complete_procedure_is_sent_and_closed() -> None:
    sent = (*FILLED, {"faire": "joindre", "piece": "p1", "fichier": "f1"}, {"faire": "envoyer"})
    assert after(*sent)["envoye"] is True
    with pytest.raises(IllegalActionError):
        after(*sent, {"faire": "retirer", "piece": "p1"})


@pytest.mark.parametrize(
    "action",
    [
        {"faire": "joindre", "piece": "p1", "fichier": "f2"},
        {"faire": "joindre", "piece": "p1", "fichier": "f3"},
        {"faire": "remplir", "champ": "c1", "valeur": "de l’autre étape"},
        {"faire": "suivant"},
        {"faire": "remplir", "champ": "c5", "valeur": 12},
        {"faire": "remplir", "champ": "c5", "valeur": "x" * 501},
    ],
    ids=lambda action: str(action)[:60],
)
def test_what_the_second_step_does_not_offer_is_refused(action: dict[str, object]) -> None:
    with pytest.raises(IllegalActionError):
        after(*FILLED, action)


@pytest.mark.browser
def test_the_browser_reaches_the_same_states(twin: Twin) -> None:
    first, second = copy.deepcopy(SCENE["etapes"])
    for field in first["champs"][:3]:
        field["requis"] = False  # so that chance reaches the second step
    scene = {**SCENE, "etapes": [first, second]}
    assert_twins_agree(Procedure(), scene, pools, partial(twin, "form"), seed=20261127)
