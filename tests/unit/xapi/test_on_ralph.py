"""The same delivery to Ralph, a real LRS that we did not write."""

import json

import pytest
import requests

from tests.support.ralph import RalphServer
from tests.unit.xapi.conftest import Bench
from tests.unit.xapi.examples import EXAMPLES, START, frozen
from tests.unit.xapi.fake_lrs import FakeLrs
from xapi import Credentials, HttpLrs, MemoryOutbox
from xapi.answers import Absent, Accepted, Found
from xapi.comparison import is_same

pytestmark = pytest.mark.ralph


@pytest.fixture
def bench(ralph: RalphServer, session: requests.Session) -> Bench:
    ralph.reset()
    made = Bench(FakeLrs(endpoint=ralph.endpoint), session)
    made.store = HttpLrs(session, Credentials(ralph.endpoint, ralph.username, ralph.password))
    for name in EXAMPLES:
        made.outbox.enqueue(frozen(name))
    return made


def test_delivered_once_and_unchanged(bench: Bench, ralph: RalphServer):
    first = bench.outbox.waiting
    assert bench.run().delivered == len(first)
    bench.outbox = MemoryOutbox()
    for name in EXAMPLES:
        bench.outbox.enqueue(frozen(name))
    assert bench.run().delivered == len(first), "a second time, as after a crash"
    shown = {each["id"]: each for each in ralph.statements()}
    assert len(ralph.statements()) == len(shown) == len(first)
    assert all(is_same(entry.body, shown[str(entry.statement_id)]) for entry in first)


def test_a_part_is_known(bench: Bench, ralph: RalphServer):
    known = bench.outbox.waiting[:2]
    assert bench.store.read(known[0].statement_id, START) == Absent()
    assert bench.store.send(known, START) == Accepted()
    assert isinstance(bench.store.read(known[0].statement_id, START), Found)
    bench.run()
    assert bench.outbox.waiting == []
    assert len(ralph.statements()) == len(EXAMPLES)


def test_a_conflict_is_quarantined(bench: Bench, ralph: RalphServer):
    entry = bench.outbox.waiting[0]
    other = {**json.loads(entry.body), "timestamp": "2026-11-23T08:00:00.000Z"}
    assert ralph.request("POST", json=[other]).status_code == 200
    report = bench.run()
    assert (report.quarantined, report.delivered) == (1, len(EXAMPLES) - 1)
    assert bench.outbox.quarantined[0].reason == "conflict"


def test_wrong_password(bench: Bench, ralph: RalphServer, session: requests.Session):
    bench.store = HttpLrs(session, Credentials(ralph.endpoint, ralph.username, "autre"))
    assert (bench.run().ended, len(bench.outbox.waiting)) == ("paused", len(EXAMPLES))
