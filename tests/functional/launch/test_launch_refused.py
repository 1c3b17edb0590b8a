"""LTI messages that must open nothing: LTI Core 1.3, Security Framework 1.0, and facts seen on real LMSs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lti_tool.launch import claims as names
from lti_tool.platforms.models import PlatformStatus
from tests.functional.launch.conftest import Refusals
from tests.support.hostile import MEMBERSHIP, REMOVED, Ground, b64, public_jwk

PART = "Launch"
Now = Callable[[int], int]


def case(name: str, changes: dict[str, Any], code: str, status: int = 400) -> Any:
    return pytest.param(changes, code, status, id=name)


CLAIMS = [
    case("no exp", {"exp": REMOVED}, "exp_missing"),
    case("no iat", {"iat": REMOVED}, "iat_missing"),
    case("no iss", {"iss": REMOVED}, "issuer_wrong"),
    case("wrong iss", {"iss": "https://evil.example"}, "issuer_wrong"),
    case("iss with a trailing slash", {"iss": "https://lms.example/"}, "issuer_wrong"),
    case("no aud", {"aud": REMOVED}, "audience_wrong"),
    case("wrong aud", {"aud": "autre"}, "audience_wrong"),
    case("aud list without us", {"aud": ["autre"]}, "audience_wrong"),
    case("aud list without azp", {"aud": ["outil-1", "autre"]}, "authorized_party_wrong"),
    case("wrong azp", {"aud": ["outil-1", "autre"], "azp": "autre"}, "authorized_party_wrong"),
    case("aud of numbers", {"aud": ["outil-1", 3]}, "audience_wrong"),
    case("no nonce", {"nonce": REMOVED}, "nonce_missing"),
    case("unknown nonce", {"nonce": "inventé"}, "nonce_wrong"),
    case("nonce number", {"nonce": 12}, "nonce_missing"),
    case("no deployment", {names.DEPLOYMENT_ID: REMOVED}, "deployment_id_missing"),
    case("null deployment", {names.DEPLOYMENT_ID: None}, "deployment_id_missing"),
    case("unknown deployment", {names.DEPLOYMENT_ID: "9"}, "deployment_unknown", 403),
    case("deployment number", {names.DEPLOYMENT_ID: 1}, "deployment_id_invalid"),
    case("no version", {names.VERSION: REMOVED}, "version_wrong"),
    case("version 1.1", {names.VERSION: "1.1"}, "version_wrong"),
    case("version number", {names.VERSION: 1.3}, "version_wrong"),
    case("no message type", {names.MESSAGE_TYPE: REMOVED}, "message_type_missing"),
    case("bogus message type", {names.MESSAGE_TYPE: "Bogus"}, "message_type_unknown"),
    case("proctoring", {names.MESSAGE_TYPE: "LtiStartProctoring"}, "message_type_unsupported"),
    case("no resource link", {names.RESOURCE_LINK: REMOVED}, "resource_link_id_missing"),
    case("resource link without id", {names.RESOURCE_LINK: {}}, "resource_link_id_missing"),
    case("empty resource link id", {names.RESOURCE_LINK: {"id": ""}}, "resource_link_id_invalid"),
    case("resource link text", {names.RESOURCE_LINK: "rl"}, "resource_link_invalid"),
    case("resource link id with NUL", {names.RESOURCE_LINK: {"id": "a\x00"}}, "resource_link_id_invalid"),
    case("lone surrogate id", {names.RESOURCE_LINK: {"id": "\ud800"}}, "resource_link_id_invalid"),
    case("no target", {names.TARGET_LINK_URI: REMOVED}, "target_changed"),
    case("other target", {names.TARGET_LINK_URI: "http://127.0.0.1:8000/x"}, "target_changed"),
    case("no roles", {names.ROLES: REMOVED}, "roles_missing"),
    case("roles as text", {names.ROLES: MEMBERSHIP + "Learner"}, "roles_invalid"),
    case("roles of numbers", {names.ROLES: [1]}, "roles_invalid"),
    case("sub number", {"sub": 42}, "sub_invalid"),
    case("empty sub", {"sub": ""}, "sub_invalid"),
    case("sub of 300 characters", {"sub": "a" * 300}, "sub_invalid"),
    case("iat text", {"iat": "hier"}, "iat_invalid"),
    case("exp true", {"exp": True}, "exp_invalid"),
    case("exp far away", {"exp": 9_999_999_999}, "token_lifetime_wrong"),
    case("iat of 1970", {"iat": 1}, "token_too_old"),
    case("unknown pathway", {names.CUSTOM: {"parcours": "nulle-part"}}, "pathway_unknown"),
    case("unresolved pathway", {names.CUSTOM: {"parcours": "$Parcours.id"}}, "pathway_unknown"),
    case("custom as text", {names.CUSTOM: "parcours"}, "custom_invalid"),
    case("context as text", {names.CONTEXT: "cours"}, "context_invalid"),
]

HEADERS = [
    case("alg none", {"alg": "none"}, "algorithm_refused"),
    case("alg None", {"alg": "None"}, "algorithm_refused"),
    case("alg HS256", {"alg": "HS256"}, "algorithm_refused"),
    case("alg RS512", {"alg": "RS512"}, "algorithm_refused"),
    case("alg ES256", {"alg": "ES256"}, "algorithm_refused"),
    case("no alg", {"alg": REMOVED}, "algorithm_refused"),
    case("no kid", {"kid": REMOVED}, "kid_missing"),
    case("kid number", {"kid": 1}, "kid_missing"),
    case("unknown kid", {"kid": "inventé"}, "unknown_kid"),
]


@pytest.mark.parametrize(("changes", "code", "status"), CLAIMS)
def test_claim(ground: Ground, refusals: Refusals, changes: dict[str, Any], code: str, status: int) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce, changes)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), code, status, part=PART, secrets=(token, state))


@pytest.mark.parametrize(("changes", "code", "status"), HEADERS)
def test_header(ground: Ground, refusals: Refusals, changes: dict[str, Any], code: str, status: int) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce, header=changes)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), code, status, part=PART, secrets=(token,))


@pytest.mark.parametrize(
    ("key", "header"),
    [
        pytest.param("cle-de-personne", {}, id="evil key under the right kid"),
        pytest.param("cle-de-personne", {"jku": "https://evil.example/jwks"}, id="jku header ignored"),
        pytest.param("cle-de-personne", {"jwk": public_jwk("cle-de-personne")}, id="jwk header ignored"),
    ],
)
def test_wrong_key(ground: Ground, refusals: Refusals, key: str, header: dict[str, Any]) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce, key=key, header=header)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), "signature_wrong", part=PART, secrets=(token,))


@pytest.mark.parametrize(
    ("token", "code", "status"),
    [
        pytest.param(REMOVED, "id_token_missing", 400, id="no id_token"),
        pytest.param("a.b", "id_token_malformed", 400, id="two parts"),
        pytest.param("é.é.é", "id_token_malformed", 400, id="bad base64"),
        pytest.param(f"{b64(b'[]')}.{b64(b'{}')}.x", "id_token_malformed", 400, id="header is a list"),
        pytest.param("a" * 200_000, "id_token_too_large", 413, id="200 kB token"),
        pytest.param("a" * 1_000_000, "http_413", 413, id="1 MB token"),
    ],
)
def test_shape(ground: Ground, refusals: Refusals, token: Any, code: str, status: int) -> None:
    client = ground.client()
    state, _ = ground.begin_login(client)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), code, status, part=PART)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"exp": NaN}', id="NaN"),
        pytest.param(b"[" * 100_000, id="deep nesting"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b'"texte"', id="not an object"),
    ],
)
def test_body_that_is_not_json(ground: Ground, refusals: Refusals, body: bytes) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce, body=body)
    refusals.expect_nothing_new()
    answer = ground.post_launch(client, token, state)

    code = "id_token_malformed" if len(token) < 100_000 else "id_token_too_large"
    refusals.check(answer, code, 400 if len(token) < 100_000 else 413, part=PART)


def test_tampered_body(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    head, _, signature = ground.platform.id_token(nonce).split(".")
    claims = ground.platform.claims(nonce, {"sub": "1"})
    token = f"{head}.{b64(json.dumps(claims).encode())}.{signature}"
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), "signature_wrong", part=PART)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        pytest.param(130, "token_expired", id="expired"),
        pytest.param(-70, "token_from_the_future", id="iat in the future"),
    ],
)
def test_dates(ground: Ground, refusals: Refusals, seconds: int, code: str) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce)
    ground.clock.advance(seconds)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), code, part=PART)


@pytest.mark.parametrize(
    ("state", "code"),
    [pytest.param(REMOVED, "state_missing", id="no state"), pytest.param("x", "state_unknown", id="unknown")],
)
def test_state(ground: Ground, refusals: Refusals, state: Any, code: str) -> None:
    client = ground.client()
    _, nonce = ground.begin_login(client)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, ground.platform.id_token(nonce), state), code, part=PART)


def test_state_too_old(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    ground.clock.advance(301)
    refusals.expect_nothing_new()

    refusals.check(
        ground.post_launch(client, ground.platform.id_token(nonce), state), "state_expired", part=PART
    )


def test_same_message_twice(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce)
    assert ground.post_launch(client, token, state).status_code == 303
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), "state_used", part=PART)


def test_new_token_on_a_used_state(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    assert ground.post_launch(client, "a.b", state).status_code == 400
    refusals.expect_nothing_new()

    refusals.check(
        ground.post_launch(client, ground.platform.id_token(nonce), state), "state_used", part=PART
    )


def test_nonce_of_another_login(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    state, _ = ground.begin_login(client)
    _, other_nonce = ground.begin_login(client)
    refusals.expect_nothing_new()

    refusals.check(
        ground.post_launch(client, ground.platform.id_token(other_nonce), state), "nonce_wrong", part=PART
    )


@pytest.mark.parametrize(
    ("has_cookie", "code"),
    [
        pytest.param(False, "cookie_missing", id="no cookie"),
        pytest.param(True, "browser_changed", id="another"),
    ],
)
def test_another_browser(ground: Ground, refusals: Refusals, has_cookie: bool, code: str) -> None:
    state, nonce = ground.begin_login(ground.client())
    other = ground.client()
    if has_cookie:
        ground.begin_login(other)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(other, ground.platform.id_token(nonce), state), code, part=PART)


def test_other_client_of_the_same_issuer(ground: Ground, refusals: Refusals) -> None:
    other = ground.register("cle-1", client_id="outil-2", deployment_id="2")
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = other.id_token(nonce)
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), "audience_wrong", part=PART)


def test_key_and_deployment_of_another_tenant(ground: Ground, refusals: Refusals) -> None:
    ground.register("cle-2", issuer="https://other.example", deployment_id="2")
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce, key="cle-2", header={"kid": "cle-2"})
    refusals.expect_nothing_new()

    refusals.check(ground.post_launch(client, token, state), "unknown_kid", part=PART)


def test_tenant_disabled_between_login_and_launch(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    ground.set_status(ground.platform, PlatformStatus.DISABLED)
    refusals.expect_nothing_new()

    answer = ground.post_launch(client, ground.platform.id_token(nonce), state)

    refusals.check(answer, "platform_not_active", 403, part=PART)


def test_the_platform_says_no(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    state, _ = ground.begin_login(client)
    refusals.expect_nothing_new()

    answer = ground.post_launch(client, REMOVED, state, error="<script>access_denied</script>")

    refusals.check(answer, "platform_said_no", part=PART)
    assert "<script>" not in answer.text


def test_get(ground: Ground, refusals: Refusals) -> None:
    refusals.expect_nothing_new()

    refusals.check(ground.client().get("/lti/launch"), "launch_by_get", 405, part=PART)


def break_keys(ground: Ground, how: str) -> None:
    keys = ground.platform.keys
    if how == "down":
        keys.status, keys.body = 503, b""
    elif how == "HTML":
        keys.body = b"<!doctype html><p>Erreur"
    elif how == "huge":
        keys.body = b" " * 3_000_000
    elif how == "redirect":
        keys.status, keys.headers = 302, {"Location": "http://169.254.169.254/latest"}
    else:
        keys.body = b'{"keys": 3}'


@pytest.mark.parametrize("how", ["down", "HTML", "huge", "redirect", "no list"])
def test_keys_of_the_platform(ground: Ground, refusals: Refusals, how: str) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    break_keys(ground, how)
    refusals.expect_nothing_new()

    answer = ground.post_launch(client, ground.platform.id_token(nonce), state)

    refusals.check(answer, "keys_unreadable", part=PART)


@pytest.mark.parametrize(
    "change", [{"n": "é"}, {"n": 5}, {"e": ""}, {"n": "AA"}, {"n": None}, {"e": "AA"}, {"n": "!" * 400}]
)
def test_key_that_is_not_a_number(ground: Ground, refusals: Refusals, change: dict[str, Any]) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    ground.platform.keys.body = json.dumps({"keys": [public_jwk("cle-1") | change]}).encode()
    refusals.expect_nothing_new()

    answer = ground.post_launch(client, ground.platform.id_token(nonce), state)

    refusals.check(answer, "signature_wrong", part=PART)
