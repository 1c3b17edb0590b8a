"""From the outbox to an LRS: at least once on the wire, exactly once in the store.

    accepted            delivered
    rejected, too large cut in two, down to the statement at fault, which is quarantined
    conflict, unclear   each statement is read back: equal → delivered, different → quarantined,
                        absent → sent alone
    busy, unavailable   the destination waits; the same bytes go out again, as long as it takes
    blocked             the destination is paused for a person; nothing is quarantined

Nothing is marked as delivered without the word of the LRS; each outcome is recorded before the next
request. No thread, no sleep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from xapi.answers import (
    Absent,
    Accepted,
    Answer,
    Blocked,
    Busy,
    Conflicting,
    Found,
    Halt,
    Reading,
    Rejected,
    TooLarge,
    Unclear,
)
from xapi.backoff import asked_for, pause
from xapi.comparison import is_same
from xapi.errors import EntryGoneError, LeaseLostError
from xapi.lrs import Lrs
from xapi.outbox import (
    Delayed,
    Delivered,
    Lease,
    Outbox,
    OutboxEntry,
    Outcome,
    Paused,
    Postponed,
    Quarantined,
    within,
)

AHEAD = 4  # batches that one reading of the outbox gives
Batch = Sequence[OutboxEntry]


@dataclass(frozen=True)
class Limits:
    """Sizes of a batch, and a lease that outlives the longest request (5 s, 30 s, then 35 + 30 s)."""

    statements: int = 50
    bytes: int = 256 * 1024
    lease: timedelta = timedelta(seconds=120)


@dataclass
class Report:
    """What one call did.

    `ended` is `idle` (nothing is due), `unavailable_lease`, `stopped`, `delayed`, `paused`, `lease_lost` or
    `entry_gone` (an entry was erased while it was on its way; the rest is due again); `reason` has the
    detail of a delay or a pause.
    """

    delivered: int = 0
    quarantined: int = 0
    postponed: int = 0
    reconciled: int = 0
    requests: int = 0
    ended: str = "idle"
    reason: str = ""


def deliver_once(
    outbox: Outbox,
    lrs: Lrs,
    *,
    owner: UUID,
    clock: Callable[[], datetime],
    random: Callable[[], float],
    stop: Callable[[], bool],
    limits: Limits = Limits(),
) -> Report:
    """Send what is due to one destination, and return.

    Args:
        owner: new for each call; it fences every write.
        clock: aware, UTC.
        random: uniform in [0, 1), for the jitter.
        stop: asked before each request; once true, the rest stays in the outbox.
    """
    lease = outbox.acquire(owner, clock(), limits.lease)
    if lease is None:
        return Report(ended="unavailable_lease")
    run = _Run(outbox, lrs, lease, clock, random, stop, limits)
    try:
        run.drain()
    except LeaseLostError:
        run.report.ended = "lease_lost"
    except EntryGoneError as error:
        run.report.ended, run.report.reason = "entry_gone", str(error)
    finally:
        outbox.release(lease)
    return run.report


class _HaltedError(Exception):
    """Ends a run from any depth; `report.ended` says why."""


@dataclass
class _Run:
    outbox: Outbox
    lrs: Lrs
    lease: Lease
    clock: Callable[[], datetime]
    random: Callable[[], float]
    stop: Callable[[], bool]
    limits: Limits
    report: Report = field(default_factory=Report)
    held: set[UUID] = field(default_factory=set)  # registrations with a postponed entry in this batch
    ahead: list[OutboxEntry] = field(default_factory=list)  # read from the outbox, not yet sent

    def __post_init__(self) -> None:
        self.failures = self.lease.failures
        self.largest = self.limits.bytes  # halved when the LRS says 413, for the rest of the run

    def drain(self) -> None:
        try:
            while batch := self._due():
                self._deliver(batch)
        except _HaltedError:
            return

    def _due(self) -> Batch:
        # An LRS that times out on fifty statements may manage twenty-five.
        limit = max(1, self.limits.statements >> min(self.failures, 16))
        # Read again when who must wait has changed, or when the rest would make a small batch.
        if self.held or len(self.ahead) < limit:
            now, most = self.clock(), self.largest * AHEAD
            self.ahead = list(self.outbox.due(self.lease, now, limit=limit * AHEAD, max_bytes=most))
        batch = within(self.ahead[:limit], self.largest)
        self.ahead = self.ahead[len(batch) :]
        self.held.clear()
        return batch

    def _deliver(self, batch: Batch) -> None:
        """Depth first, left before right: a registration's statements arrive in order."""
        stack = [batch]
        while stack:
            part = [entry for entry in stack.pop() if entry.registration not in self.held]
            if not part:
                continue
            match self._send(part):
                case Accepted():
                    self._record([Delivered(entry.sequence) for entry in part])
                case Rejected() | TooLarge() as answer if len(part) > 1:
                    if isinstance(answer, TooLarge):
                        self.largest = min(self.largest, _size(part) // 2)
                    middle = len(part) // 2
                    stack += [part[middle:], part[:middle]]
                case Rejected() | TooLarge() as answer:
                    self._quarantine(part[0], answer)
                case Conflicting() | Unclear():
                    self._reconcile(part)
                case trouble:
                    self._halt(trouble, part)

    def _reconcile(self, batch: Batch) -> None:
        for entry in batch:
            if entry.registration in self.held:
                continue
            self.report.reconciled += 1
            match self._read(entry):
                case Found(copies) if all(is_same(entry.body, copy) for copy in copies):
                    self._record([Delivered(entry.sequence)])
                case Found():
                    self._record([Quarantined(entry.sequence, "conflict", "the LRS holds another statement")])
                case Absent():
                    self._send_alone(entry)
                case trouble:
                    self._halt(trouble, [entry])

    def _send_alone(self, entry: OutboxEntry) -> None:
        match self._send([entry]):
            case Accepted():
                self._record([Delivered(entry.sequence)])
            case Rejected() | TooLarge() as answer:
                self._quarantine(entry, answer)
            case Conflicting():
                # Known but not shown: an LRS may take its time (xAPI-Communication 2.1). Ask again later.
                self._postpone(entry)
            case trouble:
                self._halt(trouble, [entry])

    def _halt(self, answer: Halt | Unclear, batch: Batch) -> None:
        """Record what stops the whole destination, and end the run."""
        now = self.clock()
        if isinstance(answer, Blocked):
            self._record([Paused(answer.reason, answer.detail)])
            self._end("paused", answer.reason)
        if isinstance(answer, Busy):
            wait = pause(self.failures, self.random) if answer.seconds is None else asked_for(answer.seconds)
            self._record([Delayed(now + wait, f"busy: {answer.status}")])
            self._end("delayed", f"busy: {answer.status}")
        retry_at = now + pause(self.failures, self.random)
        outcomes: list[Outcome] = [Delayed(retry_at, answer.reason)]
        if len(batch) == 1:
            # Should this one statement be what breaks the LRS, the others must get past it: they are
            # due when the destination is, it is due later, and later each time.
            until = retry_at + pause(batch[0].postponements, self.random)
            outcomes.append(Postponed(batch[0].sequence, until))
        self._record(outcomes)
        self._end("delayed", answer.reason)

    def _quarantine(self, entry: OutboxEntry, answer: Rejected | TooLarge) -> None:
        if isinstance(answer, Rejected):
            self._record([Quarantined(entry.sequence, "rejected", answer.excerpt)])
        else:
            self._record([Quarantined(entry.sequence, "too_large", f"{len(entry.body.encode())} bytes")])

    def _postpone(self, entry: OutboxEntry) -> None:
        self.held.add(entry.registration)
        until = self.clock() + pause(entry.postponements, self.random)
        self._record([Postponed(entry.sequence, until)])

    def _send(self, batch: Batch) -> Answer:
        self._before_request()
        return self.lrs.send(batch, self.clock())

    def _read(self, entry: OutboxEntry) -> Reading:
        self._before_request()
        return self.lrs.read(entry.statement_id, self.clock())

    def _before_request(self) -> None:
        if self.stop():
            self._end("stopped")
        # A request that begins within the first eighth of the lease ends before it (see `Limits`).
        now = self.clock()
        if self.lease.expires_at - now < self.limits.lease * 7 / 8:
            self.lease = self.outbox.renew(self.lease, now, self.limits.lease)
        self.report.requests += 1

    def _record(self, outcomes: Sequence[Outcome]) -> None:
        self.outbox.record(self.lease, self.clock(), outcomes)
        for outcome in outcomes:
            match outcome:
                case Delivered():
                    self.report.delivered += 1
                    self.failures = 0
                case Quarantined():
                    self.report.quarantined += 1
                    self.failures = 0
                case Postponed():
                    self.report.postponed += 1

    def _end(self, ended: str, reason: str = "") -> NoReturn:
        self.report.ended, self.report.reason = ended, reason
        raise _HaltedError


def _size(batch: Batch) -> int:
    return sum(len(entry.body.encode()) + 1 for entry in batch)
