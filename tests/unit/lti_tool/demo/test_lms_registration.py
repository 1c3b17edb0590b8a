"""The platform's side of dynamic registration, as a real Moodle 4.5 was seen to behave."""

import time

import jwt
import pytest
import requests

from lti_tool.demo.lms.registrations import TOOL

URL = "https://tool.example:8443/"
ADMIN, LEARNER = 2, 4


def document(**changes):
    honest = {
        "client_name": "Outil",
        "response_types": ["id_token"],
        "token_endpoint_auth_method": "private_key_jwt",
        "initiate_login_uri": f"{URL}lti/login",
        "redirect_uris": [f"{URL}lti/launch"],
        "jwks_uri": f"{URL}lti/jwks.json",
        TOOL: {"domain": "tool.example:8443", "target_link_uri": URL, "claims": ["sub"]},
    }
    return honest | changes


def begin(visitor, lms, **query):
    """The address that the LMS opens in its frame: ours, with the token and the configuration."""
    page = visitor.http.get(f"{lms.url}/outils/inscription", params={"url": f"{URL}?invitation=x", **query})
    source = page.text.split("<iframe")[1].split('src="')[1].split('"')[0].replace("&amp;", "&")
    return requests.utils.unquote(source)


def token_of(source):
    return source.split("registration_token=")[1]


def post(lms, token, content):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.post(f"{lms.url}/lti/registration", json=content, headers=headers, timeout=10)


def test_the_configuration_names_this_lms(lms):
    content = requests.get(f"{lms.url}/lti/openid-configuration", timeout=10).json()
    assert content["issuer"] == lms.url
    assert content["registration_endpoint"] == f"{lms.url}/lti/registration"
    assert content["https://purl.imsglobal.org/spec/lti-platform-configuration"]["product_family_code"]


def test_a_tool_registers_once_waits_and_is_activated(lms, visit):
    visitor = visit(ADMIN)
    source = begin(visitor, lms)
    assert source.startswith(f"{URL}?invitation=x&openid_configuration={lms.url}/lti/openid-configuration")
    token = token_of(source)

    answer = post(lms, token, document())
    assert answer.status_code == 200
    client_id = answer.json()["client_id"]
    assert answer.json()[TOOL]["deployment_id"] == "2"
    assert client_id == jwt.decode(token, options={"verify_signature": False})["sub"]
    again = post(lms, token, document())
    assert (again.status_code, again.text) == (401, "token_already_used")

    assert lms.read("state")["tool"]["client_id"] == "demo-parcours"
    assert "En attente" in visitor.http.get(f"{lms.url}/outils").text
    visitor.http.post(f"{lms.url}/outils/activation", {"client_id": client_id})
    assert lms.read("state")["tool"] == {
        "url": URL.rstrip("/"),
        "client_id": client_id,
        "deployment_id": "2",
        "send_names": False,
    }
    visitor.http.post(f"{lms.url}/outils/suppression", {"client_id": client_id})
    assert lms.read("state")["tool"]["client_id"] == "demo-parcours"


def test_names_are_sent_when_the_tool_asked_for_them(lms, visit):
    visitor = visit(ADMIN)
    content = document()
    content[TOOL]["claims"] = ["sub", "email"]
    client_id = post(lms, token_of(begin(visitor, lms)), content).json()["client_id"]
    visitor.http.post(f"{lms.url}/outils/activation", {"client_id": client_id})
    assert lms.read("state")["tool"]["send_names"]


def test_a_known_domain_is_updated_or_added(lms, visit):
    visitor = visit(ADMIN)
    client_id = post(lms, token_of(begin(visitor, lms)), document()).json()["client_id"]
    choice = visitor.http.get(f"{lms.url}/outils/inscription", params={"url": URL}).text
    assert "existe déjà" in choice

    update = token_of(begin(visitor, lms, choix="mise-a-jour"))
    headers = {"Authorization": f"Bearer {update}"}
    assert (
        requests.get(f"{lms.url}/lti/registration", headers=headers, timeout=10).json()["client_id"]
        == client_id
    )
    changed = post(lms, update, document(client_name="Nouveau nom"))
    assert changed.json()["client_id"] == client_id
    assert "Nouveau nom" in visitor.http.get(f"{lms.url}/outils").text
    other = post(lms, token_of(begin(visitor, lms, choix="nouveau")), document()).json()
    assert other["client_id"] != client_id
    assert other[TOOL]["deployment_id"] == "3"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"response_types": ["code"]}, "invalid_response_types"),
        ({"token_endpoint_auth_method": "none"}, "invalid_token_endpoint_auth_method"),
        ({"jwks_uri": None}, "missing_parameter"),
        ({"redirect_uris": "x"}, "missing_parameter"),
        ({TOOL: None}, "missing_tool_configuration"),
        ({TOOL: {"domain": "tool.example", "target_link_uri": URL}}, "domain_targetlinkuri_mismatch"),
    ],
)
def test_a_document_that_is_not_acceptable(lms, visit, changes, word):
    answer = post(lms, token_of(begin(visit(ADMIN), lms)), document(**changes))
    assert (answer.status_code, answer.text) == (400, word)


def test_tokens_that_are_not_ours(lms, visit):
    missing = post(lms, None, document())
    assert (missing.status_code, missing.text) == (401, "missing_registration_token")
    now = int(time.time())
    forged = jwt.encode({"sub": "a", "scope": "reg", "exp": now + 60}, "k" * 40, algorithm="HS256")
    for bad in ("abc", forged):
        answer = post(lms, bad, document())
        assert answer.status_code == 404
        assert "<html" in answer.text


def test_only_the_administrator_manages_tools(lms, visit):
    visitor = visit(LEARNER)
    assert visitor.http.get(f"{lms.url}/outils").status_code == 403
    assert visitor.http.post(f"{lms.url}/outils/activation", {"client_id": "x"}).status_code == 403
