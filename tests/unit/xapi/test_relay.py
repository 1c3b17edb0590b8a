"""Delivery: whatever happens in between, each statement ends in the LRS once, in its order, unchanged."""

import json
from datetime import timedelta
from itertools import groupby
from math import log2
from uuid import UUID

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.xapi.conftest import Bench
from tests.unit.xapi.examples import START, many
from tests.unit.xapi.fake_lrs import FakeLrs, Fault, serving
from xapi.comparison import is_same
from xapi.freezing import FrozenStatement
from xapi.relay import Limits


def fill(bench: Bench, count: int, per_registration: int = 1) -> list[FrozenStatement]:
    made = many(count, per_registration)
    for frozen in made:
        bench.outbox.enqueue(frozen)
    return made


def assert_all_there(bench: Bench, lrs: FakeLrs, made: list[FrozenStatement]) -> None:
    assert bench.outbox.waiting == []
    assert bench.outbox.quarantined == []
    assert len(lrs.stored_in_order) == len(made)
    assert all(is_same(frozen.body, lrs.statements[str(frozen.id)]) for frozen in made)


def test_batches_of_fifty(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 120)
    report = bench.run()
    assert (report.delivered, report.requests, report.ended) == (120, 3, "idle")
    assert lrs.stored_in_order == [str(frozen.id) for frozen in made]
    assert_all_there(bench, lrs, made)


def test_batches_of_so_many_bytes(bench: Bench, lrs: FakeLrs):
    fill(bench, 10)
    bench.run(limits=Limits(bytes=5_000))
    assert max(len(post) for post in lrs.posts) <= 5_001
    assert len(lrs.statements) == 10


def test_nothing_to_do(bench: Bench, lrs: FakeLrs):
    assert bench.run().ended == "idle"
    assert lrs.posts == []


class _Killed(BaseException):
    """What a SIGKILL leaves behind: no handler runs, no lease is given back."""


class _KilledAfterSending:
    def __init__(self, store: object) -> None:
        self.store = store

    def send(self, entries, now):
        self.store.send(entries, now)
        raise _Killed


class _Unforgiving:
    """The outbox as a killed process leaves it: the lease is still taken."""

    def __init__(self, outbox) -> None:
        self.outbox = outbox

    def __getattr__(self, name: str):
        return getattr(self.outbox, name)

    def release(self, lease) -> None:
        pass


def test_kill_between_send_and_mark(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 3)
    outbox, bench.outbox = bench.outbox, _Unforgiving(bench.outbox)
    with pytest.raises(_Killed):
        bench.run(lrs=_KilledAfterSending(bench.store))
    bench.outbox = outbox
    assert len(outbox.waiting) == len(lrs.statements) == 3
    assert bench.run().ended == "unavailable_lease"
    bench.wait(120)
    assert bench.run().delivered == 3
    assert lrs.posts[0] == lrs.posts[1], "the same bytes"
    assert_all_there(bench, lrs, made)


@pytest.mark.parametrize("store", [True, False], ids=["stored", "lost"])
@pytest.mark.parametrize("status", [0, 500, 502, 504], ids=["cut", "500", "502", "504"])
def test_unknown_outcome(bench: Bench, lrs: FakeLrs, status: int, store: bool):
    made = fill(bench, 5)
    lrs.faults = [Fault(status, store=store)]
    report = bench.run()
    assert (report.ended, report.delivered) == ("delayed", 0)
    assert bench.run().ended == "unavailable_lease"
    bench.wait(2)
    assert bench.run().delivered == 5
    assert lrs.posts[0] == lrs.posts[1] or len(lrs.posts) == 2
    assert_all_there(bench, lrs, made)


def test_only_a_part_was_new(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 4)
    lrs.keep([json.loads(frozen.body) for frozen in made[:2]])
    assert bench.run().delivered == 4
    assert_all_there(bench, lrs, made)


def test_all_was_known(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 4)
    lrs.keep([json.loads(frozen.body) for frozen in made])
    report = bench.run()
    assert report.delivered == 4
    assert (report.reconciled, len(lrs.reads)) == ((0, 0) if lrs.manners == "ralph" else (4, 4))
    assert_all_there(bench, lrs, made)


def test_another_statement_under_our_id(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 3)
    theirs = json.loads(made[1].body)
    theirs["result"]["success"] = False
    lrs.keep([theirs])
    report = bench.run()
    assert (report.delivered, report.quarantined) == (2, 1)
    assert [(each.sequence, each.reason) for each in bench.outbox.quarantined] == [(2, "conflict")]
    assert not lrs.statements[str(made[1].id)]["result"]["success"], "the LRS keeps what it had"


