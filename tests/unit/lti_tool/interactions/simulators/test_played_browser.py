"""The simulated browser played to success in a real one: by mouse, by keyboard alone, by touch on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import content
from tests.support.browser import PageAt, Screenshot
from tests.unit.lti_tool.interactions.items import item

from . import test_browser
from .stage import focused, journal, played, stage, tab_to, verdict

pytestmark = pytest.mark.browser


def test_a_search_by_mouse(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(1280), played(catalogue, "moteur-2-a")
    stage(page, static_url, item)
    screenshot(page, "navigateur-depart-1280")
    page.get_by_label("Mots à chercher").fill("acte de naissance")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Nombre de résultats : 4.")
    screenshot(page, "navigateur-resultats-1280")
    page.get_by_role("button", name="Demander un acte de naissance").click()
    page.get_by_role("button", name="Sécurité du site").click()
    expect(page.get_by_text("État fictif", exact=True)).to_be_visible()
    screenshot(page, "navigateur-securite-1280")
    page.get_by_role("button", name="Donner cette page").click()
    assert [one["faire"] for one in journal(page)] == [
        "chercher",
        "ouvrir_resultat",
        "voir_securite",
        "donner_page",
    ]
    assert verdict(page, item)


def test_an_address_by_keyboard(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, item = page_at(800), played(catalogue, "navigation-1-a")
    stage(page, static_url, item)
    while focused(page) != "adresse":
        page.keyboard.press("Tab")
    page.keyboard.type("www.montrevan.example")
    page.keyboard.press("Enter")
    assert focused(page) == "page"  # the title of the page has the focus, and is read
    tab_to(page, "Déchets et propreté")
    page.keyboard.press("Enter")
    tab_to(page, "Déchèterie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("La déchèterie")
    assert verdict(page, item)


def test_tabs_and_history_by_touch(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(375, has_touch=True), played(catalogue, "navigation-2-b")
    stage(page, static_url, item)
    screenshot(page, "navigateur-onglets-375")
    page.get_by_role("button", name="Prix de l'accueil", exact=True).tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert verdict(page, item)
    item = played(catalogue, "navigation-2-a")
    stage(page, static_url, item)
    page.get_by_role("button", name="Page précédente").tap()
    page.get_by_role("button", name="Historique").tap()
    screenshot(page, "navigateur-historique-375")
    page.get_by_role("button", name="Planning de mai").tap()
    assert verdict(page, item)


def test_a_banner_by_mouse(page_at: PageAt, static_url: str, screenshot: Screenshot) -> None:
    refused = {
        "id": "refus",
        "chemin": "sites.s1.traceurs.k2.accepte",
        "op": "egal",
        "valeur": False,
        "texte": "X",
    }
    chosen = {
        "id": "choix",
        "chemin": "sites.s1.consentement",
        "op": "egal",
        "valeur": "personnalise",
        "texte": "Y",
    }
    control = {"exiger": [refused, chosen], "solution": [{"faire": "recommencer"}]}
    page, one = page_at(320), item("navigateur", test_browser.SCENE, control)
    stage(page, static_url, one)
    page.get_by_role("button", name="Personnaliser mes choix").click()
    screenshot(page, "navigateur-bandeau-320")
    page.get_by_label("Publicité").uncheck()
    page.get_by_role("button", name="Enregistrer mes choix").click()
    expect(page.get_by_role("region", name="Choix sur les traceurs")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert verdict(page, one)
