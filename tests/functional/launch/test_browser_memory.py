"""What the browser keeps between login and launch: a cookie, the platform's storage, or nothing."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.functional.launch.conftest import Refusals
from tests.support.hostile import PUBLIC_URL, Ground

PART = "Mémoire du navigateur"
FRAME = {"Sec-Fetch-Dest": "iframe"}
OURS = {"Origin": PUBLIC_URL}


def log_in(ground: Ground, client: FlaskClient, headers: dict[str, str], **fields: str) -> TestResponse:
    return client.post("/lti/login", data=ground.login_fields(**fields), headers=headers)


class Stored:
    """A login in a frame of a platform that offers storage; the browser keeps no cookie."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        page = log_in(ground, ground.client(), FRAME, lti_storage_target="_parent").text
        self.secret, self.key = self.read(page, "secret"), self.read(page, "key")
        address = html.unescape(self.read(page, "url"))
        self.state, self.nonce = (re.search(f"[?&]{name}=([^&]+)", address)[1] for name in ("state", "nonce"))  # type: ignore[index]
        self.token = ground.platform.id_token(self.nonce)

    @staticmethod
    def read(page: str, name: str) -> str:
        found = re.search(f'data-{name}="([^"]+)"', page)
        assert found, page
        return found[1]

    def post(self, headers: dict[str, str] | None = None, **fields: str) -> TestResponse:
        return self.ground.client().post(
            "/lti/launch", data={"id_token": self.token, "state": self.state, **fields}, headers=headers
        )


def test_a_frame_without_cookie_gets_the_page_that_tries(ground: Ground) -> None:
    answer = log_in(ground, ground.client(), FRAME)

    assert answer.status_code == 200
    assert "nouvel onglet" in answer.text
    assert ground.platform.auth_login_url in html.unescape(answer.text)
    assert all("Partitioned" in one for one in answer.headers.getlist("Set-Cookie") if "Secure" in one)
    assert "form-action 'self' https: http:;" in answer.headers["Content-Security-Policy"]
    assert "data-secret" not in answer.text  # this platform offers no storage


@pytest.mark.parametrize("cookie", ["parcours-login", "parcours-kept", "parcours-login-local"])
def test_a_frame_that_gave_a_cookie_back_loses_no_time(ground: Ground, cookie: str) -> None:
    client = ground.client()
    client.set_cookie(cookie, "1", domain="127.0.0.1")

    assert log_in(ground, client, FRAME).status_code == 302


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Dest": "document"}, {"Sec-Fetch-Dest": "empty"}])
def test_outside_of_a_frame_nothing_is_tried(ground: Ground, headers: dict[str, str]) -> None:
    assert log_in(ground, ground.client(), headers, lti_storage_target="_parent").status_code == 302


def test_the_login_can_begin_again_from_the_same_parameters(ground: Ground) -> None:
    page = log_in(ground, ground.client(), FRAME, lti_message_hint='{"launchid":"é"}').text
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))

    sent = {name: html.unescape(value) for name, value in form.items()}
    assert sent == ground.login_fields(lti_message_hint='{"launchid":"é"}')


@pytest.mark.parametrize("target", ["x" * 101, "a\nb", ""])
def test_an_odd_storage_target_is_left_alone(ground: Ground, target: str) -> None:
    answer = log_in(ground, ground.client(), FRAME, lti_storage_target=target)

    assert answer.status_code == 200
    assert "data-secret" not in answer.text


def test_the_launch_without_cookie_reads_the_storage_back_then_opens(ground: Ground) -> None:
    stored = Stored(ground)
    page = stored.post()
    assert page.status_code == 200
    assert stored.read(page.text, "key") == stored.key
    assert stored.read(page.text, "origin") == "https://lms.example"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert stored.secret not in page.text

    assert stored.post(OURS, stockage=stored.secret).status_code == 303
    assert stored.post(OURS, stockage=stored.secret).status_code == 400  # once


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no Origin"),
        pytest.param({"Origin": "null"}, id="null Origin"),
        pytest.param({"Origin": "https://lms.example"}, id="Origin of the platform"),
        pytest.param({"Origin": PUBLIC_URL + "1"}, id="Origin on another port"),
    ],
)
def test_a_storage_answer_from_another_site_is_refused(
    ground: Ground, refusals: Refusals, headers: dict[str, str]
) -> None:
    stored = Stored(ground)
    refusals.expect_nothing_new()

    refusals.check(
        stored.post(headers, stockage=stored.secret), "storage_wrong", part=PART, secrets=(stored.secret,)
    )
    assert stored.post(OURS, stockage=stored.secret).status_code == 303  # nothing was used up


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param("", "cookie_missing", id="the storage did not answer"),
        pytest.param("inventé", "browser_changed", id="the storage answered something else"),
    ],
)
def test_a_storage_that_does_not_help(ground: Ground, refusals: Refusals, answer: str, code: str) -> None:
    stored = Stored(ground)
    refusals.expect_nothing_new()

    refusals.check(stored.post(OURS, stockage=answer), code, part=PART)


def test_the_secret_of_another_login(ground: Ground, refusals: Refusals) -> None:
    mine, theirs = Stored(ground), Stored(ground)
    refusals.expect_nothing_new()

    refusals.check(mine.post(OURS, stockage=theirs.secret), "browser_changed", part=PART)


def test_without_storage_the_launch_is_refused_at_once(ground: Ground, refusals: Refusals) -> None:
    state, nonce = ground.begin_login(ground.client())
    refusals.expect_nothing_new()

    answer = ground.post_launch(ground.client(), ground.platform.id_token(nonce), state)

    refusals.check(answer, "cookie_missing", part=PART)
