"""What the relay asks of an outbox: one destination (an LRS), its waiting statements, one sender at a time.

Five calls, each a short transaction of its own; none is open while the network is used.

- `acquire` and `renew` give a lease: an LRS may store twice a statement that it receives twice *at the
  same instant*, so two senders never work for one destination.
- `due` reads; `record` writes what became of entries or of the destination, in one transaction, only if
  the lease is still ours; `release` lets the next sender in without waiting for the lease to end.

A sender killed at any point loses nothing: an entry that is not recorded is due again, and is sent again
as the same bytes under the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Lease:
    """The right to send to one destination, until `expires_at`.

    Args:
        owner: unique to one acquisition; every write is fenced by it.
        failures: consecutive delays of the destination before this lease, for the back-off.
    """

    owner: UUID
    expires_at: datetime
    failures: int


@dataclass(frozen=True)
class OutboxEntry:
    """A waiting statement.

    Args:
        sequence: position in the outbox; grows with time.
        body: the final JSON text, see `freezing.freeze`.
        postponements: how often this entry was postponed, for its own back-off.
    """

    sequence: int
    statement_id: UUID
    registration: UUID
    body: str
    postponements: int = 0


@dataclass(frozen=True)
class Delivered:
    """The LRS holds the statement: it said so, or it showed it."""

    sequence: int


@dataclass(frozen=True)
class Quarantined:
    """The LRS will never take this statement as it is; a person must look.

    `reason` is `rejected`, `too_large` or `conflict`; `detail` is for that person.
    """

    sequence: int
    reason: str
    detail: str


@dataclass(frozen=True)
class Postponed:
    """Nothing is proved yet; the entry, and what follows it in its registration, waits."""

    sequence: int
    until: datetime


@dataclass(frozen=True)
class Paused:
    """The destination waits for a person: `credentials` or `endpoint` is wrong. Nothing is lost."""

    reason: str
    detail: str


@dataclass(frozen=True)
class Delayed:
    """The destination is out of order or busy; try again later, for as long as it takes."""

    until: datetime
    reason: str


Outcome = Delivered | Quarantined | Postponed | Paused | Delayed


class Outbox(Protocol):
    """The waiting statements of one destination. All times are aware and passed in."""

    def acquire(self, owner: UUID, now: datetime, duration: timedelta) -> Lease | None:
        """The lease, or None: held by another sender, destination paused or delayed."""

    def renew(self, lease: Lease, now: datetime, duration: timedelta) -> Lease:
        """The same lease until `now + duration`, even if it ran out and nobody took it.

        Raises:
            LeaseLostError: another sender holds the destination, or the lease was released.
        """

    def due(self, lease: Lease, now: datetime, *, limit: int, max_bytes: int) -> Sequence[OutboxEntry]:
        """Waiting entries in sequence order: at most `limit`, see `within` for `max_bytes`.

        An entry is left out while it, or an earlier waiting entry of its registration, is postponed
        after `now`. Delivered and quarantined entries hold nothing back.

        Raises:
            LeaseLostError: as for `renew`.
        """

    def record(self, lease: Lease, now: datetime, outcomes: Sequence[Outcome]) -> None:
        """Write all `outcomes`, or none.

        `Delivered` and `Quarantined` set the destination's failures back to 0, `Delayed` adds one,
        `Postponed` adds one to the entry's postponements.

        Raises:
            LeaseLostError: as for `renew`; nothing was written.
        """

    def release(self, lease: Lease) -> None:
        """Give the lease back; no effect when it is no longer ours."""


def within(entries: Iterable[OutboxEntry], max_bytes: int) -> list[OutboxEntry]:
    """The first entries whose bodies fit in `max_bytes` of UTF-8 together; the first one always does."""
    chosen: list[OutboxEntry] = []
    total = 0
    for entry in entries:
        total += len(entry.body.encode()) + 1  # the comma, or a bracket
        if chosen and total > max_bytes:
            break
        chosen.append(entry)
    return chosen
