"""The pages in a real browser: by keyboard, without a script, on a narrow screen."""

from __future__ import annotations

from pathlib import Path

import flask_bootstrap
import pytest
from playwright.sync_api import Page

from content.model import Item
from lti_tool.interactions import interaction_for
from tests.support.browser import PageAt, Screenshot

from .items import ALL, KEY, MATCHING, ROOT, SEQUENCING, item, options, render

pytestmark = pytest.mark.browser
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/css/bootstrap.min.css"
LONG = "Vérifier à l'écran que toutes les pages numérisées sont présentes, lisibles et dans le bon ordre"
PHONE = 320


def show(page: Page, shown: Item, *, enhanced: bool = True, **variables: object) -> None:
    """The item in a form, with Bootstrap, and its modules when `enhanced`."""
    presentation = interaction_for(shown).present(shown, KEY)
    form = f'<main class="container py-3"><form>{render(presentation, **variables)}</form></main>'
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    page.set_content(
        f'<!doctype html><html lang="fr"><head><title>Épreuve</title>{head}</head><body>{form}</body></html>'
    )
    page.add_style_tag(path=BOOTSTRAP)
    if enhanced:
        for module in presentation.modules:
            page.add_script_tag(type="module", content=(ROOT / "static" / module).read_text())
        if presentation.modules:  # a module is deferred: the tag is there before it has run
            page.locator("[data-sequencing-enhanced]:not([hidden])").wait_for()


def seen(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("[data-label]").all_text_contents()]


def sent(page: Page) -> dict[str, list[str]]:
    pairs = page.evaluate("[...new FormData(document.forms[0])]")
    return {name: [value] for name, value in pairs}


def test_moving_keeps_fields_focus_and_announcement_in_step(page_at: PageAt) -> None:
    page = page_at(800)
    show(page, SEQUENCING)
    before = seen(page)
    assert all(values == [""] for values in sent(page).values())  # nothing is answered before the first move
    page.get_by_role("button", name=f"Monter : {before[2]}").focus()
    page.keyboard.press("Enter")
    assert seen(page) == [before[0], before[2], before[1], before[3]]
    assert page.locator("[data-sequencing-status]").text_content() == f"{before[2]} : position 2 sur 4."
    assert page.evaluate("document.activeElement.textContent.trim()").endswith(f"Monter : {before[2]}")
    page.keyboard.press("Enter")  # now first: only Down is left, and it has the focus
    assert page.evaluate("document.activeElement.textContent.trim()").endswith(f"Descendre : {before[2]}")
    answer = interaction_for(SEQUENCING).parse(SEQUENCING, KEY, sent(page))
    assert list(interaction_for(SEQUENCING).restate(SEQUENCING, answer)) == seen(page)
    assert seen(page) == [before[2], before[0], before[1], before[3]]


def test_the_ends_cannot_be_passed(page_at: PageAt) -> None:
    page = page_at(800)
    show(page, SEQUENCING)
    before = seen(page)
    assert page.get_by_role("button", name=f"Monter : {before[0]}").is_disabled()
    assert page.get_by_role("button", name=f"Descendre : {before[3]}").is_disabled()
    assert page.get_by_role("button", name=f"Descendre : {before[0]}").is_enabled()


def test_an_order_already_entered_is_shown_and_kept(page_at: PageAt) -> None:
    page = page_at(800)
    show(page, SEQUENCING)
    page.get_by_role("button", name=f"Monter : {seen(page)[3]}").click()
    order, entered = seen(page), sent(page)
    show(page, SEQUENCING, entered=entered)
    assert seen(page) == order
    assert sent(page) == entered


def test_without_a_script_the_lists_are_there_and_work(page_at: PageAt) -> None:
    page = page_at(PHONE)
    show(page, SEQUENCING, enhanced=False)
    assert page.get_by_role("button").count() == 0
    for position, text in enumerate(("Ouvrir", "Lire", "Classer", "Fermer"), start=1):
        page.get_by_label(text, exact=True).select_option(str(position))
    answer = interaction_for(SEQUENCING).parse(SEQUENCING, KEY, sent(page))
    assert interaction_for(SEQUENCING).mark(SEQUENCING, answer).correct


def test_lists_of_targets_are_named_by_their_element(page_at: PageAt) -> None:
    page = page_at(PHONE)
    show(page, MATCHING)
    for element, target in zip(
        ("Ouvrir", "Lire", "Classer", "Fermer"), ("vert", "vert", "bleu", "rouge"), strict=True
    ):
        page.get_by_label(element, exact=True).select_option(label=f"Le {target}")
    answer = interaction_for(MATCHING).parse(MATCHING, KEY, sent(page))
    assert interaction_for(MATCHING).mark(MATCHING, answer).correct


WORDY = item(
    "ordonner",
    {"elements": options(a=LONG, b=f"{LONG} deux", c=f"{LONG} trois")},
    {"attendu": ["a", "b", "c"]},
)


@pytest.mark.parametrize("enhanced", [True, False], ids=["buttons", "lists"])
@pytest.mark.parametrize("shown", [*ALL, WORDY], ids=[*(one.format.value for one in ALL), "long"])
def test_a_narrow_screen_shows_all_with_targets_of_44_pixels(
    page_at: PageAt, screenshot: Screenshot, shown: Item, enhanced: bool
) -> None:
    page = page_at(PHONE)
    show(page, shown, enhanced=enhanced, refusal="wrong_count")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    targets = page.locator("button:visible, select:visible, input[type=text]:visible, label:has(input)")
    boxes = [box for target in targets.all() if (box := target.bounding_box())]
    assert boxes
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44
    screenshot(
        page, f"interaction-{shown.format.value}-{len(str(shown.data))}-{'js' if enhanced else 'nojs'}"
    )
