"""A sheet played to success in a real browser: by mouse, by keyboard alone, by touch on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

import content
from tests.support.browser import PageAt, Screenshot

from .stage import focused, journal, played, stage, tab_to, verdict

pytestmark = pytest.mark.browser


def bar(page: Page) -> str:
    return page.locator("[data-key=barre]").input_value()


def test_a_formula_by_mouse(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(1280), played(catalogue, "calculer-4-a")
    stage(page, static_url, item)
    screenshot(page, "tableur-depart-1280")
    page.locator("[data-key=cellule-C2]").click()
    page.get_by_label("Contenu de C2").fill("=B2/$B$7")
    page.get_by_role("button", name="Recopier", exact=True).click()  # leaving the bar keeps what was typed
    page.get_by_label("Recopier C2 jusqu’à").select_option("C6")
    page.get_by_role("button", name="Recopier maintenant").click()
    expect(page.get_by_role("status")).to_have_text("C2 est recopiée jusqu’à C6.")
    screenshot(page, "tableur-formule-1280")
    expect(page.locator("[data-key=cellule-C2]")).to_have_text("40 %")
    assert [one["faire"] for one in journal(page)] == ["saisir", "recopier"]
    assert verdict(page, item)


def test_a_formula_by_keyboard(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, item = page_at(800), played(catalogue, "calculer-3-a")
    stage(page, static_url, item)
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused(page) == "cellule-A1":  # the grid is one stop
            break
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert focused(page) == "cellule-D2"
    page.keyboard.type("=B2*C3")
    page.keyboard.press("Escape")  # nothing is kept
    assert (focused(page), bar(page), journal(page)) == ("cellule-D2", "", [])
    page.keyboard.type("=B2*C2")
    page.keyboard.press("Enter")
    assert focused(page) == "cellule-D3"
    expect(page.get_by_role("status")).to_have_text("D2 : 99,60 €.")
    page.keyboard.type("x")
    page.keyboard.press("Tab")  # leaving the bar keeps what was typed, in its own cell
    page.wait_for_function("document.querySelector('[name=journal]').value.includes('D3')")
    assert focused(page) == "outil-recopier"
    assert journal(page)[-1] == {"faire": "saisir", "cellule": "D3", "valeur": "x"}
    while focused(page) != "cellule-D3":
        page.keyboard.press("Tab")
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    assert (focused(page), bar(page)) == ("barre", "=B2*C2")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    while focused(page) != "outil-recopier":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "D3 D4 D5 D6 D7 D8 E2".replace(" ", "\n"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Recopier maintenant")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("D2 est recopiée jusqu’à D6.")
    assert verdict(page, item)


def test_a_filter_by_touch(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(375, has_touch=True), played(catalogue, "trier-2-b")
    stage(page, static_url, item)
    screenshot(page, "tableur-depart-375")
    page.get_by_role("button", name="Filtrer", exact=True).tap()
    page.locator("[data-key=colonne]").select_option("C")
    page.locator("[data-key=valeur]").select_option("végétarien")
    page.get_by_role("button", name="Filtrer maintenant").tap()
    expect(page.get_by_role("status")).to_have_text("5 lignes affichées sur 12.")
    screenshot(page, "tableur-filtre-375")
    page.get_by_label("Nombre de repas végétariens").fill("5")
    page.get_by_role("button", name="Noter cette réponse").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert verdict(page, item)


def test_a_cross_table_by_mouse(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(1280), played(catalogue, "synthese-4-a")
    stage(page, static_url, item)
    page.get_by_role("button", name="Tableau croisé", exact=True).click()
    for key, value in (("lignes", "B"), ("colonnes", "C"), ("valeurs", "D")):
        page.locator(f"[data-key=croise-{key}]").select_option(value)
    page.get_by_role("button", name="Créer le tableau croisé").click()
    screenshot(page, "tableur-croise-1280")
    expect(page.get_by_role("row", name="Voirie 7,5 6 7 20,5")).to_be_visible()
    assert verdict(page, item)


def test_a_protected_cell_and_a_sort(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, item = page_at(320), played(catalogue, "trier-1-a")
    stage(page, static_url, item)
    page.get_by_role("button", name="Trier", exact=True).click()
    page.locator("[data-key=trier-croissant]").click()
    expect(page.get_by_role("status")).to_have_text("Tableau trié sur « Date », ordre croissant.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert verdict(page, item)
    stage(page, static_url, played(catalogue, "calculer-2-a"))
    page.locator("[data-key=cellule-B2]").click()
    assert not page.locator("[data-key=barre]").is_editable()
