"""What every refusal must look like."""

from __future__ import annotations

import html
import logging
import re

import pytest
from werkzeug.test import TestResponse

from tests.support.hostile import Ground
from tests.support.negatives import NegativeTable

TITLE = re.compile(r"<title>(.+?)</title>")
CODE = re.compile(r"Code pour l’assistance\s*: ([a-z0-9_]+)")
ENGLISH = re.compile(r"\b(the|error|invalid|missing|request|unexpected|not found)\b", re.IGNORECASE)


class Refusals:
    """Checks one refusal after another; `secrets` may appear neither in a page nor in the logs."""

    def __init__(
        self, ground: Ground, table: NegativeTable, caplog: pytest.LogCaptureFixture, case: str
    ) -> None:
        self._ground, self._table, self._caplog, self._case = ground, table, caplog, case
        self._before: dict[str, int] = {}
        caplog.set_level(logging.DEBUG)

    def expect_nothing_new(self) -> None:
        """From here on, no row may appear."""
        self._before = self._ground.counts()

    def check(
        self,
        response: TestResponse,
        code: str,
        status: int = 400,
        *,
        part: str,
        secrets: tuple[str, ...] = (),
    ) -> None:
        """A French page with this code and this status, and nothing created since `expect_nothing_new`."""
        page = response.text
        title, shown = TITLE.search(page), CODE.search(page)
        said = (response.status_code, shown[1] if shown else None)
        assert said == (status, code), f"{said}: {page}\n{self._caplog.text}"
        assert title, page
        assert response.mimetype == "text/html"
        assert '<html lang="fr">' in page
        assert not ENGLISH.search(title[1]), title[1]
        assert response.headers["Cache-Control"] == "no-store"
        assert "X-Frame-Options" not in response.headers
        for place in (page, self._caplog.text):
            assert "Traceback" not in place
            assert [secret for secret in secrets if len(secret) > 12 and secret in place] == []
        assert self._ground.counts() == self._before
        self._table.add((part, self._case, status, code, html.unescape(title[1])))


@pytest.fixture
def refusals(
    ground: Ground,
    negative_table: NegativeTable,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> Refusals:
    """Named after the test that uses it."""
    case = re.sub(
        r"(-sqlite|sqlite-|-postgresql|postgresql-|\[sqlite\]|\[postgresql\])", "", request.node.name
    )
    named = re.search(r"\[(.+)\]", case)
    case = named[1] if named else case.removeprefix("test_").replace("_", " ")
    return Refusals(ground, negative_table, caplog, case)
