"""Registrations that must lead nowhere: a French page, 4xx, nothing created."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.functional.launch.conftest import Refusals
from tests.functional.registration.conftest import Inviter
from tests.functional.registration.platform_server import CONFIGURATION, REGISTRATION, PlatformServer
from tests.support.hostile import REMOVED

PART = "Registration"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"issuer": "https://moodle.example"}, "issuer_of_another_host", id="issuer elsewhere"),
        pytest.param({"issuer": "http://127.0.0.1:1"}, "issuer_of_another_host", id="issuer on another port"),
        pytest.param({"issuer": "pas une adresse"}, "issuer_of_another_host", id="issuer not an address"),
        pytest.param({"issuer": "http://127.0.0.1:x"}, "issuer_of_another_host", id="issuer with a bad port"),
        pytest.param({"issuer": "https://[x"}, "issuer_of_another_host", id="issuer that cannot be parsed"),
        pytest.param(
            {"issuer": "<script>alert(1)</script>"}, "issuer_of_another_host", id="script in the issuer"
        ),
        *(
            pytest.param({name: value}, "configuration_incomplete", id=f"{name} {label}")
            for name in (
                "issuer",
                "authorization_endpoint",
                "token_endpoint",
                "jwks_uri",
                "registration_endpoint",
            )
            for label, value in (("absent", REMOVED), ("a number", 1), ("of 9000 characters", "a" * 9000))
        ),
        *(
            pytest.param({name: url}, "platform_address_refused", id=f"{name} {label}")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
            for label, url in (
                ("private", "https://10.1.2.3/x"),
                ("on http", "http://lms.example/x"),
                ("javascript", "javascript:alert(1)"),
                ("of cloud metadata", "https://169.254.169.254/x"),
            )
        ),
        pytest.param(
            {"https://purl.imsglobal.org/spec/lti-platform-configuration": REMOVED},
            "configuration_incomplete",
            id="not an LTI platform",
        ),
        pytest.param(
            {"id_token_signing_alg_values_supported": ["HS256"]}, "platform_without_rs256", id="no RS256"
        ),
        pytest.param(
            {"id_token_signing_alg_values_supported": 5}, "platform_without_rs256", id="algorithms not a list"
        ),
    ],
)
def test_what_the_configuration_says(
    inviter: Inviter, platform: PlatformServer, refusals: Refusals, changes: dict[str, Any], code: str
) -> None:
    secret = inviter.secret()
    platform.configure(**changes)
    refusals.expect_nothing_new()

    response = inviter.open(secret)

    refusals.check(response, code, part=PART, secrets=(secret,))
    assert "<script>alert" not in response.text
    assert platform.sent("POST", REGISTRATION) == []


@pytest.mark.parametrize(
    ("body", "status", "headers", "code"),
    [
        pytest.param(b"<html>", 200, {}, "configuration_not_json", id="configuration is a page"),
        pytest.param(b"", 200, {}, "configuration_not_json", id="configuration empty"),
        pytest.param(b"[]", 200, {}, "configuration_not_json", id="configuration is a list"),
        pytest.param(b"[" * 50_000, 200, {}, "configuration_not_json", id="configuration deeply nested"),
        pytest.param(b"\xff\xfe{", 200, {}, "configuration_not_json", id="configuration not text"),
        pytest.param(b" " * 1_100_000, 200, {}, "configuration_too_large", id="configuration of a megabyte"),
        pytest.param(b"{}", 404, {}, "configuration_unreachable", id="configuration 404"),
        pytest.param(b"{}", 500, {}, "configuration_unreachable", id="configuration 500"),
        pytest.param(
            b"",
            302,
            {"Location": "http://169.254.169.254/latest/meta-data"},
            "configuration_redirected",
            id="configuration redirects to a private address",
        ),
    ],
)
def test_how_the_configuration_is_answered(
    inviter: Inviter,
    platform: PlatformServer,
    refusals: Refusals,
    body: bytes,
    status: int,
    headers: dict[str, str],
    code: str,
) -> None:
    secret = inviter.secret()
    platform.answer("GET", CONFIGURATION, body, status, **headers)
    refusals.expect_nothing_new()

    refusals.check(inviter.open(secret), code, part=PART, secrets=(secret,))
    assert len(platform.calls) == 1


@pytest.mark.parametrize(
    ("body", "status", "headers", "code"),
    [
        pytest.param(
            b"token_already_used", 401, {}, "platform_token_already_used", id="platform token reused"
        ),
        pytest.param(
            b"missing_registration_token",
            401,
            {},
            "platform_missing_registration_token",
            id="Authorization stripped by a proxy",
        ),
        pytest.param(b"<html>404</html>", 404, {}, "platform_registration_not_found", id="token malformed"),
        pytest.param(
            b"domain_targetlinkuri_mismatch", 400, {}, "platform_domain_targetlinkuri_mismatch", id="domain"
        ),
        pytest.param(b'{"error": "invalid_token"}', 403, {}, "platform_token_refused", id="JSON refusal"),
        pytest.param(b'{"error": {"a": 1}}', 400, {}, "platform_refused_registration", id="odd refusal"),
        pytest.param(
            b"<script>alert(1)</script>", 400, {}, "platform_refused_registration", id="refusal script"
        ),
        pytest.param(b"", 500, {}, "platform_refused_registration", id="registration 500"),
        pytest.param(b"", 204, {}, "platform_refused_registration", id="registration without an answer"),
        pytest.param(b"<html>ok</html>", 200, {}, "registration_answer_not_json", id="answer is a page"),
        pytest.param(b"[]", 200, {}, "registration_answer_not_json", id="answer is a list"),
        pytest.param(b"x" * 1_100_000, 200, {}, "registration_answer_too_large", id="answer of a megabyte"),
        pytest.param(
            b"", 307, {"Location": "https://10.0.0.1/"}, "registration_redirected", id="redirect to private"
        ),
        pytest.param(b"{}", 200, {}, "registration_answer_incomplete", id="no client_id"),
        pytest.param(b'{"client_id": 5}', 200, {}, "registration_answer_incomplete", id="client_id a number"),
        pytest.param(
            b'{"client_id": "' + b"a" * 300 + b'"}',
            200,
            {},
            "registration_answer_incomplete",
            id="long client_id",
        ),
        pytest.param(
            b'{"client_id": "a\\u0000b"}', 200, {}, "registration_answer_incomplete", id="NUL in client_id"
        ),
        pytest.param(
            b'{"client_id": "a", "https://purl.imsglobal.org/spec/lti-tool-configuration":'
            b' {"deployment_id": [1]}}',
            200,
            {},
            "registration_answer_incomplete",
            id="deployment_id a list",
        ),
        pytest.param(
            b'{"client_id": "a", "registration_client_uri": "https://10.0.0.1/"}',
            200,
            {},
            "platform_address_refused",
            id="registration_client_uri private",
        ),
        pytest.param(
            b'{"client_id": "a", "registration_client_uri": 5}',
            200,
            {},
            "registration_answer_incomplete",
            id="registration_client_uri a number",
        ),
    ],
)
def test_how_the_registration_is_answered(
    inviter: Inviter,
    platform: PlatformServer,
    refusals: Refusals,
    body: bytes,
    status: int,
    headers: dict[str, str],
    code: str,
) -> None:
    secret = inviter.secret()
    platform.answer("POST", REGISTRATION, body, status, **headers)
    refusals.expect_nothing_new()

    response = inviter.open(secret)

    refusals.check(response, code, part=PART, secrets=(secret, "un-jeton-de-la-plateforme"))
    assert "<script>alert" not in response.text
    # The same link serves again once the platform is repaired.
    platform.answer("POST", REGISTRATION, platform.registered())
    assert inviter.open(secret).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("a..localhost", id="host with an empty label"),
        pytest.param("a" * 70 + ".localhost", id="host with a label of 70 characters"),
        pytest.param("*.localhost", id="host with a star"),
        pytest.param("é\u0300.localhost", id="host that is not ASCII"),
        pytest.param("xn--.localhost", id="host that is not IDNA"),
    ],
)
def test_host_names_that_cannot_be_looked_up(inviter: Inviter, refusals: Refusals, host: str) -> None:
    secret = inviter.secret()
    refusals.expect_nothing_new()

    response = inviter.open(secret, openid_configuration=f"http://{host}:9/c")

    refusals.check(response, "configuration_unreachable", part=PART, secrets=(secret,))


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("deux mots", id="token with a space"),
        pytest.param("a\r\nX-Evil: 1", id="token with a new line"),
        pytest.param("é", id="token not ASCII"),
        pytest.param("a" * 10_001, id="token of 10001 characters"),
    ],
)
def test_registration_token_that_no_header_can_carry(
    inviter: Inviter, refusals: Refusals, token: str
) -> None:
    secret = inviter.secret()
    refusals.expect_nothing_new()

    refusals.check(inviter.open(secret, registration_token=token), "registration_token_malformed", part=PART)
    assert inviter.platform.calls == []


@pytest.mark.parametrize(
    ("secret", "code", "status"),
    [
        pytest.param(REMOVED, "invitation_missing", 400, id="no invitation: not invited by us"),
        pytest.param("", "invitation_missing", 400, id="empty invitation"),
        pytest.param("devine", "invitation_unknown", 403, id="invented invitation"),
        pytest.param("a" * 10_000, "invitation_unknown", 403, id="invitation of 10000 characters"),
        pytest.param("a\x00b", "invitation_unknown", 403, id="NUL in the invitation"),
    ],
)
def test_without_an_invitation_of_ours(
    inviter: Inviter, refusals: Refusals, secret: object, code: str, status: int
) -> None:
    refusals.expect_nothing_new()

    refusals.check(inviter.open(secret), code, status, part=PART)
    assert inviter.platform.calls == []


def test_expired_invitation(inviter: Inviter, refusals: Refusals) -> None:
    secret = inviter.secret(life=timedelta(minutes=30))
    inviter.ground.clock.advance(30 * 60)
    refusals.expect_nothing_new()

    refusals.check(inviter.open(secret), "invitation_expired", 403, part=PART)
    assert inviter.platform.calls == []


def test_invitation_opened_twice(inviter: Inviter, refusals: Refusals) -> None:
    secret = inviter.secret()
    assert inviter.open(secret).status_code == 200
    refusals.expect_nothing_new()

    refusals.check(inviter.open(secret), "invitation_used", 403, part=PART)
    assert len(inviter.platform.sent("POST", REGISTRATION)) == 1


def test_a_person_who_opens_the_link_does_not_wear_it_out(inviter: Inviter) -> None:
    secret = inviter.secret()
    for _ in range(25):
        answer = inviter.ground.client().get("/lti/register", query_string={"invitation": secret})
        assert answer.status_code == 400
        assert "Ce lien se colle dans votre plateforme" in answer.text

    assert inviter.open(secret).status_code == 200


def test_invitation_that_failed_too_often(
    inviter: Inviter, platform: PlatformServer, refusals: Refusals
) -> None:
    secret = inviter.secret()
    platform.answer("POST", REGISTRATION, b"", 500)
    for _ in range(20):
        assert inviter.open(secret).status_code == 400
    refusals.expect_nothing_new()

    refusals.check(inviter.open(secret), "invitation_exhausted", 403, part=PART)
    assert len(platform.sent("POST", REGISTRATION)) == 20


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE"])
def test_other_methods_do_not_register(inviter: Inviter, method: str) -> None:
    secret = inviter.secret()
    before = inviter.ground.counts()
    query = {"invitation": secret, "openid_configuration": inviter.platform.configuration_url}

    response = inviter.ground.client().open("/lti/register", method=method, query_string=query)

    assert response.status_code == 405
    assert inviter.ground.counts() == before
    assert inviter.platform.calls == []
