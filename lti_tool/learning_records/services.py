"""The LRSs, and what waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from lti_tool.errors import OperatorError
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, LrsState, StatementRow
from lti_tool.outgoing import AddressPolicy, AddressRefusedError
from lti_tool.security import Vault


@dataclass(frozen=True)
class Status:
    """The outbox at a glance; `problems` counts the quarantined by reason, and the paused LRSs."""

    statements: int
    waiting: int
    delivered: int
    quarantined: int
    oldest_waiting: datetime | None
    problems: dict[str, int]


def add_lrs(
    session: Session,
    vault: Vault,
    policy: AddressPolicy,
    *,
    name: str,
    endpoint: str,
    username: str,
    password: str,
    platform_id: UUID | None,
    now: datetime,
) -> Lrs:
    """Send the statements to come to an LRS; adding it again replaces its credentials and wakes it.

    Raises:
        OperatorError: another LRS has the name, or the address is not one that we may call.
    """
    try:
        policy.check_url(endpoint)
    except AddressRefusedError as error:
        raise OperatorError(
            f"--endpoint : {endpoint} n’est pas utilisable. Il faut une adresse https publique "
            "(ou un hôte cité dans PARCOURS_PRIVATE_HOSTS)."
        ) from error
    address = endpoint.rstrip("/").removesuffix("/statements")
    lrs = session.scalars(select(Lrs).where(Lrs.name == name)).one_or_none()
    if lrs is None:
        lrs = Lrs(platform_id=platform_id, name=name, endpoint=address, created_at=now)
        session.add(lrs)
    elif (lrs.endpoint, lrs.platform_id) != (address, platform_id):
        raise OperatorError(f"--name : un autre LRS s’appelle déjà « {name} ».")
    lrs.username, lrs.password_encrypted = username, vault.encrypt(password)
    lrs.state, lrs.pause_reason, lrs.pause_detail = LrsState.ACTIVE, None, None
    session.flush()
    return lrs


def list_lrs(session: Session) -> Sequence[Lrs]:
    """Every LRS, by name."""
    return session.scalars(select(Lrs).order_by(Lrs.name)).all()


def status(session: Session) -> Status:
    """Counts for the operator."""
    by_state = dict(session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all())
    oldest = session.scalar(
        select(func.min(StatementRow.created_at))
        .join(Delivery, Delivery.sequence == StatementRow.sequence)
        .where(Delivery.state == DeliveryState.WAITING)
    )
    reasons = session.execute(
        select(Delivery.reason, func.count())
        .where(Delivery.state == DeliveryState.QUARANTINED)
        .group_by(Delivery.reason)
    )
    paused = session.scalars(select(Lrs).where(Lrs.state == LrsState.PAUSED))
    return Status(
        statements=session.scalar(select(func.count()).select_from(StatementRow)) or 0,
        waiting=by_state.get(DeliveryState.WAITING, 0),
        delivered=by_state.get(DeliveryState.DELIVERED, 0),
        quarantined=by_state.get(DeliveryState.QUARANTINED, 0),
        oldest_waiting=oldest,
        problems={str(reason): count for reason, count in reasons}
        | {f"{lrs.name} : {lrs.pause_reason}": 1 for lrs in paused},
    )


def retry(session: Session) -> int:
    """Put what was quarantined back in the outbox and wake the paused LRSs; says how many statements."""
    session.execute(
        update(Lrs)
        .where(Lrs.state == LrsState.PAUSED)
        .values(state=LrsState.ACTIVE, pause_reason=None, pause_detail=None, delayed_until=None, failures=0)
    )
    again = session.execute(
        update(Delivery)
        .where(Delivery.state == DeliveryState.QUARANTINED)
        .values(state=DeliveryState.WAITING, reason=None, detail=None, postponed_until=None, settled_at=None)
    )
    return cast(CursorResult[Any], again).rowcount
