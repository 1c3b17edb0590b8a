"""How the relay keeps pace: its lease, the limits that it learns, what disappears under its hands."""

import pytest

from tests.unit.xapi.conftest import Bench
from tests.unit.xapi.fake_lrs import FakeLrs
from tests.unit.xapi.test_relay import assert_all_there, fill


class _Counting:
    """How often the lease was renewed, with requests of so many seconds."""

    def __init__(self, bench: Bench, seconds: float) -> None:
        self.bench, self.seconds = bench, seconds
        self.until: set[object] = set()

    def send(self, entries, now):
        self.until.add(self.bench.outbox._lease.expires_at)
        answer = self.bench.store.send(entries, now)
        self.bench.wait(self.seconds)
        return answer


@pytest.mark.parametrize(("seconds", "leases"), [(0.1, 1), (20, 4)])
def test_a_lease_that_is_fresh_is_not_renewed(bench: Bench, lrs: FakeLrs, seconds: float, leases: int):
    fill(bench, 200)
    counting = _Counting(bench, seconds)
    bench.run(lrs=counting)
    assert len(counting.until) == leases


def test_a_limit_of_the_lrs_is_found_once(bench: Bench, lrs: FakeLrs):
    made = fill(bench, 200)
    lrs.largest = 20_000
    bench.run()
    refused = [post for post in lrs.posts if len(post) > lrs.largest]
    assert 1 <= len(refused) <= 7, "by the first batch and its halves, not by each of the four"
    assert_all_there(bench, lrs, made)


def test_an_entry_that_is_gone_ends_the_run(bench: Bench, lrs: FakeLrs):
    fill(bench, 2)

    class Erasing:
        def send(self, entries, now):
            answer = bench.store.send(entries, now)
            bench.outbox._rows.pop(entries[0].sequence)
            return answer

    report = bench.run(lrs=Erasing())
    assert (report.ended, report.delivered) == ("entry_gone", 0)
    assert (bench.run().ended, len(bench.outbox.delivered)) == ("idle", 1)