@pytest.mark.parametrize("positions", [(0, 1, 2), (0, 25, 49), (7, 8, 40)])
def test_three_poisons_in_fifty(bench: Bench, lrs: FakeLrs, positions: tuple[int, ...]):
    made = fill(bench, 50)
    lrs.poison = {str(made[position].id) for position in positions}
    report = bench.run()
    assert (report.delivered, report.quarantined) == (47, 3)
    assert report.requests <= 2 * 3 * log2(50) + 1
    assert [each.sequence - 1 for each in bench.outbox.quarantined] == list(positions)
    assert {each.reason for each in bench.outbox.quarantined} == {"rejected"}
    assert "refusé" in bench.outbox.quarantined[0].detail
    assert len(lrs.statements) == 47


def test_too_large(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 8)
    lrs.largest = 2 * max(len(frozen.body.encode()) for frozen in made) + 3
    assert bench.run().delivered == 8
    assert_all_there(bench, lrs, made)


def test_too_large_alone(bench: Bench, lrs: FakeLrs):
    fill(bench, 1)
    lrs.largest = 10
    assert bench.run().quarantined == 1
    assert bench.outbox.quarantined[0].reason == "too_large"


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "Mon, 23 Nov 2026 08:32:00 GMT"}, 119.8741),
        (429, {"Retry-After": "40"}, 40),
        (503, {"Retry-After": "999999"}, 3600),
        (503, {"Retry-After": "0"}, 1),
        (503, {}, 1),
    ],
)
def test_an_lrs_that_asks_for_patience(
    bench: Bench, lrs: FakeLrs, status: int, headers: dict, seconds: float
):
    made = fill(bench, 2)
    lrs.faults = [Fault(status, headers)]
    assert bench.run().reason == f"busy: {status}"
    assert bench.outbox.delayed.until == START + timedelta(seconds=seconds)
    bench.wait(seconds)
    bench.run()
    assert_all_there(bench, lrs, made)


@pytest.mark.parametrize("store", [True, False], ids=["stored", "lost"])
def test_html_from_a_proxy(bench: Bench, lrs: FakeLrs, store: bool):
    made = fill(bench, 3)
    lrs.faults = [Fault(200, body=b"<html>OK</html>", store=store)]
    report = bench.run()
    assert (report.delivered, report.reconciled) == (3, 3)
    assert len(lrs.reads) == 3
    assert_all_there(bench, lrs, made)


def test_html_everywhere_proves_nothing(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 2)
    html = Fault(200, body=b"<html>portail captif</html>")
    lrs.faults = [html]
    lrs.read_faults = {str(frozen.id): html for frozen in made}
    report = bench.run()
    assert (report.ended, report.delivered, report.quarantined) == ("delayed", 0, 0)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "credentials"), (403, "credentials"), (404, "endpoint"), (405, "endpoint"), (302, "endpoint")],
)
def test_a_wrong_setting_pauses_and_keeps_everything(bench: Bench, lrs: FakeLrs, status: int, reason: str):
    made = fill(bench, 3)
    lrs.faults = [Fault(status)]
    assert (bench.run().ended, bench.outbox.paused.reason) == ("paused", reason)
    bench.wait(10**6)
    assert bench.run().ended == "unavailable_lease"
    assert len(lrs.posts) == 1
    bench.outbox.resume()
    bench.run()
    assert_all_there(bench, lrs, made)


def test_an_outage_of_a_day_loses_nothing(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 60, per_registration=3)
    lrs.faults = [Fault(500) for _ in range(100)]
    while lrs.faults:
        bench.wait(900)
        bench.run()
    bench.wait(900)
    assert bench.run().ended == "idle"
    assert_all_there(bench, lrs, made)
    assert_in_order(lrs, made)


def assert_in_order(lrs: FakeLrs, made: list[FrozenStatement]) -> None:
    arrival = {statement_id: place for place, statement_id in enumerate(lrs.stored_in_order)}
    for _, group in groupby(made, key=lambda frozen: frozen.registration):
        places = [arrival[str(frozen.id)] for frozen in group if str(frozen.id) in arrival]
        assert places == sorted(places)


def test_a_statement_that_breaks_the_lrs_does_not_stop_the_others(bench: Bench, lrs: FakeLrs):
    """An LRS with two copies of a statement answers 500 to its reading, for ever."""
    made = fill(bench, 6, per_registration=2)
    lrs.keep([json.loads(frozen.body) for frozen in made[:1]])
    lrs.manners = "adl"
    lrs.read_faults = {str(made[0].id): Fault(500)}
    for _ in range(3):
        bench.run()
        bench.wait(3)
    assert [entry.statement_id for entry in bench.outbox.waiting] == [made[0].id, made[1].id]
    assert len(lrs.statements) == 5, "what follows in its registration waits with it"
    assert_in_order(lrs, made)


