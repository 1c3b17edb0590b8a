"""Deliver what is due to each LRS that no other relay is serving."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import requests
from sqlalchemy import exists, or_, select, update

from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, LrsState
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.security import Vault
from xapi import Credentials, HttpLrs, deliver_once, relay
from xapi.relay import Limits

SLICE = timedelta(seconds=60)  # then the others are looked at again, new ones among them
SENDERS = 8  # LRSs served at once by one relay
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long an LRS stays ours without news of us, and the time-outs that fit in that.

    A relay that is killed leaves its lease behind: the statements of that LRS wait until it ends. A
    lease that ended during a request would let two senders speak at once, and an LRS may then store a
    statement twice: hence time-outs in proportion (5 s to connect, 30 s to read, 35 s in all, for 120 s).
    """

    lease: timedelta = timedelta(seconds=120)

    @property
    def timeouts(self) -> tuple[float, float]:
        """Seconds to connect, and to wait for the next byte."""
        return self.lease.total_seconds() / 24, self.lease.total_seconds() / 4

    @property
    def answer_seconds(self) -> float:
        """Seconds for a whole answer once it has begun."""
        return self.lease.total_seconds() * 35 / 120


@dataclass(frozen=True)
class Report:
    """What one round did, in statements."""

    delivered: int = 0
    quarantined: int = 0


def deliver_due(
    database: Database,
    http: requests.Session,
    vault: Vault,
    clock: Clock,
    *,
    rng: random.Random,
    stop: Callable[[], bool],
    patience: Patience = Patience(),
) -> Report:
    """One round over the LRSs, several at a time: a slow one must not hold back the others.

    Raises:
        OperatorError: a password was encrypted under another `PARCOURS_SECRET_KEY`.
    """
    due = _due(database, clock())
    end = clock() + SLICE

    def serve(lrs: Lrs) -> Report:
        """What one LRS takes until nothing is left, or until the others deserve a look."""
        credentials = Credentials(lrs.endpoint, lrs.username, vault.decrypt(lrs.password_encrypted))
        told = deliver_once(
            SqlOutbox(database, lrs.id),
            HttpLrs(http, credentials, timeouts=patience.timeouts, answer_seconds=patience.answer_seconds),
            owner=uuid4(),
            clock=clock,
            random=rng.random,
            stop=lambda: stop() or clock() >= end,
            limits=Limits(lease=patience.lease),
        )
        _tell(database, lrs, told)
        return Report(told.delivered, told.quarantined)

    if len(due) <= 1:
        reports = [serve(lrs) for lrs in due]
    else:
        with ThreadPoolExecutor(min(len(due), SENDERS), thread_name_prefix="lrs") as pool:
            reports = list(pool.map(serve, due))
    return Report(sum(each.delivered for each in reports), sum(each.quarantined for each in reports))


def _tell(database: Database, lrs: Lrs, told: relay.Report) -> None:
    """What an operator must know: counted, and logged when something is wrong. No content, only reasons."""
    if told.reconciled:
        with database.begin() as session:
            session.execute(
                update(Lrs)
                .where(Lrs.id == lrs.id)
                .values(reconciled_total=Lrs.reconciled_total + told.reconciled)
            )
    if told.ended in {"delayed", "paused", "entry_gone"}:
        _log.warning("LRS %s: %s (%s)", lrs.name, told.ended, told.reason.split(" ")[0])
    if told.quarantined:
        _log.error("LRS %s: %d statement(s) quarantined", lrs.name, told.quarantined)


def _due(database: Database, now: datetime) -> Sequence[Lrs]:
    """The LRSs that something waits for. A relay with nothing to do must not write once a second."""
    waits = exists().where(Delivery.lrs_id == Lrs.id, Delivery.state == DeliveryState.WAITING)
    with database.begin() as session:
        return session.scalars(
            select(Lrs)
            .where(
                Lrs.state == LrsState.ACTIVE,
                or_(Lrs.delayed_until.is_(None), Lrs.delayed_until <= now),
                or_(Lrs.leased_until.is_(None), Lrs.leased_until <= now),
                waits,
            )
            .order_by(Lrs.name)
        ).all()
