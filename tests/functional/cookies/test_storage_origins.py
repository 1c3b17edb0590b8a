"""A page that is not the platform answers in its place: nobody listens, and the person gets a new tab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lti_tool.demo.live import LiveServer
from tests.functional.conftest import Installation
from tests.functional.cookies.conftest import MakeInstallation, PrivateBrowser, log_in

OFFER = "Ouvrez l’activité dans un nouvel onglet"
KNOWN_ID = "crypto.randomUUID = () => 'connu';"  # worse than real: the attacker knows the message id
PAGE = """<!doctype html><title>Autre site</title><script>
  window.heard = [];
  addEventListener("message", ({ data }) => window.heard.push(data.subject));
  setInterval(() => frames[0]?.postMessage(
    { subject: "lti.put_data.response", message_id: "connu", value: window.guess ?? "" }, "*"), 50);
</script><iframe name="outil"></iframe>
<form method="post" target="outil" action="%s">%s</form>"""


@pytest.fixture
def installation(installed: MakeInstallation) -> Installation:
    """An LMS that offers storage."""
    return installed(storage_frame="_parent")


@pytest.fixture
def other_site(installation: Installation) -> Iterator[str]:
    """A page on another origin than the platform's, which frames a login of the platform."""
    app = Flask(__name__)

    @app.get("/")
    def page() -> str:
        start = installation.lms.change("POST", "launches", {"activity_id": 1, "user_id": 4})
        fields: dict[str, Any] = start["fields"]
        inputs = [
            f"<input name='{name}' value='{str(value).replace(chr(39), '&#39;')}'>"
            for name, value in fields.items()
        ]
        return PAGE % (start["action"], "".join(inputs))

    with LiveServer(app, host="localhost") as server:
        yield server.url


def open_framed(page: Page, address: str, installation: Installation) -> Page:
    page.add_init_script(KNOWN_ID)
    page.goto(address)
    page.evaluate("document.forms[0].submit()")
    return page


def test_another_site_may_not_even_frame_the_login(
    installation: Installation, other_site: str, private_browser: PrivateBrowser
) -> None:
    page = open_framed(private_browser(frames_keep=False).new_page(), other_site, installation)
    page.wait_for_timeout(1000)

    assert OFFER not in [frame.locator("body").inner_text() for frame in page.frames]
    assert page.evaluate("heard") == []


def test_an_answer_from_another_origin_is_not_heard(
    installation: Installation, other_site: str, private_browser: PrivateBrowser
) -> None:
    """With framing allowed by force, the origin of the message still decides."""
    context = private_browser(frames_keep=False)

    def unlock(route: Any) -> None:
        sent = {**route.request.headers, "sec-fetch-dest": "iframe"}  # `fetch` leaves it out
        answer = route.fetch(headers=sent, max_redirects=0)
        headers = {k: v for k, v in answer.headers.items() if k.lower() != "content-security-policy"}
        route.fulfill(response=answer, headers=headers)

    page = context.new_page()
    page.route("**/lti/login", unlock)
    open_framed(page, other_site, installation)
    frame = page.frame("outil")
    assert frame is not None
    frame.wait_for_selector("#connexion", state="attached")
    page.evaluate("secret => { window.guess = secret }", frame.get_attribute("#connexion", "data-secret"))

    expect(frame.locator("h1:visible")).to_have_text(OFFER, timeout=10_000)
    assert page.evaluate("heard") == []  # our message, and the secret in it, went to the platform only


def test_a_platform_that_never_answers_leads_to_a_new_tab(
    installation: Installation, private_browser: PrivateBrowser
) -> None:
    page = private_browser(frames_keep=False).new_page()
    page.add_init_script(
        "if (window === top) addEventListener('message', (e) => e.stopImmediatePropagation(), true)"
    )
    log_in(page, installation, 4)
    page.goto(f"{installation.lms.url}/activites/1")

    expect(page.frame_locator("#contentframe").locator("h1:visible")).to_have_text(OFFER, timeout=10_000)
