"""The tool in the frame of another site, in a Chromium that keeps less and less for it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Request, expect

from content.model import Catalogue
from tests.functional.conftest import Installation
from tests.functional.cookies.conftest import MakeInstallation, PrivateBrowser, open_activity
from tests.support.browser import Screenshot
from tests.support.player import Player

LEARNER, OTHER = 4, 5
OFFER = "Ouvrez l’activité dans un nouvel onglet"
NEW_TAB = "Ouvrir dans un nouvel onglet"


def tool_cookies(context: BrowserContext) -> list[str]:
    """Names of the cookies that the browser kept for the tool."""
    return sorted(one.get("name", "") for one in context.cookies() if one.get("domain") == "127.0.0.1")


def requests_to_the_tool(page: Page, installation: Installation) -> list[str]:
    """Filled as the page goes: method and path of each request to the tool, static files included."""
    seen: list[str] = []

    def note(request: Request) -> None:
        if request.url.startswith(installation.settings.public_url):
            path = request.url.removeprefix(installation.settings.public_url).partition("?")[0]
            seen.append(f"{request.method} {path}")

    page.on("request", note)
    return seen


def play_a_little(frame: object, catalogue: Catalogue, installation: Installation) -> Player:
    player = Player(frame, catalogue, installation.database)  # type: ignore[arg-type]
    player.start()
    player.answer()
    assert player.number == "Épreuve 2"
    return player


def test_third_party_cookies_blocked(
    installed: MakeInstallation, private_browser: PrivateBrowser, catalogue: Catalogue
) -> None:
    installation = installed()
    context = private_browser(frames_keep=True)
    frame = open_activity(context.new_page(), installation, LEARNER)

    play_a_little(frame, catalogue, installation)
    assert "parcours-login" in tool_cookies(context)
    assert all(one.get("partitionKey") for one in context.cookies() if one.get("name") == "parcours-login")


def test_a_first_visit_pays_one_page_and_its_script_and_the_next_ones_nothing(
    installed: MakeInstallation, private_browser: PrivateBrowser
) -> None:
    installation = installed()
    page = private_browser(frames_keep=True).new_page()
    first = requests_to_the_tool(page, installation)
    open_activity(page, installation, LEARNER)
    first_visit = list(first)
    first.clear()
    open_activity(page, installation, LEARNER)

    scripts = [one for one in first_visit if one.endswith(".js")]
    assert scripts == ["GET /static/js/login.js", "GET /static/js/platform_storage.js"]
    dynamic = [one for one in first_visit if "/static/" not in one and "bootstrap" not in one]
    assert [one.split("/seance")[0] for one in dynamic] == ["POST /lti/login", "POST /lti/launch", "GET "]
    assert [one for one in first if one.endswith(".js")] == []


def test_nothing_kept_and_no_storage_leads_to_a_new_tab_and_to_the_gradebook(
    installed: MakeInstallation, private_browser: PrivateBrowser, catalogue: Catalogue, screenshot: Screenshot
) -> None:
    installation = installed()
    context = private_browser(frames_keep=False)
    page = context.new_page()
    frame = open_activity(page, installation, LEARNER)
    expect(frame.locator("h1:visible")).to_have_text(OFFER)
    assert tool_cookies(context) == []
    screenshot(page, "new-tab-1280")
    page.set_viewport_size({"width": 375, "height": 800})
    screenshot(page, "new-tab-375")

    with context.expect_page() as opened:
        frame.get_by_role("button", name=NEW_TAB).click()
    tab = opened.value
    tab.wait_for_selector("main form button")
    assert tab.url.startswith(installation.settings.public_url)
    expect(frame.locator("#ouvert")).to_contain_text("s’ouvre dans un autre onglet")
    player = Player(tab, catalogue, installation.database)
    player.start()
    player.play()

    expect(tab.locator("h1")).to_have_text("Parcours terminé")
    installation.deliver()
    assert [grade["user_id"] for grade in installation.lms.read("grades")] == [LEARNER]


def test_platform_storage_alone_is_enough(
    installed: MakeInstallation, private_browser: PrivateBrowser, catalogue: Catalogue
) -> None:
    installation = installed(storage_frame="_parent")
    context = private_browser(frames_keep=False)
    frame = open_activity(context.new_page(), installation, LEARNER)

    expect(frame.locator("h1:visible")).not_to_have_text(OFFER)
    play_a_little(frame, catalogue, installation)
    assert tool_cookies(context) == []


def test_platform_storage_in_a_named_frame(
    installed: MakeInstallation, private_browser: PrivateBrowser, catalogue: Catalogue
) -> None:
    installation = installed(storage_frame="lms-stockage")
    frame = open_activity(private_browser(frames_keep=False).new_page(), installation, LEARNER)

    play_a_little(frame, catalogue, installation)


def test_two_people_in_two_tabs_with_storage_alone_do_not_mix(
    installed: MakeInstallation, private_browser: PrivateBrowser, catalogue: Catalogue
) -> None:
    installation = installed(storage_frame="_parent")
    context = private_browser(frames_keep=False)
    first = play_a_little(open_activity(context.new_page(), installation, LEARNER), catalogue, installation)
    second = Player(open_activity(context.new_page(), installation, OTHER), catalogue, installation.database)
    second.start()
    assert second.number == "Épreuve 1"
    first.answer()

    assert (first.number, second.number) == ("Épreuve 3", "Épreuve 1")


def test_two_people_in_two_new_tabs_do_not_mix(
    installed: MakeInstallation, private_browser: PrivateBrowser, catalogue: Catalogue
) -> None:
    installation = installed()
    context = private_browser(frames_keep=False)
    players = []
    for person in (LEARNER, OTHER):
        frame = open_activity(context.new_page(), installation, person)
        with context.expect_page() as opened:
            frame.get_by_role("button", name=NEW_TAB).click()
        opened.value.wait_for_selector("main form button")
        players.append(Player(opened.value, catalogue, installation.database))
        players[-1].start()
    players[0].answer()
    players[0].answer()

    assert [player.number for player in players] == ["Épreuve 3", "Épreuve 1"]
