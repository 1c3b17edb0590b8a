"""Dynamic Registration 1.0: one test a line of the certification list."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.platforms.client_metadata import TOOL
from tests.functional.registration.conftest import Inviter
from tests.functional.registration.platform_server import REGISTRATION, PlatformServer
from tests.support.hostile import PUBLIC_URL


@pytest.fixture
def sent(inviter: Inviter, platform: PlatformServer) -> Any:
    """Our registration request, as the platform got it."""
    inviter.open(inviter.secret())
    (call,) = platform.sent("POST", REGISTRATION)
    return call


def test_the_registration_token_is_the_bearer(sent: Any) -> None:
    assert sent.authorization == "Bearer un-jeton-de-la-plateforme"


def test_the_request_is_json(sent: Any) -> None:
    assert sent.content_type == "application/json"


@pytest.mark.parametrize(
    "member",
    [
        "application_type",
        "response_types",
        "grant_types",
        "initiate_login_uri",
        "redirect_uris",
        "client_name",
        "jwks_uri",
        "token_endpoint_auth_method",
    ],
)
def test_every_required_member_is_there(sent: Any, member: str) -> None:
    assert sent.sent[member]


def test_the_tool_configuration_names_its_domain_and_its_address(sent: Any) -> None:
    tool = sent.sent[TOOL]
    assert tool["target_link_uri"].startswith(PUBLIC_URL)
    assert tool["domain"] in PUBLIC_URL


def test_no_name_and_no_address_are_asked_by_default(sent: Any) -> None:
    assert not {"name", "given_name", "family_name", "email"} & set(sent.sent[TOOL]["claims"])


def test_the_last_page_closes_the_frame_of_the_platform(inviter: Inviter) -> None:
    assert "js/registration.js" in inviter.open(inviter.secret()).text


def test_a_registration_token_is_used_once(inviter: Inviter, platform: PlatformServer) -> None:
    secret = inviter.secret()
    assert inviter.open(secret).status_code == 200
    assert inviter.open(secret).status_code in (400, 403)
    assert len(platform.sent("POST", REGISTRATION)) == 1
