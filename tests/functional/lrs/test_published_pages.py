"""The pages of the vocabulary in a real Chromium: they fit a phone, in both languages, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.demo.live import LiveServer, ReservedPort
from tests.unit.lti_tool.learning_records.world import shipped

PAGES = {
    "profile": "/xapi/profile",
    "template": "/xapi/profile/template/achieved",
    "pattern": "/xapi/profile/pattern/attempt",
    "extension": "/xapi/extensions/level",
    "item": "/xapi/item/rgpd-4-b/v1",
    "competency": "/xapi/competency/4.1",
    "pathway": "/xapi/pathway/cyber-rgpd/v2",
}


@pytest.fixture
def tool(sqlite_url: str) -> Iterator[LiveServer]:
    port = ReservedPort()
    settings = Settings(
        public_url=f"http://127.0.0.1:{port.number}",
        secret_key="x" * 40,
        database_url=sqlite_url,
        allow_loopback=True,
    )
    app = create_app(settings, catalogue=shipped())
    with LiveServer(app, port=port) as server:
        yield server
    app.extensions["parcours"].database.dispose()


@pytest.mark.parametrize("width", [1280, 375])
def test_every_kind_of_page_fits(
    tool: LiveServer, page_at: Callable[..., Page], screenshot: Callable[[Page, str], Path], width: int
) -> None:
    page = page_at(width)
    refused: list[str] = []
    page.on(
        "console", lambda one: refused.append(one.text) if "Content Security Policy" in one.text else None
    )
    for name, path in PAGES.items():
        page.goto(tool.url + path)
        expect(page.locator("h1")).not_to_be_empty()
        screenshot(page, f"xapi-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert refused == []


def test_from_the_profile_to_a_rule_in_english(tool: LiveServer, page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto(f"{tool.url}/xapi/profile")
    expect(page.locator("h1")).to_contain_text("Évaluer et situer")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_contain_text("Assessing and placing")
    page.get_by_role("link", name="achieved").first.click()
    expect(page.locator("h1")).to_have_text("Competency level reached")
    expect(page.locator(".rules")).to_contain_text("The level, 1 to 8.")
