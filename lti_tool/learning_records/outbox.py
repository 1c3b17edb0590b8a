"""`xapi.Outbox` on SQL: one instance for one LRS, each call one short transaction.

Every write is fenced by the owner of the lease, in the same transaction: a sender that was away too
long finds out and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tool.db import Database
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, LrsState, StatementRow
from xapi.errors import EntryGoneError, LeaseLostError
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

_MANY = 100  # registrations with a postponed statement


class SqlOutbox:
    """The waiting statements of one LRS."""

    def __init__(self, database: Database, lrs_id: UUID) -> None:
        self._database = database
        self._lrs_id = lrs_id

    def acquire(self, owner: UUID, now: datetime, duration: timedelta) -> Lease | None:
        """See `xapi.outbox.Outbox`. The conditional UPDATE lets one sender in, on any database."""
        until = now + duration
        free = (
            Lrs.id == self._lrs_id,
            Lrs.state == LrsState.ACTIVE,
            or_(Lrs.leased_until.is_(None), Lrs.leased_until <= now),
            or_(Lrs.delayed_until.is_(None), Lrs.delayed_until <= now),
        )
        with self._database.begin() as session:
            taken = session.execute(
                update(Lrs)
                .where(*free)
                .values(lease_owner=owner, leased_until=until)
                .execution_options(synchronize_session=False)
            )
            if cast(CursorResult[Any], taken).rowcount != 1:
                return None
            return Lease(owner, until, session.get_one(Lrs, self._lrs_id).failures)

    def renew(self, lease: Lease, now: datetime, duration: timedelta) -> Lease:
        """See `xapi.outbox.Outbox`."""
        until = now + duration
        with self._database.begin() as session:
            lrs = self._held(session, lease)
            lrs.leased_until = until
            return Lease(lease.owner, until, lrs.failures)

    def due(self, lease: Lease, now: datetime, *, limit: int, max_bytes: int) -> Sequence[OutboxEntry]:
        """See `xapi.outbox.Outbox`."""
        with self._database.begin() as session:
            if self._held(session, lease).state != LrsState.ACTIVE:
                return []  # an operator stopped the LRS while we were sending
            waiting = [Delivery.lrs_id == self._lrs_id, Delivery.state == DeliveryState.WAITING]
            waiting += _not_held(self._held_back(session, now))
            rows = session.execute(
                select(
                    StatementRow.sequence,
                    StatementRow.id,
                    StatementRow.registration,
                    func.coalesce(Delivery.body, StatementRow.body),
                    Delivery.postponements,
                )
                .join(Delivery, Delivery.sequence == StatementRow.sequence)
                .where(*waiting)
                .order_by(Delivery.sequence)
                .limit(limit)
            )
            return within([OutboxEntry(*row) for row in rows], max_bytes)

    def record(self, lease: Lease, now: datetime, outcomes: Sequence[Outcome]) -> None:
        """See `xapi.outbox.Outbox`. An outcome for an unknown or settled entry is a fault of the sender.

        Raises:
            LeaseLostError: see the protocol.
            EntryGoneError: an entry was erased or settled meanwhile; nothing was written.
        """
        delivered = [each.sequence for each in outcomes if isinstance(each, Delivered)]
        others = [each for each in outcomes if not isinstance(each, Delivered)]
        with self._database.begin() as session:
            if delivered:
                self._count_delivered(session, lease, len(delivered))
                self._settle(session, delivered, state=DeliveryState.DELIVERED, settled_at=now)
            if others or not delivered:
                lrs = self._held(session, lease)
                for outcome in others:
                    self._write(session, lrs, outcome, now)

    def _count_delivered(self, session: Session, lease: Lease, count: int) -> None:
        # The way of nearly every batch: the fence and the count in one statement.
        counted = session.execute(
            update(Lrs)
            .where(Lrs.id == self._lrs_id, Lrs.lease_owner == lease.owner)
            .values(failures=0, delivered_total=Lrs.delivered_total + count)
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], counted).rowcount != 1:
            raise LeaseLostError(str(lease.owner))

    def release(self, lease: Lease) -> None:
        """See `xapi.outbox.Outbox`."""
        with self._database.begin() as session:
            session.execute(
                update(Lrs)
                .where(Lrs.id == self._lrs_id, Lrs.lease_owner == lease.owner)
                .values(lease_owner=None, leased_until=None)
                .execution_options(synchronize_session=False)
            )

    def _held(self, session: Session, lease: Lease) -> Lrs:
        # The row lock keeps the next sender out until this transaction has written; it lets through the
        # answers that are being recorded, whose deliveries refer to the row.
        lrs = session.scalars(
            select(Lrs)
            .where(Lrs.id == self._lrs_id, Lrs.lease_owner == lease.owner)
            .with_for_update(key_share=True)
        ).one_or_none()
        if lrs is None:
            raise LeaseLostError(str(lease.owner))
        return lrs

    def _held_back(self, session: Session, now: datetime) -> Sequence[tuple[UUID, int]]:
        """For each registration with a postponed statement, the first one: it and what follows must wait.

        Asked apart: there is seldom one, and an index of its own finds it, however long the queue is.
        """
        postponed = (
            select(StatementRow.registration, func.min(StatementRow.sequence))
            .join(Delivery, Delivery.sequence == StatementRow.sequence)
            .where(
                Delivery.lrs_id == self._lrs_id,
                Delivery.state == DeliveryState.WAITING,
                Delivery.postponed_until > now,
            )
            .group_by(StatementRow.registration)
        )
        return [(registration, since) for registration, since in session.execute(postponed)]

    def _write(self, session: Session, lrs: Lrs, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Quarantined(sequence, reason, detail):
                lrs.failures, lrs.quarantined_total = 0, lrs.quarantined_total + 1
                values = {"state": DeliveryState.QUARANTINED, "settled_at": now}
                self._settle(session, [sequence], reason=reason, detail=detail, **values)
            case Postponed(sequence, until):
                again = {"postponed_until": until, "postponements": Delivery.postponements + 1}
                self._settle(session, [sequence], **again)
            case Paused(reason, detail):
                lrs.state, lrs.pause_reason, lrs.pause_detail = LrsState.PAUSED, reason, detail
            case Delayed(until, reason):
                lrs.delayed_until, lrs.failures = until, lrs.failures + 1
                lrs.pause_detail = reason

    def _settle(self, session: Session, sequences: Sequence[int], **values: Any) -> None:
        written = session.execute(
            update(Delivery)
            .where(
                Delivery.lrs_id == self._lrs_id,
                Delivery.sequence.in_(sequences),
                Delivery.state == DeliveryState.WAITING,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], written).rowcount != len(sequences):
            raise EntryGoneError(sequences[0])


def _not_held(held: Sequence[tuple[UUID, int]]) -> list[ColumnElement[bool]]:
    if len(held) > _MANY:  # what precedes them waits too: a condition each would be too much for a database
        return [StatementRow.registration.not_in([registration for registration, _ in held])]
    return [
        or_(StatementRow.registration != registration, StatementRow.sequence < since)
        for registration, since in held
    ]
