"""The pages that options bring, seen by a learner: correction at once, another attempt, not open yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from content.model import Catalogue
from lti_tool.clock import utc_now
from tests.functional.conftest import Installation
from tests.functional.trainer.test_picker_journey import frame_of, log_in, too_wide
from tests.functional.trainer.test_services_on_the_lms import make_activity, place
from tests.support.player import Player

LEARNER = 4
PageAt = Callable[..., Page]
Shoot = Callable[[Page, str], Path]


def open_link(page: Page, installation: Installation, **options: object) -> Frame:
    link = place(installation, make_activity(installation, **options))
    log_in(page, installation, LEARNER)
    return frame_of(page, f"{installation.lms.url}/activites/{link}")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_correction_after_each_item_then_another_attempt(
    installation: Installation, page_at: PageAt, screenshot: Shoot, catalogue: Catalogue, width: int
) -> None:
    page = page_at(width)
    frame = open_link(page, installation, feedback="immediate", attempts_allowed=2, max_items=1)
    expect(frame.locator("main")).to_contain_text("Vous avez droit à 2 essais")
    screenshot(page, f"home-with-options-{width}")
    player = Player(frame, catalogue, installation.database)
    player.start()
    frame.get_by_role("button", name="Je ne sais pas").click()
    expect(frame.locator("main")).to_contain_text("Voici la réponse attendue.")
    screenshot(page, f"correction-{width}")
    assert too_wide(frame) <= 0
    frame.get_by_role("button", name="Continuer").click()
    expect(frame.locator("h1")).to_have_text("Parcours terminé")
    frame.get_by_role("button", name="Faire un nouvel essai").click()
    expect(frame.locator(".steps span").first).to_have_text("Épreuve 1")


@pytest.mark.parametrize("width", [1280, 375])
def test_an_activity_that_is_not_open(
    installation: Installation, page_at: PageAt, screenshot: Shoot, width: int
) -> None:
    page = page_at(width)
    frame = open_link(page, installation, opens_at=utc_now() + timedelta(days=3))
    expect(frame.locator("main")).to_contain_text("pas encore ouverte")
    expect(frame.locator("button")).to_have_count(0)
    screenshot(page, f"not-open-{width}")
    assert too_wide(frame) <= 0
