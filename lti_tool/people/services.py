"""Export and erasure of one person, named as their platform names them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from lti_tool.assessment.models import Attempt
from lti_tool.errors import OperatorError
from lti_tool.launch.models import Learner
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, StatementRow
from lti_tool.people import holdings
from lti_tool.platforms.models import Platform
from xapi.voiding import voiding

# What opens doors is no information on a person, and would be a danger in an exported file.
_SECRET = ("_hash", "_encrypted", "lease_owner")


@dataclass(frozen=True)
class Erasure:
    """What an erasure removed (or would remove): rows by table, and statements to void by LRS."""

    rows: dict[str, int]
    voided: dict[str, int]


def find_person(session: Session, platform: Platform, subject: str) -> Learner:
    """The person, their rows locked until the end of the transaction.

    Raises:
        OperatorError: the platform has sent nobody under this identifier.
    """
    wanted = select(Learner).where(Learner.platform_id == platform.id, Learner.subject == subject)
    learner = session.scalars(wanted.with_for_update(of=Learner)).one_or_none()
    if learner is None:
        raise OperatorError(
            f"--subject : personne n’est venu de « {platform.name} » sous l’identifiant « {subject} »."
        )
    # An answer under way ends first; the next one finds no attempt any more.
    session.execute(select(Attempt.id).where(Attempt.learner_id == learner.id).with_for_update(of=Attempt))
    return learner


def export(session: Session, learner: Learner) -> dict[str, Any]:
    """All that is held on a person, as plain JSON values: rows by table, statements as JSON."""
    found = holdings.rows(session, _everything(learner))
    return {
        "platform": learner.platform.name,
        "subject": learner.subject,
        "pseudonym": str(learner.pseudonym),
        "data": {name: [_plain(row) for row in each] for name, each in found.items()},
    }


def preview(session: Session, learner: Learner) -> Erasure:
    """What `erase` would do."""
    told = _told(session, learner)
    return Erasure(holdings.count(session, _everything(learner)), _by_lrs(session, told))


def erase(session: Session, learner: Learner, base: str, now: datetime) -> Erasure:
    """Remove the person from the database, and take back what was told of them.

    A statement that an LRS has, or may have, is voided there: statements are immutable, an LRS that must
    really forget has its own tool for that. A waiting one may have arrived without our knowing: it is voided
    too. The voiding statements name nobody. All in the caller's transaction.

    Args:
        base: public address of the tool.
    """
    told = _told(session, learner)
    voided = _by_lrs(session, told)
    platform_id = learner.platform_id
    conditions = _everything(learner)
    session.expunge_all()  # rows are deleted below, behind the back of the session
    removed = holdings.remove(session, conditions)
    act = uuid4()  # the voiding statements of one erasure stay in order
    for statement_id, lrs_ids in told.items():
        _void(session, statement_id, lrs_ids, act, platform_id, base, now)
    session.flush()
    return Erasure(removed, voided)


def _void(
    session: Session,
    statement_id: UUID,
    lrs_ids: list[UUID],
    act: UUID,
    platform_id: UUID,
    base: str,
    now: datetime,
) -> None:
    new_id = uuid4()
    body = voiding(base, new_id, statement_id, now, registration=str(act))
    row = StatementRow(
        id=new_id,
        registration=act,
        platform_id=platform_id,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        created_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(Delivery(lrs_id=lrs_id, sequence=row.sequence) for lrs_id in lrs_ids)


def _everything(learner: Learner) -> holdings.Conditions:
    return holdings.belonging(
        {
            holdings.table_of(Learner): Learner.id == learner.id,
            holdings.table_of(StatementRow): _statements(learner),
        }
    )


def _statements(learner: Learner) -> ColumnElement[bool]:
    attempts = select(Attempt.id).where(Attempt.learner_id == learner.id)
    return or_(StatementRow.actor == str(learner.pseudonym), StatementRow.registration.in_(attempts))


def _told(session: Session, learner: Learner) -> dict[UUID, list[UUID]]:
    """Statements that an LRS may have, or that a reader may have seen, with these LRSs; in their order."""
    may_have = or_(Delivery.state != DeliveryState.QUARANTINED, Delivery.reason == "conflict")
    found = session.execute(
        select(StatementRow.id, StatementRow.stored_at, Delivery.lrs_id)
        .outerjoin(Delivery, (Delivery.sequence == StatementRow.sequence) & may_have)
        .where(_statements(learner), StatementRow.voids.is_(None))
        .order_by(StatementRow.sequence)
    )
    told: dict[UUID, list[UUID]] = {}
    for statement_id, stored_at, lrs_id in found:
        if lrs_id is not None:
            told.setdefault(statement_id, []).append(lrs_id)
        elif stored_at is not None:
            told.setdefault(statement_id, [])
    return told


def _by_lrs(session: Session, told: Mapping[UUID, list[UUID]]) -> dict[str, int]:
    counts = Counter(lrs_id for lrs_ids in told.values() for lrs_id in lrs_ids)
    names = dict(session.execute(select(Lrs.id, Lrs.name)).all())
    return {names[lrs_id]: times for lrs_id, times in counts.items()}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _value(name, value)
        for name, value in row.items()
        if not name.endswith(_SECRET) and value is not None
    }


def _value(name: str, value: Any) -> Any:
    if name == "body":
        return json.loads(value)
    return value if isinstance(value, str | int | float | bool | dict | list) else str(value)
