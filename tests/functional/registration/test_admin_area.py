"""The admin area: who enters, what a form may change, what the pages say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.admin import access
from lti_tool.platforms import approval, keys, services
from lti_tool.platforms.models import PlatformStatus
from tests.functional.registration.conftest import Inviter
from tests.support.clock import ManualClock
from tests.support.hostile import Ground

PAGES = (
    "/admin/",
    "/admin/plateformes/nouvelle",
    "/admin/invitations",
    "/admin/tentatives",
    "/admin/files",
    "/admin/cles",
    "/admin/sante",
)
FORM_KEY = re.compile(r'name="cle_formulaire" value="([0-9a-f]{64})"')


def link_key(ground: Ground, life: timedelta = timedelta(minutes=10)) -> str:
    with ground.database.begin() as session:
        return access.make_link(session, ground.tool.vault, life, ground.clock())


class Administrator:
    """Somebody who opened a link."""

    def __init__(self, ground: Ground) -> None:
        self.client: FlaskClient = ground.client()
        self.entered = self.client.post("/admin/entrer", data={"cle": link_key(ground)})
        assert self.entered.status_code == 303

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, **fields: str) -> TestResponse:
        key = FORM_KEY.search(self.get("/admin/").text)
        assert key
        return self.client.post(path, data={"cle_formulaire": key[1], **fields})


@pytest.fixture
def administrator(ground: Ground) -> Administrator:
    return Administrator(ground)


def first_platform(ground: Ground) -> str:
    with ground.database.begin() as session:
        return str(services.list_platforms(session)[0].id)


def test_the_door_is_a_button_and_opens_once(ground: Ground) -> None:
    key = link_key(ground)
    for _ in range(2):  # a program that previews the link does not use it up
        assert "Entrer" in ground.client().get(f"/admin/entrer?cle={key}").text

    entered = ground.client().post("/admin/entrer", data={"cle": key})
    assert entered.status_code == 303
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    again = ground.client().post("/admin/entrer", data={"cle": key})
    assert again.status_code == 403
    assert "admin_link_refused" in again.text


def test_on_https_the_cookie_is_tied_to_the_host(database_url: str, clock: ManualClock) -> None:
    ground = Ground(database_url, clock, public_url="https://parcours.example")
    try:
        cookie = Administrator(ground).entered.headers["Set-Cookie"]
    finally:
        ground.close()

    assert cookie.startswith("__Host-parcours-admin=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.parametrize("key", ["", "x", "x.y", "é.é", "." + "0" * 64])
def test_a_link_that_we_did_not_sign(ground: Ground, key: str) -> None:
    answer = ground.client().post("/admin/entrer", data={"cle": key})

    assert answer.status_code == 403
    assert "parcours admin link" in answer.text


def test_a_secret_written_in_the_database_is_not_enough(ground: Ground) -> None:
    with ground.database.begin() as session:
        whole = access.make_link(session, ground.tool.vault, timedelta(minutes=5), ground.clock())

    answer = ground.client().post("/admin/entrer", data={"cle": whole.partition(".")[0] + "." + "0" * 64})

    assert answer.status_code == 403


def test_a_link_and_a_session_end(ground: Ground) -> None:
    late = link_key(ground)
    administrator = Administrator(ground)
    ground.clock.advance(10 * 60)
    assert ground.client().post("/admin/entrer", data={"cle": late}).status_code == 403
    assert administrator.get("/admin/").status_code == 200
    ground.clock.advance(2 * 3600)
    assert administrator.get("/admin/").status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_pages_need_a_session(ground: Ground, administrator: Administrator, path: str) -> None:
    refused = ground.client().get(path)

    assert refused.status_code == 403
    assert "parcours admin link" in refused.text
    shown = administrator.get(path)
    assert shown.status_code == 200
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    assert 'role="alert"' not in shown.text


@pytest.mark.parametrize("form_key", [None, "", "0" * 64, "é"])
def test_a_forged_form_changes_nothing(
    ground: Ground, administrator: Administrator, form_key: str | None
) -> None:
    fields = {"name": "Faux"} | ({} if form_key is None else {"cle_formulaire": form_key})
    before = ground.counts()

    answer = administrator.client.post("/admin/invitations", data=fields)

    assert answer.status_code == 403
    assert "admin_form_refused" in answer.text
    assert ground.counts() == before


def test_the_form_key_of_somebody_else_does_not_serve(ground: Ground, administrator: Administrator) -> None:
    other = FORM_KEY.search(Administrator(ground).get("/admin/").text)
    assert other

    answer = administrator.client.post("/admin/cles/nouvelle", data={"cle_formulaire": other[1]})

    assert answer.status_code == 403


def test_leaving_ends_the_session_on_the_server(ground: Ground, administrator: Administrator) -> None:
    thief = ground.client()
    thief.set_cookie(
        "parcours-admin",
        administrator.entered.headers["Set-Cookie"].split("=")[1].split(";")[0],
        domain="127.0.0.1",
    )
    assert thief.get("/admin/").status_code == 200

    administrator.post("/admin/sortir")

    assert thief.get("/admin/").status_code == 403


def test_from_invitation_to_service(inviter: Inviter, administrator: Administrator) -> None:
    page = administrator.post("/admin/invitations", name="Moodle <b>", days="1", with_names="on").text
    secret = re.search(r"invitation=([\w-]+)", page)
    assert secret
    assert "Moodle &lt;b&gt;" in page
    assert secret[1] not in administrator.get("/admin/invitations").text
    assert inviter.open(secret[1]).status_code == 200

    assert "attend votre approbation" in administrator.get("/admin/").text
    with inviter.ground.database.begin() as session:
        row = approval.choose_platform(session, "AbC123")
    administrator.post(f"/admin/plateformes/{row.id}/approuver")
    shown = administrator.get(f"/admin/plateformes/{row.id}").text
    assert "En service" in shown
    for value in (row.issuer, row.auth_token_url, "http://127.0.0.1:8000/lti/login", "7"):
        assert value in shown
    administrator.post(f"/admin/plateformes/{row.id}/suspendre")
    with inviter.ground.database.begin() as session:
        assert approval.choose_platform(session, "AbC123").status == PlatformStatus.DISABLED


def test_an_invitation_is_cancelled(inviter: Inviter, administrator: Administrator) -> None:
    secret = inviter.secret()
    cancel = re.search(r"/admin/invitations/[0-9a-f-]+/annuler", administrator.get("/admin/invitations").text)
    assert cancel

    administrator.post(cancel[0])

    assert inviter.open(secret).status_code == 403
    assert "Expirée" in administrator.get("/admin/invitations").text


FIELDS = {
    "name": "Moodle",
    "issuer": "https://moodle.example",
    "client_id": "abc",
    "deployment_ids": "2 3",
    "auth_login_url": "https://moodle.example/auth.php",
    "auth_token_url": "https://moodle.example/token.php",
    "jwks_url": "https://moodle.example/certs.php",
}


def test_registration_by_hand(ground: Ground, administrator: Administrator) -> None:
    answer = administrator.post("/admin/plateformes/nouvelle", **FIELDS)

    assert answer.status_code == 303
    with ground.database.begin() as session:
        row = approval.choose_platform(session, "abc")
        assert row.is_active
        assert sorted(one.deployment_id for one in row.deployments) == ["2", "3"]


@pytest.mark.parametrize(
    "changes",
    [
        *({name: ""} for name in FIELDS),
        {"jwks_url": "https://10.0.0.1/x"},
        {"auth_token_url": "ftp://moodle.example/"},
        {"issuer": "a" * 501},
        {"name": "a\x00b"},
        {"deployment_ids": "a" * 256},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_a_form_that_is_not_right_is_given_back(
    ground: Ground, administrator: Administrator, changes: dict[str, str]
) -> None:
    before = ground.counts()

    answer = administrator.post("/admin/plateformes/nouvelle", **FIELDS | changes)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="https://moodle.example/auth.php"' in answer.text or "auth_login_url" in changes
    assert ground.counts() == before


def test_keys_are_changed_and_withdrawn(ground: Ground, administrator: Administrator) -> None:
    ground.client().get("/lti/jwks.json")
    administrator.post("/admin/cles/nouvelle")
    with ground.database.begin() as session:
        new, old = keys.list_keys(session)
    assert {keys.state_of(new), keys.state_of(old)} == {keys.KeyState.SIGNING, keys.KeyState.RETIRED}

    administrator.post(f"/admin/cles/{new.kid}/retirer")

    page = administrator.get("/admin/cles").text
    assert "Purger les caches" in page
    published = {key["kid"] for key in ground.client().get("/lti/jwks.json").get_json()["keys"]}
    assert new.kid not in published
    assert len(published) == 2 or old.kid in published
    assert administrator.post("/admin/cles/inconnue/retirer").status_code == 404


@pytest.mark.parametrize("deployment", ["a" * 256, "a\x00b", "a\nb"])
def test_a_deployment_that_no_platform_gave(
    ground: Ground, administrator: Administrator, deployment: str
) -> None:
    before = ground.counts()
    path = f"/admin/plateformes/{first_platform(ground)}/approuver"

    answer = administrator.post(path, deployment_id=deployment)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert ground.counts() == before
    assert administrator.post("/admin/cles/%00/retirer").status_code == 404


def test_an_unknown_platform_is_not_found(administrator: Administrator) -> None:
    unknown = "/admin/plateformes/00000000-0000-0000-0000-000000000000"

    assert administrator.get(unknown).status_code == 404
    assert administrator.post(f"{unknown}/diagnostic").status_code == 404


def test_the_diagnosis_is_shown_with_what_to_send(ground: Ground, administrator: Administrator) -> None:
    page = administrator.post(f"/admin/plateformes/{first_platform(ground)}/diagnostic").text

    assert "À réparer" in page
    assert "À envoyer à la personne qui administre la plateforme" in page
