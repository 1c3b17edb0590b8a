"""Logins and launches that are honest but for a few values."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.launch import claims as names
from tests.fuzz.conftest import FUZZ, Target
from tests.fuzz.strategies import claim_changes, form_text, header_changes, login_changes
from tests.support.hostile import TARGET, b64

BOUND = ("iss", "nonce", names.DEPLOYMENT_ID, names.VERSION, names.TARGET_LINK_URI)


@FUZZ
@given(
    changes=login_changes,
    method=st.sampled_from(["GET", "POST"]),
    frame=st.sampled_from(["iframe", "document", None]),
    cookie=st.one_of(st.none(), form_text.filter(lambda text: len(text) < 400)),
)
def test_login(
    target: Target, changes: dict[str, Any], method: str, frame: str | None, cookie: str | None
) -> None:
    client, fields = target.ground.client(), target.ground.login_fields(**changes)
    if cookie is not None:
        client.set_cookie("parcours-login", cookie, domain="127.0.0.1")
    response = client.open(
        "/lti/login",
        method=method,
        headers={"Sec-Fetch-Dest": frame} if frame else None,
        **{"query_string" if method == "GET" else "data": fields},
    )

    target.check("login", response)
    if response.status_code < 400:
        assert fields["target_link_uri"].startswith(TARGET.rstrip("/"))
        assert fields["iss"] == target.ground.platform.issuer


@FUZZ
@given(changes=claim_changes)
def test_launch_claims(target: Target, changes: dict[str, Any]) -> None:
    ground, client = target.ground, target.ground.client()
    state, nonce = ground.begin_login(client)
    honest = ground.platform.claims(nonce)
    target.settle()
    response = ground.post_launch(client, ground.platform.id_token(nonce, changes), state)

    target.check("launch", response)
    if response.status_code < 400:
        assert {name: changes.get(name, honest[name]) for name in BOUND} == {
            name: honest[name] for name in BOUND
        }


@FUZZ
@given(changes=header_changes)
def test_launch_header(target: Target, changes: dict[str, Any]) -> None:
    ground, client = target.ground, target.ground.client()
    state, nonce = ground.begin_login(client)
    target.settle()
    response = ground.post_launch(client, ground.platform.id_token(nonce, header=changes), state)

    target.check("launch", response)
    if response.status_code < 400:
        assert changes.get("alg", "RS256") == "RS256"
        assert changes.get("kid", ground.platform.kid) == ground.platform.kid


@FUZZ
@given(
    parts=st.lists(st.one_of(st.binary(max_size=200).map(b64), form_text), max_size=4),
    fields=st.dictionaries(
        st.sampled_from(
            ["id_token", "state", "error", "error_description", "stockage", "lti_storage_target"]
        ),
        form_text,
        max_size=3,
    ),
    has_state=st.booleans(),
)
def test_launch_shape(target: Target, parts: list[str], fields: dict[str, str], has_state: bool) -> None:
    ground, client = target.ground, target.ground.client()
    state, _ = ground.begin_login(client)
    target.settle()
    form = {"id_token": ".".join(parts)} | ({"state": state} if has_state else {}) | fields
    response = client.post("/lti/launch", data=form)

    target.check("launch", response)
    assert response.status_code >= 400
