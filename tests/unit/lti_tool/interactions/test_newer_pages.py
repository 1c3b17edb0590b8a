"""tri, date, scenario, blocs, zone in a real browser: at two widths, by keyboard, by pointing, axe clean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import flask_bootstrap
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import content
from content.item import Item
from content.variants import realise
from lti_tool.interactions import interaction_for
from tests.support.browser import PageAt, Screenshot

from .items import KEY, render

pytestmark = pytest.mark.browser
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/css/bootstrap.min.css"
SECOND_STEP = {"kept": ['[{"choix": "repondre"}]']}
PAGES: dict[str, tuple[str, Mapping[str, Sequence[str]]]] = {
    "tri": ("incident-4-c", {}),
    "date": ("agenda-2-a", {}),
    "scenario": ("hameconnage-5-c", {}),
    "scenario-suite": ("hameconnage-5-c", SECOND_STEP),
    "blocs": ("algorithme-4-a", {}),
    "zone-image": ("synthese-6-a", {}),
    "zone-texte": ("ia-5-a", {}),
}


@pytest.fixture(scope="module")
def bank() -> dict[str, Item]:
    items = content.load().items
    return {id_: realise(items[id_], b"a seed") for id_, _ in PAGES.values()}


def show(page: Page, static_url: str, item: Item, entered: Mapping[str, Sequence[str]], refusal: str) -> None:
    """The item as the player shows it, with its real modules and styles."""
    presentation = interaction_for(item).present(item, KEY)
    modules = "".join(f'<script type="module" src="/{module}"></script>' for module in presentation.modules)
    html = (
        '<!doctype html><html lang="fr"><head><title>Épreuve</title><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{modules}</head><body>'
        f'<main class="page"><h1>{item.title}</h1><div class="situation"><p>{item.situation}</p></div>'
        f"<form>{render(presentation, entered=entered, refusal=refusal)}"
        '<button class="btn btn-primary btn-lg mt-3">Valider ma réponse</button></form></main></body></html>'
    )
    page.emulate_media(reduced_motion="reduce")
    page.route(f"{static_url}/item", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{static_url}/item")
    page.add_style_tag(path=BOOTSTRAP)
    page.add_style_tag(url="/css/parcours.css")  # after Bootstrap, as in the real page


def marked_right(page: Page, item: Item) -> bool:
    pairs = page.evaluate("[...new FormData(document.forms[0])]")
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    way = interaction_for(item)
    return way.mark(item, way.parse(item, KEY, sent)).correct


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_has_large_targets_and_no_violation(
    page_at: PageAt, static_url: str, screenshot: Screenshot, bank: dict[str, Item], name: str, width: int
) -> None:
    id_, entered = PAGES[name]
    for refusal in ("", "nothing_answered"):
        page = page_at(width)
        show(page, static_url, bank[id_], entered, refusal)
        screenshot(page, f"{name}-{width}{'-refus' if refusal else ''}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        targets = page.locator("select, input[type=text], label.list-group-item").all()
        boxes = [box for target in targets if (box := target.bounding_box())]
        assert all(box["height"] >= 44 for box in boxes)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_zones_of_a_text_by_keyboard_alone(page_at: PageAt, static_url: str, bank: dict[str, Item]) -> None:
    page, item = page_at(800), bank["ia-5-a"]
    show(page, static_url, item, {}, "")
    for zone in item.data.zones:
        page.keyboard.press("Tab")
        if zone.id in item.check.expected:
            page.keyboard.press("Space")
    assert marked_right(page, item)


def test_pointing_at_the_picture_ticks_the_list(
    page_at: PageAt, static_url: str, bank: dict[str, Item]
) -> None:
    page, item = page_at(800), bank["synthese-6-a"]
    show(page, static_url, item, {}, "")
    places = [zone.id for zone in item.data.zones]
    for id_ in ("titre", item.check.expected):
        page.locator("[data-zone]").nth(places.index(id_)).click()
    assert page.locator("[data-zone].chosen").count() == 1
    assert page.get_by_label("Axe vertical et graduations").is_checked()
    assert marked_right(page, item)


def test_blocks_and_categories_by_their_labels(
    page_at: PageAt, static_url: str, bank: dict[str, Item]
) -> None:
    page, blocks, sorting = page_at(375), bank["algorithme-4-a"], bank["incident-4-c"]
    show(page, static_url, blocks, {}, "")
    words = {block.id: block.text for block in blocks.data.blocks}
    for place, id_ in enumerate(blocks.check.expected, start=1):
        page.get_by_label(words[id_], exact=True).select_option(str(place))
    assert marked_right(page, blocks)
    show(page, static_url, sorting, {}, "")
    categories = {one.id: one.text for one in sorting.data.categories}
    for element in sorting.data.elements:
        right = categories[sorting.check.expected[element.id]]
        page.get_by_label(element.text, exact=True).select_option(label=right)
    assert marked_right(page, sorting)
