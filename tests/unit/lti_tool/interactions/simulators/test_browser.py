"""The browser: where each action leads, what a search finds, and its twin in a real browser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError

from lti_tool.interactions.simulators.reducer import states
from lti_tool.interactions.simulators.state import IllegalActionError
from lti_tool.interactions.simulators.web.reducer import Browser
from lti_tool.interactions.simulators.web.search import finds, host_of, normalised
from tests.unit.lti_tool.interactions.conftest import Twin

from .sequences import assert_twins_agree

SCENE: dict[str, Any] = {
    "titre": "Poste de l’accueil",
    "moteur": "Recherche",
    "sites": [
        {
            "id": "s1",
            "domaine": "montrevan.example",
            "titulaire": "Commune de Montrévan",
            "bandeau": {
                "texte": "Ce site voudrait suivre vos visites.",
                "traceurs": [
                    {"id": "k1", "titre": "Panier", "necessaire": True},
                    {"id": "k2", "titre": "Publicité"},
                    {"id": "k3", "titre": "Mesure", "coche": False},
                ],
            },
        },
        {"id": "s2", "domaine": "papiers-express.example", "chiffre": False, "alerte": "Certificat expiré"},
    ],
    "pages": [
        {
            "id": "p1",
            "site": "s1",
            "adresse": "https://www.montrevan.example/",
            "titre": "Montrévan",
            "texte": "Bienvenue. L’état civil est ouvert à 9 h.",
            "liens": [
                {"id": "l1", "texte": "État civil", "vers": "p2"},
                {"id": "l2", "texte": "Aide", "vers": "p3"},
            ],
            "fichiers": [{"id": "f1", "nom": "plan.pdf", "taille": 300}],
        },
        {
            "id": "p2",
            "site": "s1",
            "adresse": "https://demarches.montrevan.example/acte",
            "titre": "Demander un acte",
            "texte": "La démarche est gratuite.",
            "fichiers": [{"id": "f2", "nom": "demande.pdf"}],
        },
        {"id": "p3", "site": "s2", "adresse": "http://papiers-express.example/acte", "titre": "Acte en 24 h"},
    ],
    "resultats": [
        {"id": "r1", "page": "p3", "annonce": True, "resume": "Acte de naissance express"},
        {"id": "r2", "page": "p2", "resume": "Acte de naissance gratuit", "type": "pdf", "annee": 2024},
    ],
    "ouvertes": ["p1"],
    "favoris": ["p2"],
    "donner": "Donner cette page",
    "question": {
        "libelle": "Qui publie ?",
        "choix": [{"id": "c1", "texte": "La commune"}, {"id": "c2", "texte": "Autre"}],
    },
}


def pools(state: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        "texte": [
            "acte de naissance",
            "acte -express",
            "site:montrevan.example acte",
            "type:pdf acte",
            "zzz",
            "",
            "c1",
            "www.Montrevan.example/",
            "https://demarches.montrevan.example/acte",
            "papiers.example",
            "d'acte",
            '"acte de naissance" 24',
            "« acte de  naissance » 24",
            "état civil",
        ],
        "depuis": ["", "2025", "24", "abcd"],
        "resultat": ["r1", "r2", "r9"],
        "lien": ["l1", "l2", "l9"],
        "page": ["p1", "p2", "p3", "p9"],
        "onglet": [*state["onglets"], "o99"],
        "choix": ["accepter", "refuser", "personnaliser"],
        "traceur": ["k1", "k2", "k3"],
        "coche": [True, False, "oui"],
        "fichier": ["f1", "f2"],
    }


def after(*journal: dict[str, object], scene: Mapping[str, object] = SCENE) -> Any:
    *_, last = states(Browser(), scene, journal)
    return last


def look_for(text: str, since: str = "") -> dict[str, object]:
    return {"faire": "chercher", "texte": text, "depuis": since}


@pytest.mark.parametrize(
    "typed",
    [
        "demarches.montrevan.example/acte",
        "HTTPS://demarches.montrevan.example/acte/",
        " www.montrevan.example ",
    ],
)
def test_an_address_is_found_however_it_is_typed(typed: str) -> None:
    assert after({"faire": "aller", "texte": typed})["page"] in {"p1", "p2"}


def test_an_address_of_nobody_leads_nowhere_and_words_are_looked_for() -> None:
    lost = after({"faire": "aller", "texte": "montrevan-mairie.example"})
    assert (lost["page"], lost["onglets"]["o1"]["visites"][-1]["sorte"]) == ("", "inconnue")
    words = after({"faire": "aller", "texte": "acte de naissance"})
    assert words["onglets"]["o1"]["visites"][-1]["sorte"] == "recherche"


@pytest.mark.parametrize(
    ("query", "since", "found"),
    [
        ("acte de naissance", "", ["r1", "r2"]),
        ("ACTE d’état", "", []),
        ("acte -express", "", ["r2"]),
        ('"naissance gratuit"', "", ["r2"]),
        ("acte site:montrevan.example", "", ["r2"]),
        ("acte site:example", "", ["r1", "r2"]),
        ("acte type:pdf", "", ["r2"]),
        ("acte", "2025", ["r1"]),
        ("de la", "", []),
        ("-acte", "", []),
    ],
)
def test_a_search_finds(query: str, since: str, found: list[str]) -> None:
    results = after()["resultats"]
    assert [key for key, one in results.items() if finds(query, since, one)] == found


def test_french_quotation_marks_keep_words_together() -> None:
    state = after(look_for("« naissance gratuit »"), {"faire": "ouvrir_resultat", "resultat": "r2"})
    assert state["derniere_recherche"] == '"naissance gratuit"'


def test_only_a_result_that_is_shown_opens() -> None:
    opened = {"faire": "ouvrir_resultat", "resultat": "r2"}
    assert after(look_for("acte"), opened)["page"] == "p2"
    with pytest.raises(IllegalActionError):
        after(look_for("acte", "2025"), opened)


def test_going_back_and_forth_then_elsewhere_forgets_what_was_ahead() -> None:
    there = ({"faire": "suivre", "lien": "l1"}, {"faire": "precedent"})
    assert after(*there)["page"] == "p1"
    assert after(*there, {"faire": "suivant"})["page"] == "p2"
    with pytest.raises(IllegalActionError):
        after(*there, {"faire": "suivre", "lien": "l2"}, {"faire": "suivant"})


def test_a_tab_may_come_from_somewhere() -> None:
    state = after({"faire": "precedent"}, scene=SCENE | {"avant": ["p3", "p2"]})
    assert (state["page"], state["onglets"]["o1"]["place"], state["pages"]["p3"]["vue"]) == ("p2", 1, True)


def test_each_tab_keeps_its_own_way() -> None:
    state = after({"faire": "suivre_ailleurs", "lien": "l1"}, {"faire": "choisir_onglet", "onglet": "o1"})
    assert (state["page"], list(state["onglets"])) == ("p1", ["o1", "o2"])
    assert after({"faire": "nouvel_onglet"}, {"faire": "fermer_onglet", "onglet": "o2"})["page"] == "p1"


@pytest.mark.parametrize(
    ("journal", "consent", "accepted"),
    [
        (({"faire": "consentir", "choix": "accepter"},), "accepte", [True, True, True]),
        (({"faire": "consentir", "choix": "refuser"},), "refuse", [True, False, False]),
        (({"faire": "enregistrer_choix"},), "personnalise", [True, True, False]),
        (
            ({"faire": "cocher", "traceur": "k2", "coche": False}, {"faire": "enregistrer_choix"}),
            "personnalise",
            [True, False, False],
        ),
    ],
    ids=str,
)
def test_what_the_banner_is_told(journal: tuple[Any, ...], consent: str, accepted: list[bool]) -> None:
    site = after(*journal)["sites"]["s1"]
    assert site["consentement"] == consent
    assert [one["accepte"] for one in site["traceurs"].values()] == accepted
    with pytest.raises(IllegalActionError):
        after(*journal, {"faire": "consentir", "choix": "accepter"})


def test_what_is_looked_at_downloaded_marked_and_given_is_kept() -> None:
    state = after(
        {"faire": "voir_securite"},
        {"faire": "voir_cible", "lien": "l2"},
        {"faire": "telecharger", "fichier": "f1"},
        {"faire": "marquer_favori"},
        {"faire": "chercher_dans_page", "texte": "état civil"},
        {"faire": "donner_page"},
        {"faire": "repondre", "texte": "c1"},
    )
    page = state["pages"]["p1"]
    assert (page["securite_vue"], page["liens"]["l2"]["vu"]) == (True, True)
    assert page["fichiers"]["f1"]["telecharge"] is True
    assert (state["favoris"], page["cherche"], state["donnee"]) == (["p2", "p1"], "état civil", "p1")
    assert after({"faire": "revenir", "page": "p2"})["page"] == "p2"  # from the bookmarks


@pytest.mark.parametrize(
    "action",
    [
        {"faire": "aller", "texte": "  "},
        {"faire": "precedent"},
        {"faire": "suivre", "lien": "l9"},
        {"faire": "revenir", "page": "p3"},
        {"faire": "ouvrir_resultat", "resultat": "r1"},
        {"faire": "fermer_onglet", "onglet": "o1"},
        {"faire": "cocher", "traceur": "k1", "coche": False},
        {"faire": "consentir", "choix": "personnaliser"},
        {"faire": "telecharger", "fichier": "f2"},
        {"faire": "repondre", "texte": "La commune"},
        look_for("acte", "26"),
    ],
    ids=str,
)
def test_what_the_browser_does_not_offer_is_refused(action: dict[str, object]) -> None:
    with pytest.raises(IllegalActionError):
        after(action)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ouvertes": ["p9"]},
        {"sites": [{"id": "s1", "domaine": "montrevan.fr"}]},
        {
            "pages": [
                {"id": "p1", "site": "s2", "adresse": "https://montrevan.example/", "titre": "Autre site"}
            ]
        },
    ],
    ids=str,
)
def test_a_scene_that_leads_nowhere_is_an_authors_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Browser().open(SCENE | wrong)


def test_addresses_are_read_as_a_browser_does() -> None:
    assert host_of("https://www.a.example/b.example") == "a.example"
    assert normalised("http://WWW.a.example/") == "a.example"


@pytest.mark.browser
def test_the_browser_reaches_the_same_states(twin: Twin) -> None:
    assert_twins_agree(Browser(), SCENE, pools, partial(twin, "web"), seed=20261129)
