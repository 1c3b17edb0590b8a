"""A simulator's item in a page of its own, as the player shows it, with its real modules and styles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import flask_bootstrap
from playwright.sync_api import Page

import content
from content.item import Item
from content.variants import realise
from lti_tool.interactions import interaction_for
from tests.unit.lti_tool.interactions.items import KEY, render

BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/css/bootstrap.min.css"


NAME_OF_FOCUS = "(document.activeElement.ariaLabel ?? document.activeElement.innerText ?? '').trim()"


def played(catalogue: content.Catalogue, item_id: str) -> Item:
    """One variant of an item of the bank."""
    return realise(catalogue.items[item_id], b"a seed")


def tab_to(page: Page, name: str, presses: int = 60) -> None:
    """Reach a control by Tab only."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate(NAME_OF_FOCUS) == name:
            return
    raise AssertionError(f"« {name} » cannot be reached by keyboard")


def focused(page: Page) -> str:
    """The key of what has the focus."""
    return str(page.evaluate("document.activeElement.closest('[data-key]')?.dataset.key ?? ''"))


def stage(page: Page, static_url: str, item: Item, entered: Mapping[str, list[str]] | None = None) -> None:
    """Open the item and wait until its element has drawn itself."""
    presentation = interaction_for(item).present(item, KEY)
    modules = "".join(f'<script type="module" src="/{module}"></script>' for module in presentation.modules)
    form = render(presentation, entered=entered or {})
    html = (
        '<!doctype html><html lang="fr"><head><title>Épreuve</title><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/css/parcours.css">{modules}</head><body>'
        f'<main class="page"><h1>{item.title}</h1><div class="situation"><p>{item.situation}</p></div>'
        f'<form><input type="hidden" name="epreuve"><input type="hidden" name="bearer">{form}</form>'
        "</main></body></html>"
    )
    page.emulate_media(reduced_motion="reduce")  # a colour on its way would be judged
    page.route(f"{static_url}/scene", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{static_url}/scene")
    page.add_style_tag(path=BOOTSTRAP)
    page.add_style_tag(url="/css/parcours.css")  # after Bootstrap, as in the real page
    page.locator(".simulator-bar, .simulator > *").first.wait_for()


def journal(page: Page) -> list[dict[str, Any]]:
    """What the form would send."""
    return list(json.loads(page.locator("[name=journal]").input_value() or "[]"))


def verdict(page: Page, item: Item) -> bool:
    """Whether the server would mark what was done as right."""
    way = interaction_for(item)
    answer = way.parse(item, KEY, {"journal": [page.locator("[name=journal]").input_value()]})
    return way.mark(item, answer).correct
