"""Every playable item of the bank on the narrowest screens: nothing sticks out, before or after a refusal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from lti_tool.assessment.models import Administration
from lti_tool.demo.live import LiveServer, ReservedPort
from tests.support.browser import PageAt
from tests.support.clock import ManualClock
from tests.support.hostile import Ground
from tests.support.trainers import Classroom, Seams

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1500)]  # 328 items, one by one
WIDTHS = (375, 320)
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def classroom(sqlite_url: str, clock: ManualClock) -> Iterator[Classroom]:
    """Pages do not depend on the database: once is enough."""
    ground = Ground(sqlite_url, clock)
    yield Classroom(ground, Seams())
    ground.close()


def test_no_item_is_wider_than_a_telephone(classroom: Classroom, page_at: PageAt) -> None:
    catalogue = classroom.ground.tool.catalogue
    opened, page = classroom.learner(0), page_at(WIDTHS[0])
    opened.post("commencer")
    port, problems = ReservedPort(), []
    with LiveServer(classroom.ground.app, port=port):
        address = f"http://127.0.0.1:{port.number}/seance/{opened.launch_id}/epreuve"
        page.goto(f"{address}?cle={classroom.fresh_code(opened)}")
        playable = [item for item in catalogue.items.values() if catalogue.can_play(item)]
        for item in playable:
            ask(classroom, item.id)
            page.goto(address)
            problems += sticks_out(page, f"{item.id} ({item.format})")
            page.get_by_role("button", name="Valider ma réponse").click()  # nothing is filled in
            page.wait_for_load_state("load")
            problems += sticks_out(page, f"{item.id} ({item.format}), refused")

    assert len(playable) > 40
    assert problems == []


def ask(classroom: Classroom, item_id: str) -> None:
    """Make the item the one that waits."""
    with classroom.ground.database.begin() as session:
        shown = session.scalars(select(Administration).where(Administration.answered_at.is_(None))).one()
        shown.item_id = item_id


def sticks_out(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{name} at {width}: {wide} pixels too wide")
    return found
