"""The command line on real databases: help, exit codes, and sentences in French."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from lti_tool.cli import main
from lti_tool.db import Database
from lti_tool.platforms.models import Platform, ToolKey
from tests.test_docs import COMMANDS

ENGLISH = re.compile(r"\b(the|error|invalid|missing|expected|traceback|exception)\b", re.IGNORECASE)
SECRET = "un-secret-de-test-assez-long-pour-servir"
LMS = "https://lms.example"
PLATFORM = [
    "platforms", "add", "--name", "Moodle", "--issuer", LMS, "--client-id", "outil-1", "--deployment-id", "1",
    "--auth-login-url", f"{LMS}/auth", "--auth-token-url", f"{LMS}/token", "--jwks-url", f"{LMS}/jwks",
]  # fmt: skip
LRS = ["lrs", "add", "--name", "LRS", "--endpoint", f"{LMS}/xapi", "--username", "u", "--password", "p"]
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str) -> Run:
    """`run("db", "upgrade")`: the command, in an environment that is complete."""
    environment = {
        "PARCOURS_PUBLIC_URL": "https://parcours.exemple.fr",
        "PARCOURS_SECRET_KEY": SECRET,
        "PARCOURS_DATABASE_URL": database_url,
    }

    def call(*arguments: str, **changed: str | None) -> Result:
        return CliRunner(env={**environment, **changed}).invoke(main, list(arguments))

    return call


def said(result: Result, code: int) -> str:
    """What was printed, once the exit code is right and nothing leaked."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.output


@pytest.fixture
def opened(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_french(name: str) -> None:
    runner = CliRunner(env={"PARCOURS_SECRET_KEY": None})  # help needs no setting
    text = said(runner.invoke(main, [*name.split()[1:], "--help"]), 0)

    assert COMMANDS[name].help
    assert not ENGLISH.search(COMMANDS[name].help or "")
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.opts[0] in text


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "parcours demo"])
def test_an_unknown_option_is_refused(name: str) -> None:
    assert CliRunner().invoke(main, [*name.split()[1:], "--nimporte-quoi"]).exit_code == 2


NEED_SETTINGS = [
    ["serve"], ["relay", "--once"], ["db", "upgrade"], PLATFORM, ["platforms", "list"], ["keys", "rotate"],
    LRS, ["lrs", "list"], ["outbox", "status"], ["outbox", "retry"],
]  # fmt: skip
need_settings = pytest.mark.parametrize("arguments", NEED_SETTINGS, ids=lambda given: " ".join(given[:2]))


@need_settings
def test_a_wrong_setting_is_named(run: Run, arguments: list[str]) -> None:
    text = said(run(*arguments, PARCOURS_SECRET_KEY="court"), 2)

    assert "PARCOURS_SECRET_KEY" in text
    assert "court" not in text.replace("PARCOURS", "")
    assert not ENGLISH.search(text)


@pytest.mark.parametrize("arguments", [one for one in NEED_SETTINGS if one != ["db", "upgrade"]])
def test_a_database_without_tables_says_what_to_do(
    empty_database_url: str, run: Run, arguments: list[str]
) -> None:
    text = said(run(*arguments, PARCOURS_DATABASE_URL=empty_database_url), 2)

    assert "parcours db upgrade" in text


@need_settings
def test_a_database_that_does_not_answer(run: Run, arguments: list[str]) -> None:
    text = said(run(*arguments, PARCOURS_DATABASE_URL="postgresql://nobody@127.0.0.1:1/rien"), 2)

    assert "PARCOURS_DATABASE_URL" in text
    assert "nobody" not in text


def test_upgrade_twice(run: Run, empty_database_url: str) -> None:
    for _ in range(2):
        text = said(run("db", "upgrade", PARCOURS_DATABASE_URL=empty_database_url), 0)
        assert "à jour" in text


def test_a_platform_is_added_shown_and_listed(run: Run, opened: Database) -> None:
    text = said(run(*PLATFORM), 0)
    assert "https://parcours.exemple.fr/lti/login" in text
    assert "https://parcours.exemple.fr/lti/jwks.json" in text

    again = json.loads(said(run(*PLATFORM, "--deployment-id", "2", "--json"), 0))
    assert again["deployment_ids"] == ["1", "2"]
    assert json.loads(said(run("platforms", "list", "--json"), 0)) == [again]
    assert "Moodle · active" in said(run("platforms", "list"), 0)
    with opened.begin() as session:
        assert len(session.scalars(select(Platform)).all()) == 1


def test_a_platform_that_cannot_be_added(run: Run, opened: Database) -> None:
    private = [part.replace(f"{LMS}/jwks", "http://127.0.0.1/jwks") for part in PLATFORM]
    assert "--jwks-url" in said(run(*private), 2)
    said(run(*PLATFORM), 0)
    other = [part.replace(f"{LMS}/token", f"{LMS}/autre") for part in PLATFORM]
    assert "déjà inscrite" in said(run(*other), 2)
    with opened.begin() as session:
        assert len(session.scalars(select(Platform)).all()) == 1


def test_a_key_is_rotated(run: Run, opened: Database) -> None:
    for _ in range(2):
        assert "Nouvelle clé en service" in said(run("keys", "rotate"), 0)
    with opened.begin() as session:
        assert [
            key.retired_at is None for key in session.scalars(select(ToolKey).order_by(ToolKey.created_at))
        ] == [
            False,
            True,
        ]


def test_an_lrs_is_added_once(run: Run) -> None:
    assert "« LRS »" in said(run(*LRS), 0)
    assert "LRS · actif" in said(run("lrs", "list"), 0)
    assert "« LRS »" in said(run(*LRS), 0)  # again: new password, nothing else
    assert said(run("lrs", "list"), 0).count("LRS · actif") == 1
    assert "s’appelle déjà" in said(run(*[part.replace("/xapi", "/autre") for part in LRS]), 2)
    assert "--endpoint" in said(run(*[part.replace("https", "http") for part in LRS]), 2)


def test_outbox_and_relay_with_nothing_to_do(run: Run) -> None:
    report = json.loads(said(run("outbox", "status", "--json"), 0))
    assert report["statements"]["waiting"] == report["scores"]["queued"] == 0
    assert "0 en attente" in said(run("outbox", "status"), 0)
    assert said(run("outbox", "retry"), 0).startswith("0 livraison")
    assert said(run("relay", "--once"), 0).startswith("0 livraison")


def test_the_shipped_content_is_right() -> None:
    said(CliRunner().invoke(main, ["content", "check"]), 0)
