"""What tests want to tell at the end of a run, from whichever process ran them, brought to one place.

`make test` spreads the tests over several processes (pytest-xdist); each hands its rows over when it ends,
and the first process alone writes them. Without xdist there is only one process, which does both.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

Row = Sequence[Any]  # of what JSON can carry


class Gathered:
    """Rows by table. A worker only collects; the process that reports also writes."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}

    def add(self, table: str, *row: object) -> None:
        """Put a row in a table; the order within one process is kept."""
        self._rows.setdefault(table, []).append(row)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """The rows of a table: those of this process, then those that were handed over."""
        return [tuple(row) for row in self._rows.get(table, ())]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            # Through JSON: the channel between processes refuses every subclass, an enumeration for one.
            session.config.workeroutput["gathered"] = json.dumps(self._rows)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        for table, rows in json.loads(getattr(node, "workeroutput", {}).get("gathered", "{}")).items():
            self._rows.setdefault(table, []).extend(rows)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if judged := self.rows("judged"):
            terminalreporter.section("xAPI statements, and who accepts them")
            seen, accepted = Counter[str](), Counter[str]()
            for oracle, good, total in judged:
                seen[oracle] += total
                accepted[oracle] += good
            for oracle, total in seen.items():
                terminalreporter.write_line(f"{oracle:<44}{accepted[oracle]:>5} of {total}")
        if folder := os.environ.get("PARCOURS_REPORT"):
            self._write(Path(folder))

    def _write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for table in ("negative-cases", "negative-cases-registration"):
            if rows := self.rows(table):
                (folder / f"{table}.md").write_text(refusals(rows), encoding="utf-8")
        if rows := self.rows("fuzz"):
            (folder / "fuzz.md").write_text(requests(rows), encoding="utf-8")


def refusals(rows: Sequence[Row]) -> str:
    """Part, case, status, code and what a person reads, as Markdown, in one table for each part."""
    rows = list(dict.fromkeys(map(tuple, rows)))  # the two databases give the same row
    lines = [f"# Refus observés ({len(rows)} cas)", ""]
    for part in dict.fromkeys(row[0] for row in rows):
        lines += [f"## {part}", "", "| cas | statut | code | ce qui est dit |", "|---|---|---|---|"]
        cells = [map(str, row[1:]) for row in rows if row[0] == part]
        lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
        lines.append("")
    return "\n".join(lines)


def requests(rows: Sequence[Row]) -> str:
    """Part, status and count, as Markdown; the total last."""
    answers: Counter[tuple[str, int]] = Counter()
    for part, status, count in rows:
        answers[part, status] += count
    lines = ["| partie | statut | requêtes |", "|---|---|---|"]
    lines += [f"| {part} | {status} | {count} |" for (part, status), count in sorted(answers.items())]
    return "\n".join([*lines, f"| total | | {answers.total()} |", ""])


_GATHERED = Gathered()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_GATHERED, "gathered")


@pytest.fixture(scope="session")
def gathered() -> Gathered:
    """Where a test writes what the end of the run must tell."""
    return _GATHERED