def test_known_but_not_shown_yet(bench: Bench, lrs: FakeLrs):
    lrs.manners = "adl"
    made = fill(bench, 4, per_registration=2)
    lrs.keep([json.loads(made[0].body)])
    lrs.read_faults = {str(made[0].id): Fault(404)}
    report = bench.run()
    assert (report.delivered, report.postponed) == (2, 1)
    assert str(made[1].id) not in lrs.statements, "the next of its registration is not sent before it"
    lrs.read_faults = {}
    bench.wait(1)
    assert bench.run().delivered == 2
    assert_all_there(bench, lrs, made)


def test_stop_between_requests(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 120)
    answers = iter([False, True])
    report = bench.run(stop=lambda: next(answers))
    assert (report.ended, report.delivered, len(lrs.posts)) == ("stopped", 50, 1)
    assert bench.run().delivered == 70
    assert_all_there(bench, lrs, made)


class _SlowedDown:
    """A sender that sleeps on a request while another one takes over."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def send(self, entries, now):
        answer = self.bench.store.send(entries, now)
        self.bench.wait(121)
        assert self.bench.outbox.acquire(UUID(int=999), self.bench.now, timedelta(minutes=1))
        return answer


def test_a_sender_that_lost_its_lease_changes_nothing(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 60)
    assert bench.run(lrs=_SlowedDown(bench)).ended == "lease_lost"
    assert len(bench.outbox.waiting) == 60
    assert bench.run().ended == "unavailable_lease", "the other one still holds it"
    bench.wait(60)
    bench.run()
    assert_all_there(bench, lrs, made)


class _Slow:
    """Each request takes 70 s; another sender tries its luck each time."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.intrusions: list[object] = []

    def send(self, entries, now):
        answer = self.bench.store.send(entries, now)
        self.bench.wait(70)
        self.intrusions.append(self.bench.outbox.acquire(UUID(int=999), self.bench.now, timedelta(minutes=1)))
        return answer


def test_the_lease_outlives_each_request(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 150)
    slow = _Slow(bench)
    assert bench.run(lrs=slow).ended == "idle"
    assert slow.intrusions == [None, None, None]
    assert_all_there(bench, lrs, made)


def test_an_lrs_in_trouble_gets_smaller_batches(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 120)
    lrs.faults = [Fault(504), Fault(504)]
    for _ in range(3):
        bench.run()
        bench.wait(900)
    assert [len(json.loads(post)) for post in lrs.posts] == [50, 25, 12, 50, 50, 8]
    assert_all_there(bench, lrs, made)


@pytest.mark.parametrize(("per_registration", "quarantined"), [(3, 1), (4, 0)])
def test_a_held_registration_is_skipped_in_the_other_halves_too(
    bench: Bench, lrs: FakeLrs, per_registration: int, quarantined: int
):
    lrs.manners = "adl"
    made = fill(bench, 4, per_registration)
    lrs.keep([json.loads(made[0].body)])
    lrs.read_faults = {str(made[0].id): Fault(404)}
    lrs.poison = {str(made[3].id)}
    report = bench.run()
    assert (report.postponed, report.quarantined, report.delivered) == (1, quarantined, 0)
    assert len(bench.outbox.waiting) == 4 - quarantined


FAULTS = st.lists(
    st.one_of(
        st.none(),
        st.builds(Fault, status=st.sampled_from([0, 500, 503, 429, 504]), store=st.booleans()),
        st.builds(
            Fault, status=st.just(200), body=st.sampled_from([b"<html>", b"[]", b"{"]), store=st.booleans()
        ),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(
    manners=st.sampled_from(["ralph", "adl"]),
    faults=FAULTS,
    poison=st.sets(st.integers(0, 19), max_size=3),
    jitter=st.floats(0, 0.999),
)
def test_any_series_of_faults(manners: str, faults: list, poison: set[int], jitter: float):
    with serving(FakeLrs(manners, faults=list(faults))) as lrs, requests.Session() as session:
        session.trust_env = False
        bench = Bench(lrs, session)
        made = fill(bench, 20, per_registration=4)
        unlucky = {made[number].id for number in poison}
        lrs.poison = {str(each) for each in unlucky}
        for _ in range(60):
            bench.run(random=lambda: jitter)
            bench.wait(1800)
    assert bench.outbox.waiting == []
    assert {made[each.sequence - 1].id for each in bench.outbox.quarantined} <= unlucky
    delivered = [str(entry.statement_id) for entry in bench.outbox.delivered]
    assert sorted(lrs.stored_in_order) == sorted(delivered)
    assert_in_order(lrs, made)
