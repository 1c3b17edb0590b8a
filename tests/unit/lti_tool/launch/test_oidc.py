"""The login: whose addresses are ours, and where the browser is sent."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.db import Database
from lti_tool.errors import LoginRefusedError
from lti_tool.launch.models import LoginTransaction
from lti_tool.launch.oidc import FormRequest, Login, NoCookies, StrictLogin, is_ours, storage_key
from lti_tool.platforms.models import Platform
from lti_tool.security import digest
from tests.factories import launches
from tests.support.clock import ManualClock

PUBLIC = "https://parcours.exemple.fr"


@pytest.mark.parametrize(
    "url",
    [
        PUBLIC,
        PUBLIC + "/",
        PUBLIC + "/x?y=1",
        PUBLIC + ":443/",
        "https://PARCOURS.exemple.fr/",
        PUBLIC + "/é",
    ],
)
def test_ours(url: str) -> None:
    assert is_ours(url, PUBLIC)


@pytest.mark.parametrize(
    "url",
    ["http://parcours.exemple.fr/", PUBLIC + ":444/", PUBLIC + ".evil.example/", "https://a@parcours.exemple.fr/",
     "https://evil.example/?" + PUBLIC, "javascript:alert(1)", "", "//parcours.exemple.fr/", PUBLIC + "\\@x"],
)  # fmt: skip
def test_not_ours(url: str) -> None:
    assert not is_ours(url, PUBLIC)


@pytest.mark.parametrize(
    ("path", "ours"), [("/outil", True), ("/outil/x", True), ("/outils", False), ("/", False)]
)
def test_a_tool_in_a_folder_owns_the_folder_only(path: str, ours: bool) -> None:
    assert is_ours(PUBLIC + path, PUBLIC + "/outil") is ours


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as session:
        yield session


@pytest.fixture
def platform(session: Session, clock: ManualClock) -> Platform:
    return launches.platform(session, clock())


def begin(session: Session, platform: Platform, clock: ManualClock, **params: str) -> Login:
    honest = {
        "iss": platform.issuer,
        "client_id": platform.client_id,
        "login_hint": "42",
        "target_link_uri": PUBLIC + "/",
    }
    return StrictLogin(honest | params, session, public_url=PUBLIC, binding="cookie", now=clock()).begin()


def test_an_authorisation_address_that_has_a_query_keeps_it(
    session: Session, platform: Platform, clock: ManualClock
) -> None:
    platform.auth_login_url = "https://lms.example/auth?tenant=a+b&x=#fin"
    url = urlsplit(begin(session, platform, clock, lti_message_hint="é&=").redirect_url)

    asked = parse_qsl(url.query, keep_blank_values=True)
    assert asked[:2] == [("tenant", "a b"), ("x", "")]
    assert dict(asked)["lti_message_hint"] == "é&="
    assert url.fragment == ""


def test_the_row_keeps_digests_and_ends_in_five_minutes(
    session: Session, platform: Platform, clock: ManualClock
) -> None:
    started = begin(session, platform, clock, lti_deployment_id="1", lti_storage_target="_parent")
    state = dict(parse_qsl(urlsplit(started.redirect_url).query))["state"]
    row = session.get_one(LoginTransaction, digest(state))

    assert (row.binding_hash, row.deployment_id) == (digest("cookie"), "1")
    assert (row.expires_at - row.created_at).total_seconds() == 300
    assert started.storage is not None
    assert row.storage_hash == digest(started.storage.secret)
    assert started.storage.key == storage_key(state)
    assert state not in started.storage.key
    assert started.storage.secret not in repr(started)


def test_rows_that_nobody_came_back_for_are_swept(
    session: Session, platform: Platform, clock: ManualClock
) -> None:
    begin(session, platform, clock)
    clock.advance(3600 + 301)
    begin(session, platform, clock)

    assert len(session.scalars(select(LoginTransaction)).all()) == 1


def test_a_refused_login_writes_nothing(session: Session, platform: Platform, clock: ManualClock) -> None:
    with pytest.raises(LoginRefusedError):
        begin(session, platform, clock, target_link_uri="https://evil.example/")

    assert session.scalars(select(LoginTransaction)).all() == []


def test_pylti1p3_gets_no_cookie_and_no_session_from_us() -> None:
    assert NoCookies().get_cookie("x") is None
    with pytest.raises(NotImplementedError):
        NoCookies().set_cookie("x", "y")
    assert FormRequest({}).session == {}
    assert FormRequest({"a": "1"}).get_param("b") == ""
