"""Deliver what is due to each LRS that no other relay is serving."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import requests
from sqlalchemy import select

from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.learning_records.models import Lrs, LrsState
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.security import Vault
from xapi import Credentials, HttpLrs, deliver_once


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
) -> Report:
    """One round over the LRSs.

    Raises:
        OperatorError: a password was encrypted under another `PARCOURS_SECRET_KEY`.
    """
    delivered = quarantined = 0
    with database.begin() as session:
        destinations = session.scalars(select(Lrs).where(Lrs.state == LrsState.ACTIVE)).all()
    for lrs in destinations:
        password = vault.decrypt(lrs.password_encrypted)
        report = deliver_once(
            SqlOutbox(database, lrs.id),
            HttpLrs(http, Credentials(lrs.endpoint, lrs.username, password)),
            owner=uuid4(),
            clock=clock,
            random=rng.random,
            stop=stop,
        )
        delivered += report.delivered
        quarantined += report.quarantined
    return Report(delivered, quarantined)
