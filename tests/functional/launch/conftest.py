"""What every refusal must look like, and the table of all of them."""

from __future__ import annotations

import html
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.support.hostile import Ground

TITLE = re.compile(r"<title>(.+?)</title>")
CODE = re.compile(r"Code pour l’assistance\s*: ([a-z0-9_]+)")
ENGLISH = re.compile(r"\b(the|error|invalid|missing|request|unexpected|not found)\b", re.IGNORECASE)

Row = tuple[str, str, int, str, str]


class NegativeTable:
    """Every refused request of the run: part, case, status, code, title."""

    def __init__(self) -> None:
        self._rows: dict[Row, None] = {}  # the two databases give the same row, which is kept once

    def add(self, row: Row) -> None:
        """Remember an answer."""
        self._rows[row] = None

    def markdown(self) -> str:
        """The table, as a reader wants it."""
        lines = [f"# Refus observés ({len(self._rows)} cas)", ""]
        for part in dict.fromkeys(row[0] for row in self._rows):
            lines += [f"## {part}", "", "| cas | statut | code | titre de la page |", "|---|---|---|---|"]
            cells = [
                [case, str(status), code, title] for of, case, status, code, title in self._rows if of == part
            ]
            lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
            lines.append("")
        return "\n".join(lines)


@pytest.fixture(scope="session")
def negative_table() -> Iterator[NegativeTable]:
    """Written to `negative-cases.md` in the folder that `PARCOURS_REPORT` names."""
    table = NegativeTable()
    yield table
    if folder := os.environ.get("PARCOURS_REPORT"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / "negative-cases.md").write_text(table.markdown(), encoding="utf-8")


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
