"""Registrations that succeed: what is sent, what is kept, and that nothing opens before our approval."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from lti_tool.errors import OperatorError, RegistrationRefusedError
from lti_tool.platforms import approval
from lti_tool.platforms.client_metadata import TOOL
from lti_tool.platforms.models import Platform, PlatformStatus
from lti_tool.platforms.openid_configuration import PLATFORM
from lti_tool.platforms.registration_update import update_registration
from tests.functional.registration.conftest import Inviter
from tests.functional.registration.platform_server import CLIENT, REGISTRATION, PlatformServer
from tests.support.hostile import PUBLIC_URL, REMOVED, Ground, HostilePlatform, KeyServer


def kept(ground: Ground, client_id: str = "AbC123") -> Platform:
    with ground.database.begin() as session:
        return session.scalars(select(Platform).where(Platform.client_id == client_id)).one()


def approve(ground: Ground, client_id: str = "AbC123") -> None:
    with ground.database.begin() as session:
        approval.approve(session, approval.choose_platform(session, client_id))


def test_what_the_tool_says_of_itself(inviter: Inviter, platform: PlatformServer) -> None:
    inviter.open(inviter.secret())

    (call,) = platform.sent("POST", REGISTRATION)
    assert call.authorization == "Bearer un-jeton-de-la-plateforme"
    assert call.content_type == "application/json"
    sent, tool = call.sent, call.sent[TOOL]
    assert sent["response_types"] == ["id_token"]
    assert sent["token_endpoint_auth_method"] == "private_key_jwt"
    assert sent["initiate_login_uri"] == f"{PUBLIC_URL}/lti/login"
    assert sent["redirect_uris"] == [f"{PUBLIC_URL}/lti/launch"]
    assert sent["jwks_uri"] == f"{PUBLIC_URL}/lti/jwks.json"
    assert tool["domain"] == "127.0.0.1:8000"  # with the port, as Moodle wants it
    assert tool["target_link_uri"] == f"{PUBLIC_URL}/"
    assert {message["type"] for message in tool["messages"]} == {
        "LtiResourceLinkRequest",
        "LtiDeepLinkingRequest",
        "LtiSubmissionReviewRequest",
    }
    assert not {"name", "given_name", "family_name", "email"} & set(tool["claims"])


def test_names_are_asked_only_when_the_invitation_says_so(inviter: Inviter, platform: PlatformServer) -> None:
    inviter.open(inviter.secret(with_names=True))

    (call,) = platform.sent("POST", REGISTRATION)
    assert {"name", "given_name", "family_name", "email"} <= set(call.sent[TOOL]["claims"])


def test_a_platform_without_a_registration_token(inviter: Inviter, platform: PlatformServer) -> None:
    assert inviter.open(inviter.secret(), registration_token=REMOVED).status_code == 200

    assert platform.sent("POST", REGISTRATION)[0].authorization is None


def test_what_is_kept_waits_for_our_approval(inviter: Inviter, platform: PlatformServer) -> None:
    page = inviter.open(inviter.secret())

    row = kept(inviter.ground)
    assert (row.name, row.issuer, row.status) == ("Moodle de la ville", platform.url, PlatformStatus.PENDING)
    assert (row.auth_login_url, row.auth_token_url) == (f"{platform.url}/auth", f"{platform.url}/token")
    assert (row.jwks_url, row.product) == (f"{platform.url}/certs", "moodle 4.5.6")
    assert [one.deployment_id for one in row.deployments] == ["7"]
    assert "approuve votre plateforme" in page.text
    assert "registration.js" in page.text
    assert f"frame-ancestors 'self' {platform.url}" in page.headers["Content-Security-Policy"]
    fields = {
        "iss": platform.url,
        "client_id": "AbC123",
        "login_hint": "1",
        "target_link_uri": f"{PUBLIC_URL}/",
    }
    assert inviter.ground.client().post("/lti/login", data=fields).status_code == 403
    approve(inviter.ground)
    assert inviter.ground.client().post("/lti/login", data=fields).status_code == 302


def test_words_of_the_platform_are_shown_as_text(inviter: Inviter, platform: PlatformServer) -> None:
    evil = "<script>alert(1)</script>"
    platform.configure(**{PLATFORM: {"product_family_code": evil, "version": "1\n2"}})
    platform.answer(
        "POST",
        REGISTRATION,
        platform.registered(client_id=evil, client_name=evil, **{TOOL: {"deployment_id": evil}}),
    )

    page = inviter.open(inviter.secret())

    assert page.status_code == 200
    assert evil not in page.text
    assert page.text.count("&lt;script&gt;alert(1)") == 2
    assert kept(inviter.ground, evil).name == "Moodle de la ville"


def test_registering_again_with_another_client_id_makes_another_platform(
    inviter: Inviter, platform: PlatformServer
) -> None:
    inviter.open(inviter.secret())
    platform.answer(
        "POST", REGISTRATION, platform.registered(client_id="Autre", **{TOOL: {"deployment_id": 8}})
    )
    inviter.open(inviter.secret())

    assert kept(inviter.ground).id != kept(inviter.ground, "Autre").id
    assert [one.deployment_id for one in kept(inviter.ground, "Autre").deployments] == ["8"]


def test_an_update_keeps_the_platform_and_adds_the_deployment(
    inviter: Inviter, platform: PlatformServer
) -> None:
    inviter.open(inviter.secret())
    approve(inviter.ground)
    platform.answer("POST", REGISTRATION, platform.registered(**{TOOL: {"deployment_id": "9"}}))

    page = inviter.open(inviter.secret())

    row = kept(inviter.ground)
    assert sorted(one.deployment_id for one in row.deployments) == ["7", "9"]
    assert row.is_active
    assert "active de notre côté" in page.text


def test_an_update_that_changes_an_address_goes_back_to_approval(
    inviter: Inviter, platform: PlatformServer
) -> None:
    inviter.open(inviter.secret())
    approve(inviter.ground)
    platform.configure(jwks_uri=f"{platform.url}/other-keys")

    inviter.open(inviter.secret())

    assert kept(inviter.ground).status == PlatformStatus.PENDING
    assert kept(inviter.ground).jwks_url == f"{platform.url}/other-keys"


def test_an_update_does_not_wake_a_disabled_platform(inviter: Inviter, platform: PlatformServer) -> None:
    inviter.open(inviter.secret())
    with inviter.ground.database.begin() as session:
        approval.disable(session, approval.choose_platform(session, "AbC123"))

    inviter.open(inviter.secret())

    assert kept(inviter.ground).status == PlatformStatus.DISABLED


def test_two_browsers_on_one_invitation_register_once(inviter: Inviter, platform: PlatformServer) -> None:
    secret = inviter.secret()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: inviter.open(secret).status_code, range(4)))

    assert sorted(answers) == [200, 403, 403, 403]
    assert len(platform.sent("POST", REGISTRATION)) == 1


@pytest.fixture
def without_deployment(inviter: Inviter, platform: PlatformServer) -> Iterator[HostilePlatform]:
    """A registered and approved platform that did not say its deployment, and its keys."""
    keys = KeyServer("cle-dyn")
    platform.configure(jwks_uri=keys.url)
    platform.answer("POST", REGISTRATION, platform.registered(**{TOOL: REMOVED}))
    page = inviter.open(inviter.secret())
    assert "première ouverture" in page.text
    yield HostilePlatform(
        keys,
        inviter.ground.clock,
        issuer=platform.url,
        client_id="AbC123",
        kid="cle-dyn",
        deployment_id="d-1",
    )
    keys.stop()


def test_the_first_launch_brings_the_deployment(
    inviter: Inviter, without_deployment: HostilePlatform
) -> None:
    ground = inviter.ground
    fields = ground.login_fields(without_deployment)
    assert ground.client().post("/lti/login", data=fields).status_code == 403  # not approved yet
    approve(ground)

    assert ground.launch(platform=without_deployment).status_code == 303
    assert [one.deployment_id for one in kept(ground).deployments] == ["d-1"]
    without_deployment.deployment_id = "d-2"
    refused = ground.launch(platform=without_deployment)
    assert refused.status_code == 403
    assert "deployment_unknown" in refused.text
    assert [one.deployment_id for one in kept(ground).deployments] == ["d-1"]


def offering_update(inviter: Inviter, platform: PlatformServer) -> Platform:
    """Registered with a platform that lets us change the registration."""
    answer = platform.registered(
        registration_client_uri=platform.url + CLIENT, registration_access_token="cle-de-modification"
    )
    platform.answer("POST", REGISTRATION, answer)
    inviter.open(inviter.secret())
    return kept(inviter.ground)


@pytest.mark.parametrize("names", [[], ["name", "email"]])
def test_our_own_update_reads_then_writes(
    inviter: Inviter, platform: PlatformServer, names: list[str]
) -> None:
    row, tool = offering_update(inviter, platform), inviter.ground.tool
    platform.answer("GET", CLIENT, platform.registered(**{TOOL: {"claims": names}}))
    platform.answer("PUT", CLIENT, platform.registered(registration_access_token="suivante"))

    update_registration(tool.database, tool.http, tool.vault, row.id, PUBLIC_URL)

    (call,) = platform.sent("PUT", CLIENT)
    assert call.authorization == "Bearer cle-de-modification"
    assert call.sent["client_id"] == "AbC123"
    assert ("email" in call.sent[TOOL]["claims"]) == bool(names)
    sealed = kept(inviter.ground).registration_token_encrypted
    assert sealed is not None
    assert tool.vault.decrypt(sealed) == "suivante"


def test_our_own_update_that_is_refused_changes_nothing(inviter: Inviter, platform: PlatformServer) -> None:
    row, tool = offering_update(inviter, platform), inviter.ground.tool
    platform.answer("GET", CLIENT, platform.registered())
    platform.answer("PUT", CLIENT, platform.registered(client_id="Autre"))

    with pytest.raises(RegistrationRefusedError, match="registration_answer_incomplete"):
        update_registration(tool.database, tool.http, tool.vault, row.id, PUBLIC_URL)
    assert kept(inviter.ground).client_id == "AbC123"


def test_a_platform_without_update_is_said(inviter: Inviter, platform: PlatformServer) -> None:
    inviter.open(inviter.secret())
    tool = inviter.ground.tool

    with pytest.raises(OperatorError, match="invitation"):
        update_registration(tool.database, tool.http, tool.vault, kept(inviter.ground).id, PUBLIC_URL)
