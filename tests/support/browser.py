"""A real Chromium, driven by Playwright, that can only reach this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox",  # root has no sandbox; the pages are ours
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
)

# A page that comes is a page that comes: a busy machine is no reason to fail.
expect.set_options(timeout=30_000)

PageAt = Callable[..., Page]
Screenshot = Callable[[Page, str], Path]


def executable() -> str:
    """Where Chromium is on this machine."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    pytest.fail(f"no Chromium on this machine (looked for {', '.join(NAMES)}): `make test` installs it")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; every page has a context (cookies, storage) of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """`page_at(width, height=900)`: a new page, as a new person would open it, in French.

    More options go to the browser's context: `has_touch=True` is a phone.
    """
    contexts = []

    def open_page(width: int, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            **options,
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def screenshot(tmp_path: Path) -> Screenshot:
    """`screenshot(page, name)`: the whole page as a PNG, in `PARCOURS_SCREENSHOTS` when it is set."""
    folder = Path(os.environ.get("PARCOURS_SCREENSHOTS") or tmp_path / "screenshots")

    def take(page: Page, name: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
