"""Launches of the demonstration LMS: what it sends, what it refuses, what it forges on demand."""

import jwt
import pytest
import requests

from lti_tool.demo.visitor import Form

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
ADMIN, TRAINER, LEARNER = 2, 3, 4
GRADED, UNGRADED = 1, 2


def test_a_learner_launches_the_tool(tool, visit):
    assert visit(LEARNER).launch(GRADED).text == "launched"

    (claims,) = tool.claims
    assert claims["sub"] == "4"
    assert claims["aud"] == "demo-parcours"
    assert claims["exp"] - claims["iat"] == 60
    assert claims[LTI + "roles"] == ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]
    assert claims[LTI + "context"]["type"] == ["CourseSection"]
    assert claims[LTI + "custom"]["parcours"] == "cyber-rgpd"
    assert claims[LTI + "launch_presentation"]["return_url"] == f"{tool.lms.url}/cours/2/retour"
    ags = claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]
    assert ags["lineitem"] == f"{tool.lms.url}/services/2/lineitems/11/lineitem?type_id=1"


def test_no_name_leaves_by_default(tool, visit):
    visit(LEARNER).launch(GRADED)
    assert not {"name", "given_name", "family_name", "email"} & tool.claims[0].keys()

    tool.lms.change("PUT", "tool", {"send_names": True})
    visit(LEARNER).launch(GRADED)
    assert tool.claims[1]["name"] == "Dominique Fabre"


def test_roles_of_trainer_and_administrator(tool, visit):
    visit(TRAINER).launch(GRADED)
    visit(ADMIN).launch(GRADED)
    roles = [[role.rpartition("/")[2] for role in claims[LTI + "roles"]] for claims in tool.claims]
    assert roles == [
        ["membership#Instructor"],
        ["membership#Instructor", "person#Administrator", "person#Administrator"],
    ]


def test_an_ungraded_activity_has_no_line_item(tool, visit):
    visit(LEARNER).launch(UNGRADED)
    assert "lineitem" not in tool.claims[0]["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]


def test_custom_parameters_are_doubled_and_substituted(tool, visit):
    custom = {"Mon Parcours": "a=b", "qui": "$User.id", "avant": "$ResourceLink.id.history"}
    activity = tool.lms.change("POST", "activities", {"course_id": 2, "custom": custom})
    visit(LEARNER).launch(activity["id"])
    sent = tool.claims[0][LTI + "custom"]
    assert sent["Mon Parcours"] == sent["mon_parcours"] == "a=b"
    assert sent["qui"] == "4"
    assert sent["avant"] == "$ResourceLink.id.history"


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "openid profile"},
        {"response_type": "code"},
        {"nonce": None},
        {"nonce": ""},
        {"lti_message_hint": None},
        {"lti_message_hint": "launch-1"},
        {"lti_message_hint": '{"launchid": "invented"}'},
        {"redirect_uri": "http://127.0.0.1:9/lti/launch"},
    ],
)
def test_a_request_that_cannot_be_answered_gets_an_error_page(tool, visit, change):
    someone = visit(LEARNER)
    asked = tool.auth_request(someone.begin(GRADED).fields, **change)
    page = someone.http.post(tool.lms.config.auth_login_url, asked)
    assert page.status_code == 400
    assert "id_token" not in page.text


def test_the_redirect_address_is_compared_whole(tool, visit):
    someone = visit(LEARNER)
    fields = someone.begin(GRADED).fields
    asked = tool.auth_request(fields, redirect_uri=fields["target_link_uri"] + "?x=1")
    assert someone.http.post(tool.lms.config.auth_login_url, asked).status_code == 400


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "someone-else"}, "unauthorized_client"),
        ({"login_hint": "5"}, "access_denied"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"response_mode": None}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
    ],
)
def test_a_request_that_is_wrong_sends_the_error_to_the_tool(tool, visit, change, error):
    someone = visit(LEARNER)
    asked = tool.auth_request(someone.begin(GRADED).fields, **change)
    answer = someone.submit(Form(tool.lms.config.auth_login_url, "post", asked))
    assert f'name="error" value="{error}"' in answer.text
    assert "id_token" not in answer.text


def test_a_launch_id_works_once(tool, visit):
    someone = visit(LEARNER)
    asked = tool.auth_request(someone.begin(GRADED).fields)
    assert "id_token" in someone.http.post(tool.lms.config.auth_login_url, asked).text
    assert someone.http.post(tool.lms.config.auth_login_url, asked).status_code == 400


def test_another_person_cannot_finish_a_launch(tool, visit):
    asked = tool.auth_request(visit(LEARNER).begin(GRADED).fields, login_hint="5")
    answer = visit(5).http.post(tool.lms.config.auth_login_url, asked)
    assert 'value="access_denied"' in answer.text


def test_without_its_cookie_the_lms_reposts_to_itself(tool, visit):
    asked = tool.auth_request(visit(LEARNER).begin(GRADED).fields)
    page = requests.post(tool.lms.config.auth_login_url, asked, timeout=10)
    assert 'name="repost" value="1"' in page.text
    assert (
        requests.post(tool.lms.config.auth_login_url, {**asked, "repost": "1"}, timeout=10).status_code == 400
    )


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("bad_signature", "InvalidSignatureError"),
        ("unknown_kid", "KeyError"),
        ("alg_none", "KeyError"),
        ("wrong_aud", "InvalidAudienceError"),
        ("wrong_iss", "InvalidIssuerError"),
        ("no_exp", "MissingRequiredClaimError"),
        ("expired", "ExpiredSignatureError"),
        ("clock_ahead", "ImmatureSignatureError"),
        ("wrong_nonce", "nonce"),
        ("access_denied", "access_denied"),
    ],
)
def test_a_switch_spoils_one_launch_and_wears_off(tool, visit, fault, error):
    tool.lms.change("POST", "faults", {fault: 1})
    someone = visit(LEARNER)
    someone.launch(GRADED)
    assert tool.errors == [error]
    assert someone.launch(GRADED).text == "launched"


def test_the_replay_switch_sends_the_previous_token(tool, visit):
    someone = visit(LEARNER)
    someone.launch(GRADED)
    tool.lms.change("POST", "faults", {"replay": True})
    someone.launch(GRADED)
    someone.launch(GRADED)
    assert tool.errors == ["nonce", "nonce"]


def test_the_unknown_deployment_switch(tool, visit):
    tool.lms.change("POST", "faults", {"unknown_deployment": 1})
    visit(LEARNER).launch(GRADED)
    assert tool.claims[0][LTI + "deployment_id"] == "deploiement-inconnu"


def test_rotation_publishes_only_the_new_key(tool, visit):
    before = requests.get(tool.lms.config.jwks_url, timeout=10).json()["keys"]
    kid = tool.lms.change("POST", "keys/rotate")["kid"]
    (after,) = requests.get(tool.lms.config.jwks_url, timeout=10).json()["keys"]
    assert after["kid"] == kid != before[0]["kid"]
    assert "d" not in after
    visit(LEARNER).launch(GRADED)
    assert tool.claims


def test_keys_can_be_unreachable(tool):
    tool.lms.change("POST", "faults", {"jwks_down": 1})
    assert requests.get(tool.lms.config.jwks_url, timeout=10).status_code == 503
    assert requests.get(tool.lms.config.jwks_url, timeout=10).status_code == 200


def test_the_forged_token_without_signature_really_has_none(tool, visit):
    tool.lms.change("POST", "faults", {"alg_none": 1})
    token = visit(LEARNER).authenticated(GRADED).fields["id_token"]
    assert jwt.get_unverified_header(token)["alg"] == "none"
    assert token.endswith(".")
