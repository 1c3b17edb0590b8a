"""The mailbox: what each action changes, and its twin in the browser."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from lti_tool.interactions.simulators.mailbox.reducer import Mailbox
from lti_tool.interactions.simulators.reducer import reduce, states
from lti_tool.interactions.simulators.state import IllegalActionError
from tests.unit.lti_tool.interactions.conftest import Twin

from .sequences import assert_twins_agree, draw

SCENE: dict[str, Any] = {
    "adresse": "accueil@montrevan.example",
    "dossiers": [{"id": "projets", "titre": "Projets"}],
    "messages": [
        {
            "id": "m1",
            "nom": "Livraison",
            "adresse": "suivi@montrevan-colis.example",
            "a": ["accueil@montrevan.example"],
            "objet": "Colis bloqué",
            "date": "8 h 02",
            "texte": "Payez 1,99 € pour recevoir votre colis.",
            "liens": [
                {"id": "l1", "texte": "montrevan.example/colis", "cible": "https://paiement.example/x"}
            ],
        },
        {
            "id": "m2",
            "nom": "Malo Sénéchault",
            "adresse": "malo.senechault@montrevan.example",
            "a": ["accueil@montrevan.example", "voirie@montrevan.example"],
            "cc": ["direction@montrevan.example", "accueil@montrevan.example"],
            "objet": "Compte rendu de jeudi",
            "date": "8 h 40",
            "texte": "Bonjour, voici le compte rendu.",
            "pieces": [{"id": "p1", "nom": "compte-rendu.odt", "apercu": "Présents : …"}],
        },
    ],
    "carnet": [
        {"id": "c1", "nom": "Atelier", "adresse": "inscrits@montrevan.example", "membres": 12},
        {"id": "c2", "nom": "Direction", "adresse": "direction@montrevan.example"},
    ],
    "fichiers": [{"id": "f1", "nom": "programme.pdf"}],
}


def pools(state: Mapping[str, Any]) -> dict[str, list[Any]]:
    draft = state["brouillon"]
    known = [one["adresse"] for one in state["carnet"].values()] + ["autre@ambrelis.example", "  "]
    return {
        "message": [*state["messages"], "m9"],
        "lien": ["l1", "l9"],
        "piece": ["p1"],
        "dossier": [*state["dossiers"], "ailleurs"],
        "lu": [True, False, "oui"],
        "champ": ["a", "cc", "cci", "de", "objet"],
        "contient": ["Lettre", "", "compte"],
        "regle": [*state["regles"], "r9"],
        "adresse": known + [one for name in ("a", "cc", "cci") for one in draft.get(name, [])],
        "texte": ["", "Réunion reportée", "Bonjour 👋,\nà jeudi."],
        "fichier": ["f1", "f9"],
        "nom": ["programme.pdf", "compte-rendu.odt"],
    }


def after(*journal: dict[str, object]) -> Any:
    *_, last = states(Mailbox(), SCENE, journal)
    return last


def test_opening_marks_as_read_and_only_that_message() -> None:
    state = after({"faire": "ouvrir", "message": "m1"})
    assert (state["messages"]["m1"]["ouvert"], state["messages"]["m1"]["lu"]) == (True, True)
    assert state["messages"]["m2"]["lu"] is False


def test_looking_at_a_target_is_not_following_it() -> None:
    link = after({"faire": "voir_cible", "message": "m1", "lien": "l1"})["messages"]["m1"]["liens"]["l1"]
    assert (link["vu"], link["suivi"]) == (True, False)


def test_a_report_moves_the_message_and_can_be_taken_back() -> None:
    report = {"faire": "signaler", "message": "m1"}
    assert after(report)["messages"]["m1"]["dossier"] == "indesirables"
    back = after(report, {"faire": "annuler_signalement", "message": "m1"})["messages"]["m1"]
    assert (back["signale"], back["dossier"]) == (False, "reception")


def test_reply_to_all_leaves_oneself_out() -> None:
    draft = after({"faire": "repondre_a_tous", "message": "m2"})["brouillon"]
    assert draft["a"] == ["malo.senechault@montrevan.example", "voirie@montrevan.example"]
    assert draft["cc"] == ["direction@montrevan.example"]
    assert draft["objet"] == "RE : Compte rendu de jeudi"


def test_forwarding_takes_the_attachments_along() -> None:
    sent = after(
        {"faire": "transferer", "message": "m2"},
        {"faire": "ajouter_destinataire", "champ": "cci", "adresse": "inscrits@montrevan.example"},
        {"faire": "envoyer"},
    )["envoyes"]["e1"]
    assert sent["pieces"] == ["compte-rendu.odt"]
    assert sent["cci"] == ["inscrits@montrevan.example"]


def test_starting_again_gives_back_the_first_state() -> None:
    assert after({"faire": "signaler", "message": "m1"}, {"faire": "recommencer"}) == Mailbox().open(SCENE)


@pytest.mark.parametrize(
    "action",
    [
        {"faire": "ouvrir", "message": "m9"},
        {"faire": "ouvrir"},
        {"faire": "ouvrir", "message": "m1", "signale": True},
        {"faire": "ouvrir", "message": ["m1"]},
        {"faire": "marquer", "message": "m1", "lu": "oui"},
        {"faire": "suivre_lien", "message": "m2", "lien": "l1"},
        {"faire": "deplacer", "message": "m1", "dossier": "inconnu"},
        {"faire": "annuler_signalement", "message": "m1"},
        {"faire": "envoyer"},
        {"faire": "ecrire_texte", "texte": "sans brouillon"},
        {"faire": "ajouter_regle", "champ": "objet", "contient": "  ", "dossier": "archives"},
        {"faire": "__proto__"},
        {"faire": 3},
        {},
    ],
    ids=str,
)
def test_what_the_mailbox_does_not_offer_is_refused(action: dict[str, object]) -> None:
    with pytest.raises(IllegalActionError):
        after(action)


@pytest.mark.browser
def test_the_browser_reaches_the_same_states(twin: Twin) -> None:
    assert_twins_agree(Mailbox(), SCENE, pools, partial(twin, "mailbox"), seed=20261124)


@pytest.mark.browser
def test_the_browser_refuses_the_same_actions(twin: Twin) -> None:
    rng = random.Random(7)
    first = Mailbox().open(SCENE)
    attempts = [draw(Mailbox(), pools, first, rng) for _ in range(2_000)]

    def refused(action: Any) -> int:
        try:
            reduce(Mailbox(), first, action)
        except IllegalActionError:
            return 1
        return 0

    here = [refused(action) for action in attempts]
    assert [count for _, count in twin("mailbox", first, [[one] for one in attempts])] == here
    assert 0 < sum(here) < len(here)
