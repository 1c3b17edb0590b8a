"""The table at the end of a run: how much was proved on each real part.

A test belongs to a part by what it asks for (a fixture) or says (a marker). The markers `browser` and
`ralph` are added to every test that uses these fixtures, so that `-m "not browser"` is always true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

# Name in the table, marker, and the fixtures that show that a test uses this part.
PARTS = (
    ("SQLite", "sqlite", ("sqlite_url",)),
    ("PostgreSQL", "postgresql", ("postgres_url",)),
    ("browser", "browser", ("browser",)),
    ("Ralph", "ralph", ("ralph",)),
    ("npm validator", "npm", ("npm_validator",)),
    ("lti1p3platform", "platform_library", ()),
)


class PartsTable:
    """Counts outcomes by part; the worst phase of a test (setup, call, teardown) is its outcome."""

    def __init__(self) -> None:
        self._parts: dict[str, set[str]] = {}
        self._outcomes: dict[str, str] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for _, marker, fixtures in PARTS:
                if _kind(item) == marker or any(name in _fixtures(item) for name in fixtures):
                    item.add_marker(marker)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # From the report, not from the collection: with xdist, the process that prints has collected nothing.
        self._parts[report.nodeid] = {name for name, marker, _ in PARTS if marker in report.keywords}
        known = self._outcomes.get(report.nodeid)
        if report.failed or known == "failed":
            self._outcomes[report.nodeid] = "failed"
        elif report.skipped or known == "skipped":
            self._outcomes[report.nodeid] = "skipped"
        else:
            self._outcomes[report.nodeid] = "passed"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("proved on real parts")
        for line in self.lines():
            terminalreporter.write_line(line)

    def lines(self) -> Iterator[str]:
        """One line a part: `SQLite   12 passed, 0 failed, 0 skipped`."""
        for name, _, _ in PARTS:
            counts = Counter(
                outcome for test, outcome in self._outcomes.items() if name in self._parts.get(test, ())
            )
            figures = ", ".join(f"{counts[word]:>4} {word}" for word in ("passed", "failed", "skipped"))
            yield f"{name:<16}{figures}"


def _kind(item: pytest.Item) -> object:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("database_kind") if callspec else None


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def pytest_configure(config: pytest.Config) -> None:
    for kind in ("sqlite", "postgresql"):
        config.addinivalue_line("markers", f"{kind}: runs on {kind} (set by the fixtures)")
    config.pluginmanager.register(PartsTable(), "parts-table")
