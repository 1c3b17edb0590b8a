"""« Known bad payloads » of the certification: each is refused and opens nothing."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.launch import claims as names
from tests.functional.lti_certification.conftest import Judge
from tests.support.hostile import REMOVED


def test_no_kid_sent_in_jwt_header(judge: Judge) -> None:
    judge.refuses(header={"kid": REMOVED}, code="kid_missing")


def test_incorrect_kid_in_jwt_header(judge: Judge) -> None:
    judge.refuses(header={"kid": "imstester_66067"}, code="unknown_kid")


def test_wrong_lti_version(judge: Judge) -> None:
    judge.refuses({names.VERSION: "11.3"}, code="version_wrong")


def test_no_lti_version(judge: Judge) -> None:
    judge.refuses({names.VERSION: REMOVED}, code="version_wrong")


def test_invalid_lti_message(judge: Judge) -> None:
    """JSON, but none of it is LTI."""
    judge.refuses(body=b'{"name": "badltilaunch"}', code="nonce_missing")


def test_not_json(judge: Judge) -> None:
    judge.refuses(body=b"name: badltilaunch", code="id_token_malformed")


def test_missing_lti_claims(judge: Judge) -> None:
    """Dates, issuer and audience are right; every LTI claim is missing."""
    lti = {name: REMOVED for name in judge.ground.platform.claims("") if name.startswith("https://")}
    judge.refuses(lti, code="deployment_id_missing")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iat": 11111, "exp": 22222}, "token_expired"),
        ({"iat": 11111}, "token_too_old"),
        ({"exp": 22222}, "token_expired"),
        ({"iat": "11111"}, "iat_invalid"),
        ({"exp": None}, "exp_missing"),
    ],
)
def test_timestamps_incorrect(judge: Judge, changes: dict[str, Any], code: str) -> None:
    judge.refuses(changes, code=code)


def test_message_type_claim_missing(judge: Judge) -> None:
    judge.refuses({names.MESSAGE_TYPE: REMOVED}, code="message_type_missing")


def test_role_claim_missing(judge: Judge) -> None:
    judge.refuses({names.ROLES: REMOVED}, code="roles_missing")


def test_deployment_id_claim_missing(judge: Judge) -> None:
    judge.refuses({names.DEPLOYMENT_ID: REMOVED}, code="deployment_id_missing")


def test_resource_link_id_claim_missing(judge: Judge) -> None:
    judge.refuses({names.RESOURCE_LINK: {"title": "Sans identifiant"}}, code="resource_link_id_missing")


def test_resource_link_claim_missing(judge: Judge) -> None:
    judge.refuses({names.RESOURCE_LINK: REMOVED}, code="resource_link_id_missing")


def test_target_link_uri_claim_missing(judge: Judge) -> None:
    judge.refuses({names.TARGET_LINK_URI: REMOVED}, code="target_changed")


@pytest.mark.parametrize("sub", ["", 12, ["a"]])
def test_user_claim_unusable(judge: Judge, sub: Any) -> None:
    judge.refuses({"sub": sub}, code="sub_invalid")


def test_user_claim_missing_is_an_anonymous_launch(judge: Judge) -> None:
    """The certification lets a tool choose; LTI Core 5.3.6 allows it. Ours lets people practise, ungraded."""
    opened = judge.ground.open({"sub": REMOVED})
    assert "Essai : rien n’arrive dans le carnet de notes" in opened.html.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
