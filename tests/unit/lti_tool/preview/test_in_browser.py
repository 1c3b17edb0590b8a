"""The preview in a real browser: it reloads by itself, it fits a phone, a simulator plays in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import content
from lti_tool.preview.app import make_preview_server
from tests.support.browser import PageAt, Screenshot
from tests.unit.content.bench import HOME, changed

from .conftest import BANK

pytestmark = pytest.mark.browser


def served(root: Path) -> Iterator[str]:
    server = make_preview_server(root, 0)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    yield from served(root)


@pytest.fixture
def shipped() -> Iterator[str]:
    yield from served(Path(content.__file__).parent)


def test_a_saved_file_reloads_the_page(root: Path, address: str, page_at: PageAt) -> None:
    page = page_at(1280)
    with page.expect_response("**/etat"):  # the page knows how the files are now
        page.goto(f"{address}/seance/jardin-1-a~0/epreuve")
    expect(page.locator("h1")).to_have_text("Arroser")

    (root / HOME).write_text(changed(BANK, "titre: Arroser", "titre: Arroser le soir"), encoding="utf-8")

    expect(page.locator("h1")).to_have_text("Arroser le soir")


def test_a_mistake_shows_then_goes_by_itself(root: Path, address: str, page_at: PageAt) -> None:
    page = page_at(1280)
    with page.expect_response("**/etat"):
        page.goto(address)
    (root / HOME).write_text(changed(BANK, "duree_s: 60", "duree_s: longue"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Les fichiers ne peuvent pas être lus")
    (root / HOME).write_text(BANK, encoding="utf-8")

    expect(page.locator("h1")).to_have_text("Aperçu des épreuves")


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_fit_the_screen_and_pass_axe(
    shipped: str, page_at: PageAt, screenshot: Screenshot, width: int
) -> None:
    page = page_at(width)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    for name, path in {
        "list": "/",
        "item": "/seance/algorithme-3-a~4/epreuve",
        "simulator": "/seance/hameconnage-4-d~3/epreuve",
        "feedbacks": "/seance/hameconnage-3-a~0/retours",
        "phone": "/seance/mobile-1-a~0/telephone",
        "unplayed": "/seance/ia-5-a~0/epreuve",
    }.items():
        page.goto(shipped + path)
        page.wait_for_load_state("load")
        screenshot(page, f"preview-{name}-{width}")
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not too_wide, path
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    assert complaints == []


def test_a_simulator_is_played_and_marked(shipped: str, page_at: PageAt, screenshot: Screenshot) -> None:
    page = page_at(1280)
    page.goto(f"{shipped}/seance/depannage-1-a~0/epreuve")
    page.get_by_text(re.compile("Câble électrique de l.écran branché")).click()
    page.get_by_role("button", name="Valider ma réponse").click()

    expect(page.locator(".lead")).to_have_text("C’est la bonne réponse.")
    screenshot(page, "preview-correction-1280")
