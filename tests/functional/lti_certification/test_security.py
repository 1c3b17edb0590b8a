"""What the certification watches in the login and the launch themselves (Security Framework 1.0)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from lti_tool.launch import claims as names
from tests.functional.lti_certification.conftest import Judge
from tests.support.hostile import PUBLIC_URL, REMOVED, Ground


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_login_initiation_by_get_and_post(ground: Ground, method: str) -> None:
    fields = ground.login_fields(lti_message_hint='{"cmid":3,"launchid":"a b&c"}', login_hint="é 42")
    where = {"query_string": fields} if method == "GET" else {"data": fields}
    answer = ground.client().open("/lti/login", method=method, **where)

    assert answer.status_code == 302
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}
    assert (len(asked.pop("state")) >= 43, len(asked.pop("nonce")) >= 43) == (True, True)
    assert asked == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "outil-1",
        "redirect_uri": f"{PUBLIC_URL}/lti/launch",
        "login_hint": "é 42",
        "lti_message_hint": '{"cmid":3,"launchid":"a b&c"}',
    }


def test_login_without_client_id_when_the_issuer_has_one(ground: Ground) -> None:
    assert ground.client().post("/lti/login", data=ground.login_fields(client_id=REMOVED)).status_code == 302


def test_state_is_bound_to_the_browser(ground: Ground) -> None:
    state, nonce = ground.begin_login(ground.client())
    other = ground.client()
    ground.begin_login(other)

    assert ground.post_launch(other, ground.platform.id_token(nonce), state).status_code == 400


def test_nonce_serves_once(ground: Ground) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce)
    assert ground.post_launch(client, token, state).status_code == 303
    assert ground.post_launch(client, token, state).status_code == 400

    state, _ = ground.begin_login(client)
    assert ground.post_launch(client, token, state).status_code == 400


def test_issuer_client_and_deployment_together_are_the_tenant(judge: Judge) -> None:
    judge.ground.register("cle-2", client_id="outil-2", deployment_id="2")
    judge.refuses({names.DEPLOYMENT_ID: "2"}, code="deployment_unknown")
    judge.refuses({"aud": "outil-2"}, code="audience_wrong")


def test_unknown_claims_are_ignored(ground: Ground) -> None:
    ground.open({"https://www.example.com/extension": {"color": "violet"}, names.CUSTOM: {"x": "y"}})


def test_our_keys_are_published_with_kid_and_algorithm(ground: Ground) -> None:
    answer = ground.client().get("/lti/jwks.json")

    assert answer.mimetype == "application/json"
    for key in answer.json["keys"]:
        assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
        assert key["kid"]
        assert {"d", "p", "q", "dp", "dq", "qi"} & set(key) == set()
