"""The commands of registration, keys and administration, run as a person runs them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from lti_tool.cli import main
from tests.functional.registration.conftest import Inviter
from tests.functional.registration.platform_server import CLIENT, REGISTRATION, PlatformServer
from tests.support.clock import ManualClock
from tests.support.hostile import Ground, public_jwk

SECRET = "un-secret-de-test-assez-long-pour-servir"


class Shell:
    """`parcours …` on the database of the test."""

    def __init__(self, ground: Ground, url: str) -> None:
        self._environment = {
            "PARCOURS_PUBLIC_URL": ground.settings.public_url,
            "PARCOURS_SECRET_KEY": SECRET,
            "PARCOURS_DATABASE_URL": url,
            "PARCOURS_ALLOW_LOOPBACK": "1",
        }

    def run(self, *words: str, code: int = 0) -> str:
        """What the command prints on both outputs."""
        result: Result = CliRunner().invoke(main, words, env=self._environment)
        assert result.exit_code == code, result.output
        return result.output

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", code=code))


@pytest.fixture
def clock() -> ManualClock:
    """Today's: commands have the real clock, and invitations end."""
    from lti_tool.clock import utc_now

    return ManualClock(utc_now())


@pytest.fixture
def shell(ground: Ground, database_url: str) -> Shell:
    return Shell(ground, database_url)


def test_invite_register_approve(shell: Shell, inviter: Inviter, platform: PlatformServer) -> None:
    invited = shell.json("platforms", "invite", "--name", "Moodle", "--expires", "48h", "--with-names")
    secret = parse_qs(urlsplit(invited["link"]).query)["invitation"][0]
    assert inviter.open(secret).status_code == 200
    assert "email" in str(platform.sent("POST", REGISTRATION)[0].sent)
    assert "Moodle · à approuver" in shell.run("platforms", "list")

    assert "en service" in shell.run("platforms", "approve", "Moodle", "--deployment-id", "8")
    (row,) = [one for one in shell.json("platforms", "list") if one["name"] == "Moodle"]
    assert (row["status"], sorted(row["deployment_ids"])) == ("active", ["7", "8"])
    assert "suspendue" in shell.run("platforms", "disable", row["client_id"])
    assert [one["status"] for one in shell.json("platforms", "list") if one["name"] == "Moodle"] == [
        "disabled"
    ]


@pytest.mark.parametrize("life", ["", "0j", "91j", "7", "-1j", "une semaine", "7 ans", "99999j"])
def test_a_life_that_makes_no_sense(shell: Shell, life: str) -> None:
    assert "--expires" in shell.run("platforms", "invite", "--name", "M", "--expires", life, code=2)


def test_a_platform_that_cannot_be_told_apart(shell: Shell, ground: Ground) -> None:
    ground.register("cle-2", client_id="outil-2")

    assert "outil-2" in shell.run("platforms", "approve", "Un LMS", code=2)
    assert "Aucune plateforme" in shell.run("platforms", "disable", "autre", code=2)
    assert "suspendue" in shell.run("platforms", "disable", "outil-2")


def test_an_update_from_our_side(shell: Shell, inviter: Inviter, platform: PlatformServer) -> None:
    assert "invitation" in shell.run("platforms", "update", "Un LMS", code=2)
    platform.answer("POST", REGISTRATION, platform.registered(registration_client_uri=platform.url + CLIENT))
    inviter.open(inviter.secret())
    assert "n’a pas accepté" in shell.run("platforms", "update", "AbC123", code=2)
    platform.answer("GET", CLIENT, platform.registered())
    platform.answer("PUT", CLIENT, platform.registered())
    assert "mise à jour" in shell.run("platforms", "update", "AbC123")


def test_a_check_fails_when_something_does(shell: Shell, inviter: Inviter, platform: PlatformServer) -> None:
    inviter.open(inviter.secret())
    shell.run("platforms", "approve", "AbC123")
    platform.answer("GET", "/certs", {"keys": [public_jwk("cle-1")]})
    platform.answer("GET", "/auth", b"", 400)
    platform.answer("POST", "/token", b"<html>404</html>", 404)

    (report,) = shell.json("platforms", "check", "AbC123", code=1)
    checks = {one["check"]: one for one in report["checks"]}
    assert checks["token"]["reason"] == "platform_cannot_read_our_keys"
    assert "cURL" in checks["token"]["message_to_administrator"]
    assert checks["platform_keys"]["outcome"] == "ok"
    assert "À envoyer" in shell.run("platforms", "check", code=1)


def test_keys_are_listed_changed_and_withdrawn(shell: Shell, ground: Ground) -> None:
    ground.client().get("/lti/jwks.json")
    shell.run("keys", "rotate")
    new, old = shell.json("keys", "list")
    assert (new["state"], old["state"]) == ("signing", "retired")

    said = shell.run("keys", "withdraw", new["kid"])

    assert "Moodle" in said
    assert "caches" in said
    states = {key["kid"]: key["state"] for key in shell.json("keys", "list")}
    assert (states[new["kid"]], len(states)) == ("withdrawn", 3)
    assert list(states.values()).count("signing") == 1
    assert "Aucune clé" in shell.run("keys", "withdraw", "x", code=2)


def test_a_link_to_the_administration(shell: Shell, ground: Ground) -> None:
    given = shell.json("admin", "link", "--minutes", "5")
    key = parse_qs(urlsplit(given["link"]).query)["cle"][0]

    assert ground.client().post("/admin/entrer", data={"cle": key}).status_code == 303
    assert "ne le transmettez pas" in shell.run("admin", "link")
    shell.run("admin", "link", "--minutes", "0", code=2)
