"""Rights on files played to success in a real browser: by mouse, by keyboard alone, by touch on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import content
from tests.support.browser import PageAt, Screenshot

from .stage import focused, played, stage, tab_to, verdict

pytestmark = pytest.mark.browser


def test_a_link_by_mouse(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(1280), played(catalogue, "partage-4-a")
    stage(page, static_url, item)
    page.locator("[data-key=objet-d2]").click()
    page.get_by_label("Qui peut utiliser le lien").select_option("tous")
    page.get_by_role("button", name="Créer le lien").click()
    page.locator("[data-key=jours]").select_option("30")
    page.locator("[data-key=jours-valider]").click()
    expect(page.get_by_role("status")).to_have_text("Trente jours")
    page.get_by_label("Demander un mot de passe").check()
    screenshot(page, "partage-1280")
    assert verdict(page, item)


def test_a_right_by_keyboard(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, item = page_at(800), played(catalogue, "partage-2-b")
    stage(page, static_url, item)
    while focused(page) != "objet-f1":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "droits"
    tab_to(page, "Donner l’accès")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Malo Oriol peut lire.")
    assert verdict(page, item)


def test_what_is_taken_over_by_touch(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(375, has_touch=True), played(catalogue, "partage-5-a")
    stage(page, static_url, item)
    page.locator("[data-key=objet-f1]").tap()
    screenshot(page, "partage-375")
    page.get_by_label("Reprendre les droits du dossier « Équipe »").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert verdict(page, item)
