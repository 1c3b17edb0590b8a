"""The outbox in memory keeps the protocol to the letter."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.unit.xapi.examples import START, after, answer, answered, many
from xapi.backoff import asked_for, pause
from xapi.errors import LeaseLostError, OutboxError, StatementConflictError
from xapi.freezing import freeze
from xapi.memory_outbox import MemoryOutbox
from xapi.outbox import Delayed, Delivered, Lease, Outbox, OutboxEntry, Paused, Postponed, Quarantined, within
from xapi.vocabulary import AnswerOutcome

MINUTE = timedelta(minutes=1)
ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.fixture
def outbox() -> MemoryOutbox:
    """Four statements: two of one registration, two of another."""
    filled = MemoryOutbox()
    for frozen in many(4, per_registration=2):
        filled.enqueue(frozen)
    return filled


def held(outbox: Outbox, owner: UUID = ONE, now=START) -> Lease:
    lease = outbox.acquire(owner, now, MINUTE)
    assert lease is not None
    return lease


def due(outbox: MemoryOutbox, lease: Lease, now=START, **limits: int) -> list[int]:
    entries = outbox.due(lease, now, **{"limit": 50, "max_bytes": 10**6, **limits})
    return [entry.sequence for entry in entries]


def test_enqueue_is_idempotent_and_refuses_another_text(outbox: MemoryOutbox):
    outbox.enqueue(many(1)[0])
    assert len(outbox.waiting) == 4
    other = freeze(answered(1, answer(AnswerOutcome.DONT_KNOW)))
    outbox.enqueue(other)
    with pytest.raises(StatementConflictError):
        outbox.enqueue(freeze(answered(1, answer(AnswerOutcome.NEUTRALISED))))


def test_one_sender_at_a_time(outbox: MemoryOutbox):
    lease = held(outbox)
    assert outbox.acquire(TWO, after(59), MINUTE) is None
    outbox.renew(lease, after(59), MINUTE)
    assert outbox.acquire(TWO, after(61), MINUTE) is None
    outbox.release(lease)
    assert outbox.acquire(TWO, after(61), MINUTE) is not None


def test_a_sender_that_lost_its_lease_changes_nothing(outbox: MemoryOutbox):
    old, new = held(outbox), held(outbox, TWO, after(60))
    for use in (
        lambda: outbox.renew(old, after(61), MINUTE),
        lambda: due(outbox, old, after(61)),
        lambda: outbox.record(old, after(61), [Delivered(1)]),
        lambda: outbox.record(old, after(61), [Paused("endpoint", "")]),
    ):
        with pytest.raises(LeaseLostError):
            use()
    outbox.release(old)
    assert due(outbox, new, after(61)) == [1, 2, 3, 4]
    assert outbox.paused is None


def test_a_lease_that_ran_out_untaken_is_still_ours(outbox: MemoryOutbox):
    lease = held(outbox)
    outbox.record(lease, after(600), [Delivered(1)])
    assert due(outbox, outbox.renew(lease, after(600), MINUTE), after(600)) == [2, 3, 4]


def test_limits(outbox: MemoryOutbox):
    lease = held(outbox)
    assert due(outbox, lease, limit=3) == [1, 2, 3]
    assert due(outbox, lease, max_bytes=10) == [1]


def test_order_within_a_registration(outbox: MemoryOutbox):
    lease = held(outbox)
    outbox.record(lease, START, [Postponed(1, after(30))])
    assert due(outbox, lease) == [3, 4]
    assert due(outbox, lease, after(30)) == [1, 2, 3, 4]
    outbox.record(lease, after(30), [Quarantined(1, "rejected", "")])
    assert due(outbox, lease) == [2, 3, 4]
    assert [entry.postponements for entry in outbox.waiting] == [0, 0, 0]


def test_a_record_is_whole_or_nothing(outbox: MemoryOutbox):
    lease = held(outbox)
    with pytest.raises(OutboxError):
        outbox.record(lease, START, [Delivered(1), Delivered(9)])
    assert due(outbox, lease) == [1, 2, 3, 4]


def test_delays_and_pauses(outbox: MemoryOutbox):
    lease = held(outbox)
    outbox.record(lease, START, [Delayed(after(10), "x"), Delayed(after(20), "x")])
    outbox.release(lease)
    assert outbox.acquire(TWO, after(19), MINUTE) is None
    lease = held(outbox, TWO, after(20))
    assert lease.failures == 2
    outbox.record(lease, after(20), [Delivered(1), Paused("credentials", "401")])
    outbox.release(lease)
    assert outbox.acquire(ONE, after(9999), MINUTE) is None
    outbox.resume()
    assert held(outbox).failures == 0


def test_within_counts_bytes_not_characters():
    entries = [OutboxEntry(number, ONE, ONE, "é" * 10) for number in range(5)]
    assert len(within(entries, 63)) == 3
    assert len(within(entries, 62)) == 2
    assert len(within(entries, 1)) == 1
    assert within([], 1) == []


def test_back_off():
    ceilings = [pause(failures, lambda: 1.0).total_seconds() for failures in (0, 1, 2, 8, 9, 10, 10**9)]
    assert ceilings == [2, 4, 8, 512, 900, 900, 900]
    assert pause(5, lambda: 0.0) == timedelta(seconds=1)
    assert [asked_for(seconds).total_seconds() for seconds in (0, 90, float("inf"))] == [1, 90, 3600]
