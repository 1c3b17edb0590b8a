"""The table of everything that was refused in a run, by us or by a platform that we called."""

from __future__ import annotations

import pytest

from tests.support.gathered import Gathered

Row = tuple[str, str, int, str, str]


class NegativeTable:
    """Every refusal of the run: part, case, status, code, and what a person reads."""

    def __init__(self, gathered: Gathered, name: str) -> None:
        self._gathered, self._name = gathered, name

    def add(self, row: Row) -> None:
        """Remember an answer."""
        self._gathered.add(self._name, *row)


@pytest.fixture(scope="session")
def negative_table(gathered: Gathered) -> NegativeTable:
    """Written to `negative-cases.md` in the folder that `PARCOURS_REPORT` names."""
    return NegativeTable(gathered, "negative-cases")
