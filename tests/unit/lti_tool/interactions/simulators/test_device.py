"""The device: what each action changes, and its twin in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError

from lti_tool.interactions.simulators.device.reducer import WAYS, Device
from lti_tool.interactions.simulators.reducer import states
from lti_tool.interactions.simulators.state import IllegalActionError
from tests.unit.lti_tool.interactions.conftest import Twin

from .sequences import assert_twins_agree

SCENE: dict[str, Any] = {
    "titre": "Téléphone de service",
    "rubriques": [
        {
            "id": "s1",
            "titre": "Sécurité",
            "reglages": [
                {"id": "r1", "titre": "Code de verrouillage", "valeur": False},
                {
                    "id": "r2",
                    "titre": "Verrouillage automatique",
                    "sorte": "choix",
                    "valeur": "c1",
                    "choix": [{"id": "c1", "texte": "Jamais"}, {"id": "c2", "texte": "Une minute"}],
                },
                {"id": "r3", "titre": "Copies", "sorte": "nombre", "valeur": 1, "mini": 1, "maxi": 9},
            ],
            "boutons": [{"id": "b1", "titre": "Redémarrer"}],
        }
    ],
    "notifications": [
        {
            "id": "n1",
            "titre": "Connexion à approuver",
            "texte": "Quelqu’un se connecte.",
            "choix": [{"id": "a1", "texte": "Approuver"}, {"id": "a2", "texte": "Refuser"}],
        }
    ],
    "applications": [
        {"id": "p1", "nom": "Lampe", "a_jour": False, "droits": [{"id": "d1", "titre": "Contacts"}]}
    ],
    "comptes": [{"id": "v1", "site": "agenda.example", "identifiant": "m.senechault"}],
}


def pools(state: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        "reglage": ["r1", "r2", "r3", "r9"],
        "valeur": [True, False, "c1", "c2", "c9", 1, 5, 10, 2.5, -1],
        "notification": ["n1", "n9"],
        "choix": ["a1", "a2", "a9"],
        "bouton": ["b1"],
        "application": ["p1", "p9"],
        "droit": ["d1"],
        "accorde": [True, False, 1],
        "compte": ["v1"],
        "facon": [*WAYS, "autre"],
    }


def after(*journal: dict[str, object]) -> Any:
    *_, last = states(Device(), SCENE, journal)
    return last


def test_each_kind_of_setting_takes_its_own_kind_of_value() -> None:
    settings = after(
        {"faire": "regler", "reglage": "r1", "valeur": True},
        {"faire": "regler", "reglage": "r2", "valeur": "c2"},
        {"faire": "regler", "reglage": "r3", "valeur": 2},
    )["reglages"]
    assert [settings[key]["valeur"] for key in ("r1", "r2", "r3")] == [True, "c2", 2]


def test_a_notification_is_answered_once() -> None:
    answer = {"faire": "repondre", "notification": "n1", "choix": "a2"}
    assert after(answer)["notifications"]["n1"]["reponse"] == "a2"
    with pytest.raises(IllegalActionError):
        after(answer, {"faire": "repondre", "notification": "n1", "choix": "a1"})


def test_an_uninstalled_application_offers_nothing_more() -> None:
    with pytest.raises(IllegalActionError):
        after({"faire": "desinstaller", "application": "p1"}, {"faire": "mettre_a_jour", "application": "p1"})


@pytest.mark.parametrize(
    "action",
    [
        {"faire": "regler", "reglage": "r1", "valeur": 1},
        {"faire": "regler", "reglage": "r2", "valeur": "c9"},
        {"faire": "regler", "reglage": "r3", "valeur": 10},
        {"faire": "regler", "reglage": "r3", "valeur": True},
        {"faire": "changer_mot_de_passe", "compte": "v1", "facon": "autre"},
        {"faire": "autoriser", "application": "p1", "droit": "d1", "accorde": "oui"},
    ],
    ids=str,
)
def test_what_the_device_does_not_offer_is_refused(action: dict[str, object]) -> None:
    with pytest.raises(IllegalActionError):
        after(action)


def test_a_value_that_does_not_fit_its_setting_is_the_author_s_mistake() -> None:
    wrong = {"titre": "Poste", "rubriques": [{"id": "s1", "titre": "A", "reglages": [
        {"id": "r1", "titre": "Veille", "sorte": "choix", "valeur": "c1", "choix": []}]}]}  # fmt: skip
    with pytest.raises(ValidationError, match="ne convient pas"):
        Device().open(wrong)


@pytest.mark.browser
def test_the_browser_reaches_the_same_states(twin: Twin) -> None:
    assert_twins_agree(Device(), SCENE, pools, partial(twin, "device"), seed=20261126)
