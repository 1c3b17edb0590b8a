"""The table of everything that was refused in a run, by us or by a platform that we called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

Row = tuple[str, str, int, str, str]


class NegativeTable:
    """Every refusal of the run: part, case, status, code, and what a person reads."""

    def __init__(self) -> None:
        self._rows: dict[Row, None] = {}  # the two databases give the same row, which is kept once

    def add(self, row: Row) -> None:
        """Remember an answer."""
        self._rows[row] = None

    def markdown(self) -> str:
        """The table, as a reader wants it."""
        lines = [f"# Refus observés ({len(self._rows)} cas)", ""]
        for part in dict.fromkeys(row[0] for row in self._rows):
            lines += [f"## {part}", "", "| cas | statut | code | ce qui est dit |", "|---|---|---|---|"]
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
