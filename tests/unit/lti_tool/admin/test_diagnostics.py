"""Every line of a diagnosis, on a platform that is well, then ill in each way that was met."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lti_tool.admin.diagnostics import (
    Finding,
    Outcome,
    check_platform,
    ourselves,
    platform_addresses,
    sentences,
)
from lti_tool.admin.diagnostics.finding import failure
from lti_tool.platforms import approval, services
from lti_tool.platforms.client_metadata import LINE_ITEM, RESULTS, ROSTER, SCORE
from lti_tool.platforms.models import Platform
from tests.functional.registration.platform_server import PlatformServer
from tests.support.clock import START, ManualClock
from tests.support.hostile import Ground, public_jwk

DATE = "Mon, 02 Mar 2026 08:30:00 GMT"  # `START`
GRANTED = {"access_token": "t", "token_type": "Bearer", "expires_in": 3600, "scope": ""}


@pytest.fixture
def platform() -> Iterator[PlatformServer]:
    """A platform that is well."""
    server = PlatformServer()
    server.answer("GET", "/certs", {"keys": [public_jwk("cle-1")]})
    server.answer("GET", "/auth", b"<html>missing parameters</html>", 400)
    server.answer("POST", "/token", GRANTED)
    yield server
    server.stop()


@pytest.fixture
def ground(sqlite_url: str, clock: ManualClock) -> Iterator[Ground]:
    """The tool, whose own address nobody serves."""
    ground = Ground(sqlite_url, clock, public_url="http://127.0.0.1:9")
    yield ground
    ground.close()


def registered(ground: Ground, platform: PlatformServer) -> Platform:
    wanted = services.Registration(
        name="Moodle",
        issuer=platform.url,
        client_id="abc",
        deployment_ids=("1",),
        auth_login_url=f"{platform.url}/auth",
        auth_token_url=f"{platform.url}/token",
        jwks_url=f"{platform.url}/certs",
    )
    with ground.database.begin() as session:
        return services.add_platform(session, wanted, ground.tool.http.policy, ground.clock())


def diagnose(ground: Ground, row: Platform) -> dict[str, list[Finding]]:
    """The findings, by what was looked at."""
    tool = ground.tool
    found: dict[str, list[Finding]] = {}
    # The platform's Date is real: our clock must be too, except where clocks are the subject.
    for one in check_platform(
        tool.database, tool.http, tool.vault, lambda: datetime.now(UTC), tool.settings, row
    ):
        found.setdefault(one.check, []).append(one)
    return found


def reasons(findings: list[Finding]) -> list[str]:
    return [finding.reason for finding in findings]


def test_a_platform_that_is_well(ground: Ground, platform: PlatformServer) -> None:
    found = diagnose(ground, registered(ground, platform))

    for check in ("approval", "platform_keys", "clock", "login_address", "token"):
        assert set(reasons(found[check])) == {"ok"}
    assert len(found["token"]) == 4
    assert reasons(found["use"]) == ["never_opened"]
    asked = [call.sent for call in platform.sent("POST", "/token")]
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"<!DOCTYPE html><html>Error</html>", 404, "platform_cannot_read_our_keys"),
        (b"<html>proxy</html>", 200, "platform_cannot_read_our_keys"),
        (b"", 404, "platform_cannot_read_our_keys"),
        ({"error": "invalid_client"}, 401, "token_client_refused"),
        ({"error": "invalid_request"}, 400, "token_refused"),
        ({}, 403, "token_refused"),
        (b"", 429, "token_unreachable"),
        (b"busy", 503, "token_unreachable"),
        (b"ok", 200, "token_unreadable"),
        ([], 200, "token_unreadable"),
        ({"access_token": 5}, 200, "token_unreadable"),
    ],
)
def test_a_token_address_that_is_ill(
    ground: Ground, platform: PlatformServer, body: Any, status: int, reason: str
) -> None:
    platform.answer("POST", "/token", body, status)

    (finding,) = diagnose(ground, registered(ground, platform))["token"]

    assert (finding.reason, finding.outcome) == (reason, Outcome.FAILURE)
    assert finding.message.startswith("Bonjour, ")
    assert len(platform.sent("POST", "/token")) == 1


def test_html_at_the_token_address_is_explained(ground: Ground, platform: PlatformServer) -> None:
    platform.answer("POST", "/token", b"<html>404</html>", 404)

    (finding,) = diagnose(ground, registered(ground, platform))["token"]

    assert "http://127.0.0.1:9/lti/jwks.json" in finding.message
    assert "hôtes bloqués de cURL" in finding.message
    assert "ports autorisés de cURL" in finding.message


def test_services_that_are_not_granted(ground: Ground, platform: PlatformServer) -> None:
    platform.answer("POST", "/token", GRANTED | {"scope": f"{LINE_ITEM} {RESULTS}"})

    tokens = diagnose(ground, registered(ground, platform))["token"]

    assert [(one.reason, one.outcome) for one in tokens] == [
        ("scores_not_granted", Outcome.FAILURE),
        ("ok", Outcome.OK),
        ("ok", Outcome.OK),
        ("service_not_granted", Outcome.WARNING),
    ]
    platform.answer("POST", "/token", {"error": "invalid_scope"}, 400)
    refused = diagnose(ground, registered(ground, platform))["token"]
    assert reasons(refused) == ["scores_not_granted"] + ["service_not_granted"] * 3
    assert SCORE != ROSTER


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 404, "platform_keys_unreadable"),
        (b"<html>", 200, "platform_keys_unreadable"),
        ({"keys": {}}, 200, "platform_keys_unreadable"),
        ({"keys": []}, 200, "platform_keys_empty"),
        ({"keys": [1, {"kty": "EC", "kid": "a"}, {"kty": "RSA"}]}, 200, "platform_keys_empty"),
    ],
)
def test_a_key_set_that_is_ill(
    ground: Ground, platform: PlatformServer, body: Any, status: int, reason: str
) -> None:
    platform.answer("GET", "/certs", body, status)

    assert reasons(diagnose(ground, registered(ground, platform))["platform_keys"]) == [reason]


def test_a_platform_that_is_down(ground: Ground, platform: PlatformServer) -> None:
    row = registered(ground, platform)
    platform.stop()

    found = diagnose(ground, row)

    assert reasons(found["platform_keys"]) == ["platform_keys_unreachable"]
    assert reasons(found["login_address"]) == ["login_unreachable"]
    assert reasons(found["token"]) == ["token_unreachable"]
    assert "clock" not in found


@pytest.mark.parametrize(("status", "reason"), [(404, "login_wrong"), (500, "ok"), (303, "ok"), (200, "ok")])
def test_the_login_address(ground: Ground, platform: PlatformServer, status: int, reason: str) -> None:
    platform.answer("GET", "/auth", b"", status)

    assert reasons(diagnose(ground, registered(ground, platform))["login_address"]) == [reason]


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [(0, "ok"), (3, "ok"), (-3, "ok"), (4, "clock_drift"), (-5, "clock_drift"), (-6, "clock_behind"),
     (55, "clock_drift"), (56, "clock_ahead"), (-7200, "clock_behind")],
)  # fmt: skip
def test_the_clock_of_the_platform(seconds: int, reason: str) -> None:
    assert platform_addresses.check_clock(DATE, START - timedelta(seconds=seconds)).reason == reason


@pytest.mark.parametrize("header", [None, "", "hier"])
def test_a_platform_that_does_not_say_the_time(header: str | None) -> None:
    assert platform_addresses.check_clock(header, START).reason == "clock_unknown"


def test_the_state_of_the_registration(ground: Ground, platform: PlatformServer) -> None:
    row = registered(ground, platform)
    with ground.database.begin() as session:
        approval.disable(session, session.merge(row))
    row = registered(ground, platform)

    assert reasons(diagnose(ground, row)["approval"]) == ["disabled"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8000", ["our_address_http", "our_address_private", "our_port_unusual"]),
        ("https://localhost", ["our_address_private"]),
        ("https://203.0.114.5:8443", ["our_port_unusual"]),
        ("https://203.0.114.5", ["ok"]),
        ("https://no-such-host.example", ["our_address_unresolved"]),
    ],
)
def test_our_own_address(url: str, expected: list[str]) -> None:
    findings = ourselves.check_address(url)

    assert reasons(findings) == expected
    if "our_port_unusual" in expected:
        assert "ports autorisés de cURL" in findings[-1].message


def test_our_own_keys(platform: PlatformServer) -> None:
    assert ourselves.check_keys(platform.url, {"a"}).reason == "our_keys_unreachable"
    for body, reason in (
        ({"keys": [{"kid": "a"}, {"kid": "b"}]}, "ok"),
        ({"keys": [{"kid": "b"}]}, "our_keys_wrong"),
        ({"keys": 5}, "our_keys_wrong"),
        (b"<html>", "our_keys_wrong"),
    ):
        platform.answer("GET", "/lti/jwks.json", body)
        assert ourselves.check_keys(platform.url, {"a"}).reason == reason


def test_every_sentence_can_be_filled_in() -> None:
    details = dict.fromkeys(
        ("service", "url", "host", "address", "port", "problem", "seconds", "jwks_url", "client_id"), "x"
    )
    for reason in sentences.FOUND:
        assert failure("token", reason, **details).sentence
    assert set(sentences.TO_SEND) <= set(sentences.FOUND)
    for sentence in (*sentences.FOUND.values(), *sentences.TO_SEND.values()):
        assert {name for _, name, _, _ in string.Formatter().parse(sentence) if name} <= set(details)
