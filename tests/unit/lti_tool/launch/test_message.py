"""The message alone: no database, no HTTP; a key in hand and a stopped clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from lti_tool.errors import LaunchRefusedError
from lti_tool.launch import claims as names
from lti_tool.launch.message import LEEWAY, MAX_AGE, MAX_LIFETIME, StrictLaunch
from lti_tool.launch.models import LoginTransaction
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus
from tests.support.clock import START
from tests.support.hostile import REMOVED, TARGET, changed, public_jwk, rsa_key, sign

NOW = int(START.timestamp())
ISSUER = "https://lms.example"


class Desk:
    """A login that waits for its message; counts how often the keys are looked up."""

    def __init__(self) -> None:
        self.platform = Platform(
            issuer=ISSUER,
            client_id="outil-1",
            status=PlatformStatus.ACTIVE,
            auth_login_url=f"{ISSUER}/auth",
            auth_token_url=f"{ISSUER}/token",
            jwks_url=f"{ISSUER}/jwks",
            deployments=[Deployment(deployment_id="1"), Deployment(deployment_id="2")],
        )
        self.login = LoginTransaction(nonce="n", target_link_uri=TARGET, deployment_id=None)
        self.looked_up: list[str] = []

    def find_key(self, _platform: Platform, kid: str) -> dict[str, Any]:
        self.looked_up.append(kid)
        return public_jwk("cle-1")

    def body(self, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        honest = {
            "iss": ISSUER, "aud": "outil-1", "sub": "42", "iat": NOW, "exp": NOW + 60, "nonce": "n",
            names.MESSAGE_TYPE: "LtiResourceLinkRequest", names.VERSION: "1.3.0", names.DEPLOYMENT_ID: "1",
            names.TARGET_LINK_URI: TARGET, names.ROLES: [], names.RESOURCE_LINK: {"id": "rl"},
        }  # fmt: skip
        return changed(honest, changes or {})

    def verify(self, changes: Mapping[str, Any] | None = None, **options: Any) -> Mapping[str, Any]:
        header = {"alg": "RS256", "kid": "cle-1"} | options.get("header", {})
        body = json.dumps(self.body(changes)).encode()
        token = options.get("token") or sign(json.dumps(header).encode(), body, rsa_key("cle-1"))
        return StrictLaunch(
            {"id_token": token}, self.login, self.platform, find_key=self.find_key, now=START
        ).verified_body()

    def reason(self, changes: Mapping[str, Any] | None = None, **options: Any) -> str:
        with pytest.raises(LaunchRefusedError) as refused:
            self.verify(changes, **options)
        return refused.value.reason


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_honest_message_is_given_whole(desk: Desk) -> None:
    assert desk.verify() == desk.body()
    assert desk.looked_up == ["cle-1"]


LEEWAY_S, AGE_S, LIFE_S = (int(one.total_seconds()) for one in (LEEWAY, MAX_AGE, MAX_LIFETIME))


@pytest.mark.parametrize(
    ("iat", "exp"),
    [
        (LEEWAY_S, 120),
        (-70, -LEEWAY_S + 1),
        (-AGE_S - LEEWAY_S, 60),
        (0, LIFE_S),
        (0.5, 1.5),
    ],
)
def test_dates_at_the_edge_are_accepted(desk: Desk, iat: float, exp: float) -> None:
    desk.verify({"iat": NOW + iat, "exp": NOW + exp})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iat": NOW + LEEWAY_S + 1, "exp": NOW + 200}, "token_from_the_future"),
        ({"iat": NOW - 120, "exp": NOW - LEEWAY_S}, "token_expired"),
        ({"iat": NOW - AGE_S - LEEWAY_S - 1}, "token_too_old"),
        ({"exp": NOW + LIFE_S + 1}, "token_lifetime_wrong"),
        ({"exp": NOW}, "token_lifetime_wrong"),
        ({"nbf": NOW + LEEWAY_S + 1}, "token_not_yet_valid"),
        ({"nbf": "demain"}, "nbf_invalid"),
        ({"iat": True}, "iat_invalid"),
        ({"exp": None}, "exp_missing"),
    ],
)
def test_dates_over_the_edge(desk: Desk, changes: dict[str, Any], reason: str) -> None:
    assert desk.reason(changes) == reason


@pytest.mark.parametrize("missing", ["exp", "iat", "nonce"])
def test_what_every_token_must_have(desk: Desk, missing: str) -> None:
    assert desk.reason({missing: REMOVED}) == f"{missing}_missing"


@pytest.mark.parametrize(
    "audience", [{"aud": ["outil-1"]}, {"aud": ["a", "outil-1"], "azp": "outil-1"}, {"azp": "outil-1"}]
)
def test_audiences_that_are_ours(desk: Desk, audience: dict[str, Any]) -> None:
    desk.verify(audience)


@pytest.mark.parametrize("audience", [None, [], "", {}, ["a"], [["outil-1"]], 1])
def test_audiences_that_are_not(desk: Desk, audience: Any) -> None:
    assert desk.reason({"aud": audience}) == "audience_wrong"


def test_nothing_is_looked_up_for_a_token_that_is_not_for_us(desk: Desk) -> None:
    for changes in ({"nonce": "x"}, {"iss": "x"}, {"aud": "x"}, {"aud": ["outil-1", "x"]}):
        desk.reason(changes)

    assert desk.looked_up == []


def test_the_deployment_announced_at_login_is_the_one_of_the_message(desk: Desk) -> None:
    desk.login.deployment_id = "2"

    assert desk.reason() == "deployment_changed"
    desk.verify({names.DEPLOYMENT_ID: "2"})


def test_a_tenant_that_is_not_active(desk: Desk) -> None:
    desk.platform.status = PlatformStatus.PENDING

    assert desk.reason() == "platform_not_active"


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("..", "id_token_malformed"),
        ("e30.e30.", "algorithm_refused"),
        ("a.b.c.d", "id_token_malformed"),
        ("W10.e30.x", "id_token_malformed"),
        ("x" * 100_001, "id_token_too_large"),
    ],
)
def test_tokens_that_are_not_tokens(desk: Desk, token: str, reason: str) -> None:
    assert desk.reason(token=token) == reason


def test_a_signature_over_other_bytes(desk: Desk) -> None:
    head, body, _ = sign(
        b'{"alg":"RS256","kid":"cle-1"}', json.dumps(desk.body()).encode(), rsa_key("cle-1")
    ).split(".")

    assert desk.reason(token=f"{head}.{body}.AAAA") == "signature_wrong"
