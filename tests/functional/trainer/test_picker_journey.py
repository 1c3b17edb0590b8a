"""The trainer's journey in the demo LMS, in a real Chromium: choose, save, launch, grade, review, copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from content.model import Catalogue
from tests.functional.conftest import Installation
from tests.support.player import Player

COURSE, TRAINER, LEARNER, OTHER = 2, 3, 4, 5
PageAt = Callable[..., Page]
Shoot = Callable[[Page, str], Path]


def log_in(page: Page, installation: Installation, user_id: int) -> None:
    page.request.post(f"{installation.lms.url}/connexion", form={"user_id": str(user_id)})


def frame_of(page: Page, address: str) -> Frame:
    page.goto(address)
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("h1")
    return frame


def too_wide(page: Page | Frame) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def choose(page: Page, installation: Installation, *titles: str, **settings: str) -> Frame:
    """From the course to the LMS's list of what was chosen."""
    page.goto(f"{installation.lms.url}/cours/{COURSE}")
    page.get_by_role("link", name="Ajouter une activité").click()
    frame = frame_of(page, page.url)
    for title in titles:
        frame.get_by_label(title).check()
    if settings:
        frame.get_by_text("Réglages (facultatif)").click()
    for name, value in settings.items():
        field = frame.locator(f"[name={name}]")
        field.fill(value) if field.evaluate("e => e.tagName") == "INPUT" else field.select_option(value)
    return frame


@pytest.mark.parametrize("width", [1280, 375])
def test_from_the_choice_to_the_review(
    installation: Installation, page_at: PageAt, screenshot: Shoot, catalogue: Catalogue, width: int
) -> None:
    page = page_at(width)
    log_in(page, installation, TRAINER)
    frame = choose(
        page, installation, "Protéger ses accès", "Déjouer les messages piégés", lecture="individual"
    )
    screenshot(page, f"course-choice-{width}")
    assert too_wide(page) <= 0
    assert too_wide(frame) <= 0
    frame.get_by_role("button", name="Ajouter à mon cours").click()
    expect(frame.locator("h1")).to_have_text("Activités choisies")
    screenshot(page, f"chosen-{width}")
    frame.get_by_role("button", name="Enregistrer et revenir au cours").click()
    page.wait_for_url(f"**/cours/{COURSE}")
    expect(page.get_by_role("link", name="Protéger ses accès")).to_be_visible()
    expect(page.get_by_role("link", name="Déjouer les messages piégés")).to_be_visible()
    screenshot(page, f"course-{width}")

    activity = next(
        one for one in installation.lms.read("state")["activities"] if one["title"] == "Protéger ses accès"
    )
    log_in(page, installation, LEARNER)
    player = Player(
        frame_of(page, f"{installation.lms.url}/activites/{activity['id']}"), catalogue, installation.database
    )
    expect(player.frame.locator("main")).to_contain_text("votre résultat sujet par sujet")
    player.start()
    player.play()
    installation.deliver()
    (grade,) = [one for one in installation.lms.read("grades") if one["user_id"] == LEARNER]
    assert grade["grade"] == 100

    log_in(page, installation, TRAINER)
    page.goto(f"{installation.lms.url}/carnet/{COURSE}")
    screenshot(page, f"gradebook-{width}")
    page.get_by_role("link", name="Voir le travail").click()
    review = frame_of(page, page.url)
    expect(review.locator("h1")).to_have_text("Résultat d’une personne de votre groupe")
    expect(review.locator(".score strong")).to_contain_text("100")
    expect(review.locator(".topics > li")).to_have_count(1)
    screenshot(page, f"review-{width}")
    assert too_wide(page) <= 0
    assert too_wide(review) <= 0


def test_two_clicks_are_enough_and_a_copied_course_works(
    installation: Installation, page_at: PageAt, catalogue: Catalogue
) -> None:
    page = page_at(1280)
    log_in(page, installation, TRAINER)
    frame = choose(page, installation, "Protéger ses accès")
    frame.get_by_role("button", name="Ajouter à mon cours").click()
    frame.get_by_role("button", name="Enregistrer et revenir au cours").click()
    page.wait_for_url(f"**/cours/{COURSE}")
    page.get_by_role("button", name="Copier le cours").click()
    page.wait_for_url("**/cours/*")
    copy = int(page.url.rpartition("/")[2])
    assert copy != COURSE
    activities = installation.lms.read("state")["activities"]
    first, second = (one for one in activities if one["title"] == "Protéger ses accès")
    assert {first["course_id"], second["course_id"]} == {COURSE, copy}

    log_in(page, installation, LEARNER)
    for activity, right in ((first, True), (second, False)):
        player = Player(
            frame_of(page, f"{installation.lms.url}/activites/{activity['id']}"),
            catalogue,
            installation.database,
        )
        player.start()
        player.play(right=right)
    installation.deliver()

    state = installation.lms.read("state")
    columns = {item["id"]: item["course_id"] for course in state["courses"] for item in course["line_items"]}
    grades = {columns[one["line_item_id"]]: one["grade"] for one in installation.lms.read("grades")}
    assert grades[COURSE] == 100
    assert grades[copy] < 100


def test_cancelling_adds_nothing(installation: Installation, page_at: PageAt) -> None:
    page = page_at(1280)
    log_in(page, installation, TRAINER)
    before = installation.lms.read("state")["activities"]
    frame = choose(page, installation, "Protéger ses accès")
    frame.get_by_role("button", name="Annuler").click()
    expect(frame.locator("h1")).to_have_text("Aucune activité choisie")
    frame.get_by_role("link", name="Revenir au cours").click()
    page.wait_for_url(f"**/cours/{COURSE}")
    assert installation.lms.read("state")["activities"] == before


def test_nothing_ticked_is_said(installation: Installation, page_at: PageAt, screenshot: Shoot) -> None:
    page = page_at(375)
    log_in(page, installation, TRAINER)
    frame = choose(page, installation)
    frame.get_by_role("button", name="Ajouter à mon cours").click()
    expect(frame.get_by_role("alert")).to_contain_text("Choisissez au moins un parcours")
    screenshot(page, "nothing-ticked-375")


def test_without_script_the_button_leads_back(installation: Installation, page_at: PageAt) -> None:
    page = page_at(1280)
    log_in(page, installation, TRAINER)
    page.route("**/js/post-itself.js", lambda route: route.abort())
    frame = choose(page, installation, "Protéger ses accès")
    frame.get_by_role("button", name="Ajouter à mon cours").click()
    frame.get_by_role("button", name="Continuer").click()
    expect(frame.locator("h1")).to_have_text("Activité choisie")


def test_a_learner_who_asks_for_a_review_is_refused(installation: Installation, page_at: PageAt) -> None:
    page = page_at(1280)
    log_in(page, installation, OTHER)
    page.goto(f"{installation.lms.url}/activites/1/copie/{LEARNER}/lancement")
    expect(page.locator("h1")).to_have_text("Cette page est réservée à l’équipe de formation")
