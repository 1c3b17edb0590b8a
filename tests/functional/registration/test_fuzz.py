"""Whatever a browser asks and a platform answers: a page, never a 500, never half done."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti_tool.platforms.client_metadata import TOOL
from lti_tool.platforms.openid_configuration import PLATFORM
from tests.functional.registration.conftest import Inviter
from tests.functional.registration.platform_server import CONFIGURATION, REGISTRATION, PlatformServer
from tests.support.hostile import Ground

EXAMPLES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = st.text(max_size=40) | st.sampled_from(
    ["", "https://10.0.0.1/", "http://[::1", "https://a..b/", "javascript:1", "\ud800", "a\x00b", "//x", "é"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
CONFIGURATION_NAMES = st.sampled_from(
    [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "registration_endpoint",
        "authorization_server",
        "id_token_signing_alg_values_supported",
        PLATFORM,
    ]
)
ANSWER_NAMES = st.sampled_from(
    ["client_id", "error", "registration_client_uri", "registration_access_token", TOOL]
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough: what is hunted here is read before the database is."""
    return sqlite_url


def assert_page(ground: Ground, before: dict[str, int], status: int, text: str) -> None:
    assert status == 200 or 400 <= status < 500, text
    assert "<h1>" in text
    if status != 200:
        assert ground.counts() == before


@EXAMPLES
@given(changes=st.dictionaries(CONFIGURATION_NAMES, VALUES, min_size=1, max_size=3))
def test_any_configuration(inviter: Inviter, platform: PlatformServer, changes: dict[str, Any]) -> None:
    secret = inviter.secret()
    before = inviter.ground.counts()
    platform.answer("GET", CONFIGURATION, json.dumps(platform.configuration(**changes)).encode())

    answer = inviter.open(secret)

    assert_page(inviter.ground, before, answer.status_code, answer.text)


@EXAMPLES
@given(
    changes=st.dictionaries(ANSWER_NAMES, VALUES, min_size=1, max_size=3),
    status=st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 429, 500]),
)
def test_any_answer(inviter: Inviter, platform: PlatformServer, changes: dict[str, Any], status: int) -> None:
    secret = inviter.secret()
    before = inviter.ground.counts()
    platform.answer("POST", REGISTRATION, json.dumps(platform.registered(**changes)).encode(), status)

    answer = inviter.open(secret)

    assert_page(inviter.ground, before, answer.status_code, answer.text)


@EXAMPLES
@given(
    query=st.dictionaries(
        st.sampled_from(["invitation", "openid_configuration", "registration_token", "x"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    ),
    invited=st.booleans(),
)
def test_any_query(inviter: Inviter, query: dict[str, str], invited: bool) -> None:
    if invited:
        query = query | {"invitation": inviter.secret()}
    before = inviter.ground.counts()

    answer = inviter.ground.client().get("/lti/register", query_string=query)

    assert answer.status_code in {400, 403}
    assert_page(inviter.ground, before, answer.status_code, answer.text)
