"""axe-core on the states of each simulator that a person reaches: no violation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browser import PageAt
from tests.unit.lti_tool.interactions.items import item

from . import (
    test_browser,
    test_device,
    test_explorer,
    test_form,
    test_mailbox,
    test_sharing,
    test_spreadsheet,
)
from .stage import stage

pytestmark = pytest.mark.browser
CONTROL = {
    "exiger": [{"id": "fait", "chemin": "titre", "op": "rempli", "texte": "Faire ce qui est demandé"}],
    "solution": [{"faire": "recommencer"}],
}
EXACT = {"Recopier", "Trier", "Filtrer", "Format", "Tableau croisé"}  # others begin with these words
LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def press(*names: str) -> Callable[[Page], None]:
    """Press buttons one after the other."""

    def go(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=name in EXACT).first.click()

    return go


def choose(key: str, value: str) -> Callable[[Page], None]:
    """Choose in a list, found by its key."""
    return lambda page: page.locator(f"[data-key='{key}']").select_option(value) and None  # type: ignore[func-returns-value]  # one step


def look_for(words: str) -> Callable[[Page], None]:
    """Search with the engine."""

    def go(page: Page) -> None:
        page.get_by_label("Mots à chercher").fill(words)
        page.keyboard.press("Enter")

    return go


STATES: dict[str, tuple[str, dict[str, Any], tuple[Callable[[Page], None], ...]]] = {
    "courriel": (
        "courriel",
        test_mailbox.SCENE,
        (
            press("Livraison", "Afficher l’adresse complète", "Afficher la cible", "Suivre le lien"),
            press("← Retour à la liste", "Malo Sénéchault", "Ouvrir : compte-rendu.odt"),
            press("Transférer"),
            press("Abandonner ce message"),
            choose("dossier", "regles"),
        ),
    ),
    "explorateur": (
        "explorateur",
        test_explorer.SCENE,
        (press("notes.odt"), press("Renommer"), press("Annuler", "Corbeille")),
    ),
    "appareil": (
        "appareil",
        test_device.SCENE,
        (press("Refuser (Connexion à approuver)"), press("Applications"), press("Coffre de mots de passe")),
    ),
    "tableur": (
        "tableur",
        test_spreadsheet.SCENE,
        (
            press("Recopier", "Recopier maintenant"),
            press("Trier"),
            press("Filtrer", "Filtrer maintenant"),
            choose("op", "contient"),
            press("Tableau croisé", "Créer le tableau croisé"),
            press("Format"),
            press("Supprimer une ligne"),
        ),
    ),
    "navigateur": (
        "navigateur",
        test_browser.SCENE,
        (
            press("Personnaliser mes choix"),
            press("Enregistrer mes choix", "Afficher la cible"),
            press("Sécurité du site"),
            press("Chercher dans la page"),
            press("Historique"),
            press("Favoris"),
            press("Donner cette page", "Télécharger"),
            press("Nouvel onglet"),
            look_for("acte de naissance"),
            look_for("zzz"),
        ),
    ),
    "partage": (
        "partage",
        test_sharing.SCENE,
        (
            press("salaires.ods"),
            press("Retirer l’accès : Cabinet Vernes"),
            press("Supprimer le lien"),
            press("plan.pdf", "Créer le lien"),
        ),
    ),
    "formulaire": ("formulaire", test_form.SCENE, (press("Continuer"), press("Lire : Règlement"))),
}


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", STATES)
def test_no_violation_in_any_state(page_at: PageAt, static_url: str, name: str, width: int) -> None:
    format_, scene, steps = STATES[name]
    page = page_at(width)
    stage(page, static_url, item(format_, scene, CONTROL))
    for step in (lambda _: None, *steps):
        step(page)
        found = Axe().run(page, options=LEVELS)
        assert found.violations_count == 0, found.generate_report()
        drawn = page.locator(".simulator").inner_text()
        assert not {"null", "undefined", "false", "NaN"} & set(drawn.split())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
