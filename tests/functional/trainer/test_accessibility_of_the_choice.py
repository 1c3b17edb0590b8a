"""axe-core on the pages of the choice and of a long file: no violation, nothing sticks out."""

from __future__ import annotations

import pytest

from tests.functional.trainer.test_accessibility import address, check, classroom, visit
from tests.support.browser import PageAt, Screenshot
from tests.support.messages import choosing
from tests.support.trainers import Classroom

__all__ = ["address", "classroom"]  # fixtures
pytestmark = pytest.mark.browser
TITLE = "Les gestes de l’accueil"


@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_of_the_choice_has_a_violation(
    classroom: Classroom, address: str, page_at: PageAt, screenshot: Screenshot, width: int
) -> None:
    opened, problems = classroom.ground.open(choosing()), []
    page = visit(classroom, opened, address, "choix/", page_at(width))
    problems += check(page, screenshot, f"choice-{width}")
    page.get_by_label("Chercher un parcours").fill("mot de passe")
    page.get_by_label("Chercher un parcours").press("Enter")
    page.get_by_role("status").wait_for()
    assert page.locator(".pick").count() >= 1
    problems += check(page, screenshot, f"choice-search-{width}")
    page.get_by_role("button", name="Essayer une épreuve").first.click()
    for number in range(3):
        page.get_by_text("rien n’est enregistré").wait_for()
        problems += check(page, screenshot, f"sample-{number}-{width}")
        page.get_by_role("button", name="Essayer une autre épreuve").click()
    page.get_by_role("button", name="Je ne sais pas").click()
    page.get_by_text("Voici la réponse attendue.").wait_for()
    problems += check(page, screenshot, f"sample-review-{width}")
    page.get_by_role("button", name="Revenir aux parcours").click()
    page.get_by_role("button", name="Composer un parcours").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("alert").wait_for()
    problems += check(page, screenshot, f"compose-refused-{width}")
    for box in page.get_by_role("checkbox").all()[:3]:
        box.check()
    for step in ("level", "name"):
        page.get_by_role("button", name="Continuer").click()
        problems += check(page, screenshot, f"compose-{step}-{width}")
    page.get_by_label("Nom du parcours").fill(TITLE)
    page.get_by_role("button", name="Enregistrer le parcours").click()
    page.get_by_role("status").wait_for()
    assert page.get_by_label(TITLE).is_checked()
    page.get_by_text("Réglages (facultatif)").click()
    page.get_by_text("en préparation").click()
    problems += check(page, screenshot, f"choice-composed-{width}")

    assert problems == []


@pytest.mark.parametrize("width", [1280, 375])
def test_a_long_file_comes_by_itself_and_by_its_button(
    classroom: Classroom, address: str, page_at: PageAt, screenshot: Screenshot, width: int
) -> None:
    classroom.fill(finished=6, under_way=0, absent=220)
    page = visit(classroom, classroom.trainer(), address, "groupe/", page_at(width))
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tableau (XLSX)").click()
    assert coming.value.suggested_filename == "groupe.xlsx"
    problems = check(page, screenshot, f"prepared-{width}")
    assert page.locator(".working > *:visible").count() == 1
    with page.expect_download() as again:
        page.get_by_role("button", name="Télécharger le fichier").click()
    assert again.value.suggested_filename == "groupe.xlsx"

    assert problems == []
