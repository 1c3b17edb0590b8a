"""Real files in the learner's page: downloaded, opened, worked on, and nobody else's."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Frame, Page, expect

from content.model import Catalogue
from tests.functional.conftest import Installation, run_installation
from tests.functional.learner.test_journey import LEARNER, OTHER, open_activity, own_sizes
from tests.support.browser import PageAt

ITEM = "calculer-5-a"
Shoot = Callable[[Page, str], Path]


@pytest.fixture
def installed(database_url: str, catalogue: Catalogue, lms_key: str) -> Iterator[Installation]:
    """An installation whose activity asks this item alone."""
    item = catalogue.items[ITEM]
    targets = {"targets": {item.topic: item.level}, "precision": 0.01}
    pathway = catalogue.pathways["cyber-rgpd"].model_copy(update=targets)
    only = catalogue.model_copy(update={"items": {ITEM: item}, "pathways": {pathway.id: pathway}})
    with run_installation(database_url, only, lms_key) as make:
        yield make()


def begin(page: Page, installation: Installation, person: int) -> Frame:
    frame = open_activity(page, installation, person)
    frame.locator("main form button").first.click()
    frame.locator("#files").wait_for(state="attached")
    return frame


def downloaded(frame: Frame, name: str) -> bytes:
    with frame.page.expect_download() as download:
        frame.get_by_role("button", name=f"Télécharger {name}").click()
    assert download.value.suggested_filename == name
    return Path(download.value.path()).read_bytes()


def hours(workbook: bytes, prompt: str) -> float:
    """What a person does with a filter on two columns."""
    rows = load_workbook(io.BytesIO(workbook)).worksheets[0].iter_rows(values_only=True)
    _, *cells = rows
    return sum(
        float(str(worked))
        for _, team, sector, worked in cells
        if f"équipe {team}" in prompt and f"secteur {sector}" in prompt
    )


def test_a_person_works_the_answer_out_of_the_file(
    installed: Installation, page_at: PageAt, screenshot: Shoot
) -> None:
    frame = begin(page_at(1280), installed, LEARNER)
    screenshot(frame.page, "fichier-1280")
    book = downloaded(frame, "interventions.xlsx")
    assert downloaded(frame, "interventions.ods").startswith(b"PK")
    again = begin(page_at(375), installed, LEARNER)  # another device
    screenshot(again.page, "fichier-375")
    assert own_sizes(again.page) <= 0
    assert downloaded(again, "interventions.xlsx") == book
    other = begin(page_at(800), installed, OTHER)
    assert downloaded(other, "interventions.xlsx") != book

    prompt = " ".join(frame.locator("label[for=answer-field]").inner_text().split())
    found = f"{hours(book, prompt):.1f}".replace(".", ",")
    assert found not in frame.content()
    field = frame.locator("#answer-field")
    field.fill(found)
    field.press("Enter")  # validates the answer, does not download anything
    expect(frame.locator("h1")).to_have_text("Parcours terminé")
    expect(frame.locator(".score strong")).to_contain_text("100")


def test_the_same_content_as_a_page(installed: Installation, page_at: PageAt, screenshot: Shoot) -> None:
    frame = begin(page_at(1280), installed, LEARNER)
    rows = list(csv_rows(downloaded(frame, "interventions.csv")))
    with frame.page.context.expect_page() as opened:
        frame.get_by_role("button", name="Lire sans télécharger").click()
    page = opened.value
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        screenshot(page, f"fichier-page-{width}")
        assert own_sizes(page) <= 0
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    expect(page.locator("h1")).to_have_text("Interventions 2026")
    assert page.locator("tbody tr").count() == len(rows) - 1
    assert page.locator("tbody tr").first.locator("td").all_inner_texts() == rows[1]
    expect(page.locator("dl")).to_contain_text("Services techniques")


def csv_rows(content: bytes) -> Iterator[list[str]]:
    return (line.split(";") for line in content.decode("utf-8-sig").splitlines())


def test_nobody_gets_what_is_not_theirs(installed: Installation, page_at: PageAt) -> None:
    mine, other = begin(page_at(800), installed, LEARNER), begin(page_at(800), installed, OTHER)
    sent = {name: mine.locator(f"#files [name={name}]").input_value() for name in ("bearer", "epreuve")}
    theirs = other.locator("#files [name=epreuve]").input_value()
    url = str(mine.locator("#files").evaluate("form => form.action"))

    def status(**changes: str) -> int:
        form = sent | {"fichier": "0/interventions.csv"} | changes
        answer = requests.post(url, {name: value for name, value in form.items() if value}, timeout=30)
        assert answer.status_code == 200 or "interventions" not in answer.text
        assert "Traceback" not in answer.text
        return answer.status_code

    assert status() == 200
    for changes in (
        {"epreuve": theirs},
        {"epreuve": "pas-un-numero"},
        {"fichier": "1/interventions.csv"},
        {"fichier": "-1/interventions.csv"},
        {"fichier": "0/autre.csv"},
        {"fichier": "0/../../pyproject.toml"},
        {"fichier": ""},
    ):
        assert status(**changes) == 404, changes
    assert status(bearer="") in (401, 403)
    assert status(bearer="x" * 43) in (401, 403)
    assert requests.get(url, timeout=30).status_code == 405
