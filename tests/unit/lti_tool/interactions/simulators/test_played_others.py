"""The procedure, the files and the device, each played to success by mouse, by keyboard and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

import content
from content.item import Item
from tests.support.browser import PageAt, Screenshot
from tests.unit.lti_tool.interactions.items import item

from . import test_explorer
from .stage import focused, journal, played, stage, tab_to, verdict

pytestmark = pytest.mark.browser

FILES: Item = item(
    "explorateur",
    test_explorer.SCENE,
    {
        "exiger": [
            {"id": "ranger", "chemin": "objets.f2.dans", "valeur": "d2", "texte": "Ranger les notes"},
            {"id": "nommer", "chemin": "objets.f2.nom", "valeur": "notes-2027.odt", "texte": "Les renommer"},
        ],
        "solution": [
            {"faire": "renommer", "objet": "f2", "nom": "notes-2027.odt"},
            {"faire": "deplacer", "objet": "f2", "vers": "d2"},
        ],
    },
)


def to_key(page: Page, key: str, presses: int = 60) -> None:
    """Reach a field by Tab only."""
    for _ in range(presses):
        if focused(page) == key:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"« {key} » cannot be reached by keyboard")


def test_the_procedure_by_mouse(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, one = page_at(1280), played(catalogue, "interface-2-a")
    stage(page, static_url, one)
    for action in one.check.solution:
        if action["faire"] == "remplir":
            page.locator(f"[data-key=champ-{action['champ']}]").click()
            page.keyboard.type(action["valeur"])
    screenshot(page, "formulaire-1280")
    page.locator("[data-key=envoyer]").click()  # straight from the last field: the click is not lost
    assert journal(page) == list(one.check.solution)
    assert verdict(page, one)


def test_the_procedure_by_keyboard(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, one = page_at(800), played(catalogue, "interface-2-a")
    stage(page, static_url, one)
    for action in one.check.solution:
        if action["faire"] == "remplir":
            to_key(page, f"champ-{action['champ']}")
            page.keyboard.type(action["valeur"])
    to_key(page, "envoyer")
    page.keyboard.press("Enter")
    assert verdict(page, one)


def test_the_procedure_by_touch(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, one = page_at(375, has_touch=True), played(catalogue, "poste-sur-1-b")
    stage(page, static_url, one)
    for action in one.check.solution:
        if action["faire"] == "remplir":
            page.locator(f"[data-key=champ-{action['champ']}]").select_option(action["valeur"])
    screenshot(page, "formulaire-375")
    page.locator("[data-key=envoyer]").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert verdict(page, one)


def test_the_files_by_mouse(page_at: PageAt, static_url: str, screenshot: Screenshot) -> None:
    page = page_at(1280)
    stage(page, static_url, FILES)
    page.get_by_role("button", name="notes.odt").click()
    page.get_by_role("button", name="Renommer").click()
    page.get_by_label("Nouveau nom de « notes.odt »").fill("notes-2027.odt")
    page.get_by_role("button", name="Valider ce nom").click()
    page.locator("[data-key=deplacer]").select_option("d2")
    page.get_by_role("button", name="Valider ce choix : Déplacer vers").click()
    screenshot(page, "explorateur-1280")
    expect(page.get_by_role("status")).to_have_text("« notes-2027.odt » est maintenant dans « 2027 ».")
    assert verdict(page, FILES)


def test_the_files_by_keyboard(page_at: PageAt, static_url: str) -> None:
    page = page_at(800)
    stage(page, static_url, FILES)
    to_key(page, "objet-d1")  # the list is one stop
    page.keyboard.press("ArrowDown")
    assert focused(page) == "objet-f2"
    page.keyboard.press("Enter")
    tab_to(page, "Renommer")
    page.keyboard.press("Enter")
    assert focused(page) == "nom"
    page.keyboard.press("Control+A")
    page.keyboard.type("notes-2027.odt")
    page.keyboard.press("Enter")
    to_key(page, "deplacer")
    page.keyboard.press("ArrowDown")  # passing over a folder moves nothing
    page.keyboard.press("ArrowDown")
    assert journal(page)[-1]["faire"] == "renommer"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert verdict(page, FILES)


def test_the_files_by_touch(page_at: PageAt, static_url: str, screenshot: Screenshot) -> None:
    page = page_at(375, has_touch=True)
    stage(page, static_url, FILES)
    page.get_by_role("button", name="notes.odt").tap()
    page.locator("[data-key=deplacer]").select_option("d2")
    page.locator("[data-key=deplacer-valider]").tap()
    for folder in ("d1", "d2"):
        page.locator(f"[data-key=objet-{folder}]").tap()
        page.get_by_role("button", name="Ouvrir").tap()
    page.locator("[data-key=objet-f2]").tap()
    page.get_by_role("button", name="Renommer").tap()
    page.get_by_label("Nouveau nom de « notes.odt »").fill("notes-2027.odt")
    screenshot(page, "explorateur-375")
    page.get_by_role("button", name="Valider ce nom").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert verdict(page, FILES)


def test_the_device_by_mouse(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, one = page_at(1280), played(catalogue, "poste-sur-2-a")
    stage(page, static_url, one)
    for action in one.check.solution:
        if action["faire"] == "repondre":
            page.locator(f"[data-key=repondre-{action['notification']}-{action['choix']}]").click()
        else:
            page.locator(f"[data-key=reglage-{action['reglage']}]").check()
    screenshot(page, "appareil-1280")
    assert verdict(page, one)


def test_the_device_by_keyboard(page_at: PageAt, static_url: str, catalogue: content.Catalogue) -> None:
    page, one = page_at(800), played(catalogue, "poste-sur-2-a")
    stage(page, static_url, one)
    for action in one.check.solution:
        if action["faire"] == "repondre":
            to_key(page, f"repondre-{action['notification']}-{action['choix']}")
        else:
            to_key(page, f"reglage-{action['reglage']}")
        page.keyboard.press("Space")
    assert verdict(page, one)


def test_the_device_by_touch(
    page_at: PageAt, static_url: str, catalogue: content.Catalogue, screenshot: Screenshot
) -> None:
    page, one = page_at(375, has_touch=True), played(catalogue, "interface-1-a")
    stage(page, static_url, one)
    screenshot(page, "appareil-375")
    page.locator("[data-key=bouton-b3]").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert verdict(page, one)
