"""An outbox in memory, shipped for tests: as strict as the protocol, and forgetful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from xapi.errors import EntryGoneError, LeaseLostError, StatementConflictError
from xapi.freezing import FrozenStatement
from xapi.outbox import (
    Delayed,
    Delivered,
    Lease,
    OutboxEntry,
    Outcome,
    Paused,
    Postponed,
    Quarantined,
    within,
)


@dataclass
class _Row:
    entry: OutboxEntry
    sha256: str
    outcome: Delivered | Quarantined | None = None
    next_at: datetime | None = None


class MemoryOutbox:
    """One destination. Not for threads; two senders are two leases, one after the other."""

    def __init__(self) -> None:
        self._rows: dict[int, _Row] = {}
        self._lease: Lease | None = None
        self.failures = 0
        self.paused: Paused | None = None
        self.delayed: Delayed | None = None

    def enqueue(self, frozen: FrozenStatement) -> None:
        """Add a statement; the same one again changes nothing.

        Raises:
            StatementConflictError: another text is already there under this id.
        """
        for row in self._rows.values():
            if row.entry.statement_id == frozen.id:
                if row.sha256 != frozen.sha256:
                    raise StatementConflictError(frozen.id)
                return
        sequence = len(self._rows) + 1
        entry = OutboxEntry(sequence, frozen.id, frozen.registration, frozen.body)
        self._rows[sequence] = _Row(entry, frozen.sha256)

    def acquire(self, owner: UUID, now: datetime, duration: timedelta) -> Lease | None:
        """See `Outbox.acquire`."""
        if self._lease is not None and self._lease.expires_at > now:
            return None
        if self.paused is not None or (self.delayed is not None and self.delayed.until > now):
            return None
        self._lease = Lease(owner, now + duration, self.failures)
        return self._lease

    def renew(self, lease: Lease, now: datetime, duration: timedelta) -> Lease:
        """See `Outbox.renew`."""
        self._fence(lease)
        self._lease = replace(lease, expires_at=now + duration)
        return self._lease

    def due(self, lease: Lease, now: datetime, *, limit: int, max_bytes: int) -> Sequence[OutboxEntry]:
        """See `Outbox.due`."""
        self._fence(lease)
        held: set[UUID] = set()
        ready: list[OutboxEntry] = []
        for row in self._rows.values():
            if row.outcome is not None:
                continue
            if row.next_at is not None and row.next_at > now:
                held.add(row.entry.registration)
            if row.entry.registration not in held:
                ready.append(row.entry)
        return within(ready[:limit], max_bytes)

    def record(self, lease: Lease, now: datetime, outcomes: Sequence[Outcome]) -> None:  # noqa: ARG002  # `now` is for outboxes that keep the hour of delivery
        """See `Outbox.record`. An outcome for an unknown or settled entry is a fault of the sender.

        Raises:
            LeaseLostError: see the protocol.
            EntryGoneError: the sequence is unknown or already settled.
        """
        self._fence(lease)
        for outcome in outcomes:
            if not isinstance(outcome, Paused | Delayed) and outcome.sequence not in self._waiting():
                raise EntryGoneError(outcome.sequence)
        for outcome in outcomes:
            self._write(outcome)

    def release(self, lease: Lease) -> None:
        """See `Outbox.release`."""
        if self._lease is not None and self._lease.owner == lease.owner:
            self._lease = None

    def resume(self) -> None:
        """What an operator does once the destination is mended."""
        self.paused = self.delayed = None

    @property
    def waiting(self) -> list[OutboxEntry]:
        """Neither delivered nor quarantined, in sequence order."""
        return [self._rows[sequence].entry for sequence in self._waiting()]

    @property
    def delivered(self) -> list[OutboxEntry]:
        """Delivered entries, in sequence order."""
        return [row.entry for row in self._rows.values() if isinstance(row.outcome, Delivered)]

    @property
    def quarantined(self) -> list[Quarantined]:
        """Why entries were set aside, in sequence order."""
        return [row.outcome for row in self._rows.values() if isinstance(row.outcome, Quarantined)]

    def _waiting(self) -> list[int]:
        return [sequence for sequence, row in self._rows.items() if row.outcome is None]

    def _fence(self, lease: Lease) -> None:
        if self._lease is None or self._lease.owner != lease.owner:
            raise LeaseLostError(str(lease.owner))

    def _write(self, outcome: Outcome) -> None:
        match outcome:
            case Delivered(sequence) | Quarantined(sequence):
                self._rows[sequence].outcome = outcome
                self.failures = 0
            case Postponed(sequence, until):
                row = self._rows[sequence]
                row.entry = replace(row.entry, postponements=row.entry.postponements + 1)
                row.next_at = until
            case Paused():
                self.paused = outcome
            case Delayed():
                self.delayed = outcome
                self.failures += 1
