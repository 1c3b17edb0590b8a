"""What stops the tool from starting, besides shapes and references: items that would fail before people.

A few draws only, since every process pays for them; `content.checks` goes through many more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.branching import scenario_findings
from content.drawn import undrawable
from content.files import ItemsFile
from content.findings import Finding
from content.item import Item, Status
from content.problems import Problem, Severity
from content.soundness import unsound
from content.sources import Document

SEEDS = 5


def refusals(items: Sequence[tuple[ItemsFile, Document]]) -> Iterator[Problem]:
    """Scenarios in circles, parameters that need each other, expressions or algorithms that cannot be
    computed, files that are too big."""
    for entry, at in items:
        for index, item in enumerate(entry.items):
            if item.status is Status.RETIRED:
                continue
            for finding in _findings(item):
                key = f"epreuves.{index}.{finding.key}"
                yield Problem(at.file, _line(at, key), Severity.ERROR, finding.message, item.id, key)


def _findings(item: Item) -> Iterator[Finding]:
    yield from (one for one in scenario_findings(item) if one.severity is Severity.ERROR)
    if found := undrawable(item, SEEDS):
        yield found
    else:
        yield from unsound(item)


def _line(at: Document, key: str) -> int | None:
    while key and key not in at.lines:
        key = key.rpartition(".")[0]
    return at.lines.get(key)
