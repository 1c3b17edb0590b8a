"""Each simulator played to success in a real browser: by mouse, by keyboard alone, by touch on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import content
from tests.support.browser import PageAt, Screenshot

from .stage import journal, played, stage, tab_to, verdict

pytestmark = pytest.mark.browser


def test_the_mailbox_by_mouse(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(1280), played(catalogue, "hameconnage-4-d")
    stage(page, static_url, item)
    screenshot(page, "courriel-liste-1280")
    page.locator("[data-key=message-m2]").click()
    page.get_by_role("button", name="Afficher l’adresse complète").click()
    page.get_by_role("button", name="Afficher la cible").click()
    screenshot(page, "courriel-message-1280")
    page.get_by_role("button", name="Signaler comme frauduleux").click()
    expect(page.get_by_role("status")).to_have_text("Message signalé et rangé dans Indésirables.")
    assert [one["faire"] for one in journal(page)] == ["ouvrir", "voir_adresse", "voir_cible", "signaler"]
    assert verdict(page, item)


def test_the_mailbox_by_keyboard(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, item = page_at(800), played(catalogue, "hameconnage-4-d")
    stage(page, static_url, item)
    page.locator("[data-key=ecrire]").focus()
    page.keyboard.press("Tab")  # the list is one stop
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.key") == "titre"
    tab_to(page, "Signaler comme frauduleux")
    page.keyboard.press("Enter")
    assert verdict(page, item)


def test_the_mailbox_by_touch(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, item = page_at(375, has_touch=True), played(catalogue, "hameconnage-4-d")
    stage(page, static_url, item)
    screenshot(page, "courriel-liste-375")
    page.locator("[data-key=message-m2]").tap()
    screenshot(page, "courriel-message-375")
    page.get_by_role("button", name="Signaler comme frauduleux").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert verdict(page, item)


def test_a_draft_is_played_again(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, item = page_at(800), played(catalogue, "hameconnage-4-d")
    stage(page, static_url, item, {"journal": ['[{"faire": "signaler", "message": "m2"}]']})
    assert verdict(page, item)
    expect(page.locator("[data-key=message-m2]")).to_have_count(0)
    page.get_by_role("button", name="Recommencer depuis le début").click()
    expect(page.locator("[data-key=message-m2]")).to_have_count(1)
    assert not verdict(page, item)
