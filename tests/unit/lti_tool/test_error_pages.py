"""Every refusal of the code has words, and a page in French without anything of the inside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lti_tool
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.error_sentences import sentence_for, sentence_for_status
from lti_tool.errors import (
    LaunchRefusedError,
    LoginRefusedError,
    RegistrationRefusedError,
    SessionRefusedError,
)

RAISED = re.compile(r'(Login|Launch|Registration|Session)RefusedError\(\s*"(\w+)"')
KINDS = {
    "Login": LoginRefusedError,
    "Launch": LaunchRefusedError,
    "Registration": RegistrationRefusedError,
    "Session": SessionRefusedError,
}
SOURCES = Path(lti_tool.__file__).parent


def reasons() -> list[tuple[str, str]]:
    """Every refusal that the code can raise, read in the code."""
    texts = (path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    return sorted({found for text in texts for found in RAISED.findall(text)})


@pytest.mark.parametrize(("kind", "reason"), reasons())
def test_every_refusal_has_a_sentence_that_is_not_our_fault(kind: str, reason: str) -> None:
    assert sentence_for(KINDS[kind](reason)) is not sentence_for_status(500)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nulle-part", 404), ("PUT", "/lti/login", 405), ("GET", "/lti/launch", 405)],
)
def test_http_errors_are_pages_in_french(sqlite_url: str, method: str, path: str, status: int) -> None:
    settings = Settings(
        public_url="http://127.0.0.1:8000", secret_key="x" * 40, database_url=sqlite_url, allow_loopback=True
    )
    app = create_app(settings)
    answer = app.test_client().open(path, method=method)

    assert answer.status_code == status
    assert 'lang="fr"' in answer.text
    assert "Que faire" in answer.text
    assert "Traceback" not in answer.text
    app.extensions["parcours"].database.dispose()


def test_a_failure_of_ours_shows_nothing_of_the_inside(sqlite_url: str) -> None:
    settings = Settings(public_url="http://127.0.0.1:8000", secret_key="x" * 40, database_url=sqlite_url)
    app = create_app(settings)

    @app.get("/panne")
    def fail() -> str:
        raise RuntimeError("un secret")

    answer = app.test_client().get("/panne")

    assert answer.status_code == 500
    assert "un secret" not in answer.text
    assert "L’erreur vient de l’outil" in answer.text
    app.extensions["parcours"].database.dispose()
