"""axe-core on every page of a trainer and of a learner: no violation, at both widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lti_tool.assessment.visibility import Visibility
from lti_tool.demo.live import LiveServer, ReservedPort
from tests.support.browser import PageAt, Screenshot
from tests.support.clock import ManualClock
from tests.support.hostile import Ground, Opened
from tests.support.trainers import Classroom, Seams

pytestmark = pytest.mark.browser
REFUSED = "Content Security Policy"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
Visit = Callable[[Opened, str], Page]


@pytest.fixture
def classroom(sqlite_url: str, clock: ManualClock) -> Iterator[Classroom]:
    """Pages do not depend on the database: once is enough."""
    seams = Seams(visibility=Visibility.INDIVIDUAL)
    ground = Ground(sqlite_url, clock, parts={"roster": seams.roster, "visibility": seams.sees})
    yield Classroom(ground, seams)
    ground.close()


@pytest.fixture
def address(classroom: Classroom) -> Iterator[str]:
    """The same application behind HTTP."""
    port = ReservedPort()
    with LiveServer(classroom.ground.app, port=port):
        yield f"http://127.0.0.1:{port.number}"


def check(page: Page, screenshot: Screenshot, name: str) -> list[str]:
    """What axe finds on a page, and what sticks out of it."""
    page.wait_for_load_state("load")
    screenshot(page, name)
    found = Axe().run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    lines = [f"{name}: {one['id']} {[node['html'][:120] for node in one['nodes']]}" for one in found]
    return lines + ([f"{name}: {wide} pixels too wide"] if wide > 0 else [])


@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_of_the_trainer_has_a_violation(
    classroom: Classroom, address: str, page_at: PageAt, screenshot: Screenshot, width: int
) -> None:
    problems = []
    classroom.seams.absent = True
    page = visit(classroom, classroom.trainer(), address, "groupe/", page_at(width))
    problems += check(page, screenshot, f"trainer-empty-{width}")
    classroom.seams.absent = False
    classroom.fill(finished=6, under_way=1, absent=2)
    page = visit(classroom, classroom.trainer(), address, "groupe/", page_at(width))
    problems += check(page, screenshot, f"trainer-group-{width}")
    page.get_by_role("button", name="Les épreuves").click()
    page.wait_for_url("**/epreuves*")
    problems += check(page, screenshot, f"trainer-items-{width}")
    page.get_by_role("button", name="Les personnes").click()
    page.wait_for_url("**/personnes*")
    problems += check(page, screenshot, f"trainer-people-{width}")
    page.get_by_role("button", name="Ouvrir").first.click()
    page.wait_for_url("**/personne?*")
    for summary in page.locator("summary").all():
        summary.click()
    problems += check(page, screenshot, f"trainer-person-{width}")
    page.get_by_role("button", name="Remettre à zéro").click()
    page.get_by_text("Ce qui a été fait").wait_for()
    problems += check(page, screenshot, f"trainer-person-reset-{width}")
    page.get_by_role("button", name="Essayer le parcours").click()
    page.wait_for_url(lambda url: "groupe" not in url)
    problems += check(page, screenshot, f"trainer-trial-{width}")

    assert problems == []


@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_of_the_learner_has_a_violation(
    classroom: Classroom, address: str, page_at: PageAt, screenshot: Screenshot, width: int
) -> None:
    classroom.seams.visibility = Visibility.GROUP
    classroom.fill(finished=1, under_way=0, absent=1)
    page = visit(classroom, classroom.learner(1), address, "", page_at(width))
    problems = check(page, screenshot, f"learner-home-{width}")
    page.get_by_role("button", name="Commencer").click()
    for number in range(6):
        page.locator(".steps").wait_for()
        problems += check(page, screenshot, f"learner-item-{number}-{width}")
        page.get_by_role("button", name="Valider ma réponse").click()  # nothing is filled in
        page.get_by_role("alert").wait_for()
        problems += check(page, screenshot, f"learner-refused-{number}-{width}")
        before = page.locator(".steps span").first.inner_text()
        page.get_by_role("button", name="Je ne sais pas").click()
        page.wait_for_function("old => document.querySelector('.steps span')?.innerText !== old", arg=before)
        if page.locator(".steps").count() == 0:
            break
    page = visit(classroom, classroom.learner(0), address, "", page_at(width))
    problems += check(page, screenshot, f"learner-result-{width}")
    page.get_by_role("button", name="Partager mon résultat").click()
    page.get_by_role("status").wait_for()
    problems += check(page, screenshot, f"learner-shared-{width}")
    page.goto(f"{address}/seance/{classroom.learner(0).launch_id}/groupe/")
    problems += check(page, screenshot, f"refusal-{width}")

    assert problems == []


def visit(classroom: Classroom, opened: Opened, address: str, path: str, page: Page) -> Page:
    """The page, with the one-time code of a launch."""
    page.goto(f"{address}/seance/{opened.launch_id}/{path}?cle={classroom.fresh_code(opened)}")
    return page


def test_axe_and_the_ruler_can_say_no(page_at: PageAt, screenshot: Screenshot) -> None:
    page = page_at(375)
    page.set_content(
        "<html lang='fr'><title>x</title><main><img src='x'><input><p style='width:900px'>a</p></main>"
    )

    found = " ".join(check(page, screenshot, "bad"))

    assert "image-alt" in found
    assert "label" in found
    assert "pixels too wide" in found


def test_the_content_security_policy_refuses_nothing_of_ours(
    classroom: Classroom, address: str, page_at: PageAt
) -> None:
    classroom.fill(finished=6, under_way=0, absent=0)
    page, said = page_at(1280), []
    page.on("console", lambda message: said.append(message.text))
    visit(classroom, classroom.trainer(), address, "groupe/", page)

    drawn = page.locator("img.chart").evaluate_all("all => all.map(one => one.complete && one.naturalWidth)")

    assert drawn == [680, 680]
    assert [text for text in said if REFUSED in text] == []
