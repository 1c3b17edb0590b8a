"""The LRSs, and what becomes of what they refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from lti_tool.db import UtcDateTime
from lti_tool.errors import OperatorError
from lti_tool.learning_records.models import (
    Delivery,
    DeliveryState,
    IdentityMode,
    Lrs,
    LrsState,
    ResponsePolicy,
    StatementRow,
)
from lti_tool.outgoing import AddressPolicy, AddressRefusedError
from lti_tool.security import Vault
from xapi.vocabulary import VERB_NAMES


@dataclass(frozen=True)
class Status:
    """The outbox at a glance; `problems` counts the quarantined by reason, and the paused LRSs."""

    statements: int
    waiting: int
    delivered: int
    quarantined: int
    oldest_waiting: datetime | None
    problems: dict[str, int]


@dataclass(frozen=True)
class Terms:
    """What a destination is told. `verbs` are short names (`passed`); empty: every verb."""

    identity: IdentityMode = IdentityMode.PSEUDONYM
    responses: ResponsePolicy = ResponsePolicy.CLOSED
    verbs: tuple[str, ...] = ()


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
    terms: Terms = Terms(),
) -> Lrs:
    """Send the statements to come to an LRS; adding it again replaces its credentials and wakes it.

    New terms hold for the statements to come: what is queued already keeps its text.

    Raises:
        OperatorError: another LRS has the name, the address is not one that we may call, or a verb is not
            one of ours.
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
    lrs.identity, lrs.responses, lrs.verbs = terms.identity, terms.responses, _verb_iris(terms.verbs)
    if lrs.state != LrsState.FILLING:
        lrs.state, lrs.pause_reason, lrs.pause_detail = LrsState.ACTIVE, None, None
        lrs.delayed_until, lrs.failures = None, 0
    session.flush()
    return lrs


def _verb_iris(names: Sequence[str]) -> list[str] | None:
    iris = {name: iri for iri, name in VERB_NAMES.items()}
    if unknown := [name for name in names if name not in iris]:
        known = ", ".join(sorted(iris))
        raise OperatorError(f"--verb : « {unknown[0]} » n’est pas un verbe de l’outil. Les verbes : {known}.")
    return [iris[name] for name in names] or None


def find_lrs(session: Session, name: str) -> Lrs:
    """The LRS of this name, its row locked until the end of the transaction.

    Raises:
        OperatorError: there is none.
    """
    lrs = session.scalars(select(Lrs).where(Lrs.name == name).with_for_update()).one_or_none()
    if lrs is None:
        names = ", ".join(f"« {each.name} »" for each in list_lrs(session)) or "aucun"
        raise OperatorError(f"Aucun LRS ne s’appelle « {name} ». LRS connus : {names}.")
    return lrs


def list_lrs(session: Session) -> Sequence[Lrs]:
    """Every LRS, by name."""
    return session.scalars(select(Lrs).order_by(Lrs.name)).all()


def status(session: Session) -> Status:
    """Counts for the operator."""
    by_state = dict(session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all())
    oldest = session.scalar(
        select(func.min(func.coalesce(Delivery.queued_at, StatementRow.created_at), type_=UtcDateTime))
        .select_from(StatementRow)
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


def retry(session: Session, name: str | None = None) -> int:
    """Put what was quarantined back in the outbox and wake the paused LRSs; says how many statements.

    Args:
        name: of one LRS; None for all.

    Raises:
        OperatorError: no LRS has the name.
    """
    chosen = select(Lrs.id) if name is None else select(Lrs.id).where(Lrs.id == find_lrs(session, name).id)
    session.execute(
        update(Lrs)
        .where(Lrs.id.in_(chosen), Lrs.state != LrsState.FILLING)
        .values(state=LrsState.ACTIVE, pause_reason=None, pause_detail=None, delayed_until=None, failures=0)
        .execution_options(synchronize_session=False)
    )
    again = session.execute(
        update(Delivery)
        .where(Delivery.lrs_id.in_(chosen), Delivery.state == DeliveryState.QUARANTINED)
        .values(state=DeliveryState.WAITING, reason=None, detail=None, postponed_until=None, settled_at=None)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], again).rowcount


@dataclass(frozen=True)
class SetAside:
    """A statement that an LRS refused."""

    lrs: str
    statement_id: str
    registration: str
    verb: str
    reason: str
    detail: str
    since: datetime | None


def quarantined(session: Session, name: str | None = None, limit: int = 100) -> list[SetAside]:
    """What LRSs refused and why, oldest first.

    Raises:
        OperatorError: no LRS has the name.
    """
    wanted = (
        select(Lrs.name, StatementRow, Delivery)
        .join(Delivery, Delivery.lrs_id == Lrs.id)
        .join(StatementRow, StatementRow.sequence == Delivery.sequence)
        .where(Delivery.state == DeliveryState.QUARANTINED)
        .order_by(Lrs.name, Delivery.sequence)
        .limit(limit)
    )
    if name is not None:
        wanted = wanted.where(Lrs.id == find_lrs(session, name).id)
    return [
        SetAside(
            lrs=lrs,
            statement_id=str(row.id),
            registration=str(row.registration),
            verb=VERB_NAMES.get(str(row.verb), str(row.verb)),
            reason=str(delivery.reason),
            detail=delivery.detail or "",
            since=delivery.settled_at,
        )
        for lrs, row, delivery in session.execute(wanted)
    ]
