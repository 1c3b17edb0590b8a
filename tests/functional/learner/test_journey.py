"""The learner's whole journey in the LMS's cross-site iframe, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from content.model import Catalogue
from tests.functional.conftest import Installation
from tests.support.player import Player

ACTIVITY, LEARNER, OTHER, TRAINER = 1, 4, 5, 3
PageAt = Callable[..., Page]
Shoot = Callable[[Page, str], Path]


def log_in(page: Page, installation: Installation, user_id: int) -> None:
    page.request.post(f"{installation.lms.url}/connexion", form={"user_id": str(user_id)})


def open_activity(page: Page, installation: Installation, user_id: int) -> Frame:
    """Log in at the LMS and open the activity; the tool's frame."""
    log_in(page, installation, user_id)
    page.goto(f"{installation.lms.url}/activites/{ACTIVITY}")
    frame_element = page.locator("iframe").element_handle()
    assert frame_element is not None
    frame = frame_element.content_frame()
    assert frame is not None
    frame.wait_for_selector("h1")
    return frame


def own_sizes(page: Page) -> int:
    """How far the page is wider than its window, in pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [1280, 375])
def test_from_the_course_to_the_gradebook_and_the_lrs(
    installation: Installation,
    page_at: PageAt,
    screenshot: Shoot,
    catalogue: Catalogue,
    width: int,
) -> None:
    page = page_at(width)
    frame = open_activity(page, installation, LEARNER)
    assert frame.url.startswith(installation.settings.public_url)  # another site than the LMS
    screenshot(page, f"launch-{width}")
    player = Player(frame, catalogue, installation.database)
    player.start()
    screenshot(page, f"item-{width}")
    assert own_sizes(page) <= 0
    player.answer(right=False)
    player.pass_unknown()
    player.pass_unusable()
    player.play()

    expect(frame.locator("h1")).to_have_text("Parcours terminé")
    shown = frame.locator(".score strong").inner_text()
    screenshot(page, f"result-{width}")
    installation.deliver()
    page.goto(f"{installation.lms.url}/carnet/2")
    screenshot(page, f"gradebook-{width}")
    (grade,) = [one for one in installation.lms.read("grades") if one["user_id"] == LEARNER]
    assert f"{round(grade['grade'])}" == shown.split()[0]
    assert own_sizes(page) <= 0

    statements = list(installation.lrs.stats()["ids"].values())
    assert set(statements) == {1}
    verbs = [verb_of(one) for one in stored_statements(installation)]
    assert verbs[:2] == ["launched", "initialized"]
    end = verbs.index("completed")
    assert set(verbs[2:end]) == {"answered"}
    assert [verb for verb in verbs[end:] if verb != "achieved"] == ["completed", "scored", "terminated"]


def stored_statements(installation: Installation) -> list[dict[str, object]]:
    import json

    from sqlalchemy import select

    from lti_tool.learning_records.models import StatementRow

    with installation.database.begin() as session:
        bodies = session.scalars(select(StatementRow.body).order_by(StatementRow.sequence)).all()
    return [json.loads(body) for body in bodies]


def verb_of(statement: dict[str, object]) -> str:
    verb = statement["verb"]
    assert isinstance(verb, dict)
    return str(verb["id"]).rpartition("/")[2]


def test_an_attempt_goes_on_on_another_device(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    desk = Player(open_activity(page_at(1280), installation, LEARNER), catalogue, installation.database)
    desk.start()
    desk.answer()
    desk.answer()
    waiting = desk.item.id

    phone_page = page_at(375)
    phone = Player(open_activity(phone_page, installation, LEARNER), catalogue, installation.database)
    expect(phone.frame.locator("main")).to_contain_text("Bon retour")
    phone.start()

    assert phone.item.id == waiting
    assert phone.number == "Épreuve 3"


def test_two_people_in_one_browser_do_not_mix(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    page = page_at(1280)
    first = Player(open_activity(page, installation, LEARNER), catalogue, installation.database)
    first.start()
    first.answer()

    second_page = page.context.new_page()
    second = Player(open_activity(second_page, installation, OTHER), catalogue, installation.database)
    second.start()
    assert second.number == "Épreuve 1"
    first.answer()

    assert first.number == "Épreuve 3"
    assert second.number == "Épreuve 1"


def test_a_reload_shows_the_same_item_and_sends_nothing_twice(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    page = page_at(1280)
    frame = open_activity(page, installation, LEARNER)
    player = Player(frame, catalogue, installation.database)
    player.start()
    player.answer()
    waiting, number = player.item.id, player.number

    frame.evaluate("location.reload()")
    frame.wait_for_load_state()
    frame.wait_for_selector(".steps")

    assert (player.item.id, player.number) == (waiting, number)


def test_without_any_cookie_after_the_launch_answers_still_go_through(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    page = page_at(1280)
    player = Player(open_activity(page, installation, LEARNER), catalogue, installation.database)
    for step in (player.start, player.answer, player.pass_unknown, player.answer):
        page.context.clear_cookies(domain="127.0.0.1")
        step()

    assert player.number == "Épreuve 4"


def test_a_refused_answer_is_explained_and_kept(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    frame = open_activity(page_at(1280), installation, LEARNER)
    player = Player(frame, catalogue, installation.database)
    player.start()
    frame.get_by_role("button", name="Valider ma réponse").click()

    expect(frame.get_by_role("alert")).to_contain_text("Vous n")
    assert player.number == "Épreuve 1"


def test_a_trainer_tries_and_nothing_leaves(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    frame = open_activity(page_at(1280), installation, TRAINER)
    frame.get_by_role("button", name="Essayer le parcours").click()
    expect(frame.locator("main")).to_contain_text("Vous faites partie de l’équipe de formation")
    player = Player(frame, catalogue, installation.database)
    player.start()
    player.play()

    expect(frame.locator("main")).to_contain_text("C’était un essai")
    assert installation.deliver() == 0
    assert installation.lms.read("scores") == []
    assert installation.lrs.stats()["count"] == 0


def test_the_solution_is_never_in_the_page(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    """Author ids and feedback texts stay on the server, before and after an answer."""
    frame = open_activity(page_at(1280), installation, LEARNER)
    player = Player(frame, catalogue, installation.database)
    player.start()
    while not player.is_finished():
        item, html = player.item, frame.content()
        assert item.feedback.correct not in html
        lists = (getattr(item.data, name, ()) for name in ("options", "elements", "targets"))
        for option in chain.from_iterable(lists):
            assert f'value="{option.id}"' not in html
        player.answer()
