"""The LRSs, an outbox, and the table that the trials fill line by line."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from lti_tool.demo.live import DemoLrs
from tests.functional.lrs.faults.stores import DemoStore, RalphStore
from tests.functional.lrs.faults.trial import HEADER, Row, Store, Trial
from tests.support.databases import SQLITE, Databases
from tests.support.ralph import RalphServer

# Half an hour of real time is for who asks for it.
collect_ignore = [] if os.environ.get("FAULT_OUTAGE_S") else ["test_real_outage.py"]


@pytest.fixture(scope="session")
def table() -> Iterator[list[Row]]:
    """The lines, printed at the end."""
    lines: list[Row] = []
    yield lines
    sys.stdout.write("\n" + "\n".join([HEADER, *map(str, lines)]) + "\n")


@pytest.fixture(params=["demo", pytest.param("Ralph", marks=pytest.mark.ralph)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The demo LRS, then Ralph."""
    if request.param == "demo":
        with DemoLrs() as server:
            yield DemoStore(server)
    else:
        ralph: RalphServer = request.getfixturevalue("ralph")
        yield RalphStore(ralph)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    made = databases.create(SQLITE)
    yield made
    databases.drop(made)


@pytest.fixture
def judge(table: list[Row]) -> Callable[..., Row]:
    """Count, write the line, and refuse the least loss."""

    def say(made: Trial, fault: str, begun: float, refused: int = 0) -> Row:
        row = made.count(fault)
        row.seconds = time.monotonic() - begun
        table.append(row)
        assert (row.lost, row.duplicates, row.changed, row.out_of_order) == (0, 0, 0, 0), row
        assert (row.refused, row.received) == (refused, row.sent - refused), row
        return row

    return say
