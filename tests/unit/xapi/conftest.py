"""A session, a clock and an LRS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import requests

from tests.unit.xapi.examples import START
from tests.unit.xapi.fake_lrs import PASSWORD, USERNAME, FakeLrs, serving
from xapi import Credentials, HttpLrs, MemoryOutbox, Report, deliver_once


@pytest.fixture(params=["ralph", "adl"])
def lrs(request: pytest.FixtureRequest) -> Iterator[FakeLrs]:
    with serving(FakeLrs(manners=request.param)) as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.trust_env = False
        yield opened


class Bench:
    """An outbox, a sender and a clock that moves by hand."""

    def __init__(self, lrs: FakeLrs, session: requests.Session) -> None:
        self.outbox = MemoryOutbox()
        self.now: datetime = START
        self.store = HttpLrs(session, Credentials(lrs.endpoint, USERNAME, PASSWORD), timeouts=(1, 4))
        self.owners = 0

    def run(self, **changes: object) -> Report:
        self.owners += 1
        given: dict[str, object] = {
            "owner": UUID(int=self.owners),
            "clock": lambda: self.now,
            "random": lambda: 0.5,
            "stop": lambda: False,
        }
        return deliver_once(self.outbox, changes.pop("lrs", self.store), **{**given, **changes})

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def bench(lrs: FakeLrs, session: requests.Session) -> Bench:
    return Bench(lrs, session)
