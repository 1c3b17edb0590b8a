"""Give an LRS the statements that were made before it was added, in their order.

While it lasts the LRS is `FILLING`: no relay sends to it, so that no statement overtakes an older one of its
registration. Stopped half-way, it stays so and goes on where it was when it is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from lti_tool.db import Database
from lti_tool.launch.models import Learner
from lti_tool.learning_records.destinations import Person, body_for, wants
from lti_tool.learning_records.models import Delivery, Lrs, LrsState, StatementRow
from lti_tool.learning_records.services import find_lrs
from xapi import Expectations, Namespace

AT_ONCE = 500  # statements a transaction


@dataclass(frozen=True)
class Progress:
    """`seen` statements out of `total` were looked at, `queued` of them are new for the LRS."""

    seen: int
    total: int
    queued: int


def begin(session: Session, name: str) -> UUID:
    """Close the LRS to relays; its id.

    Raises:
        OperatorError: no LRS has the name.
    """
    lrs = find_lrs(session, name)
    lrs.state = LrsState.FILLING
    return lrs.id


def is_free(session: Session, lrs_id: UUID, now: datetime) -> bool:
    """True once the relay that was serving the LRS, if any, has ended its batch."""
    leased_until = session.scalars(select(Lrs.leased_until).where(Lrs.id == lrs_id)).one()
    return leased_until is None or leased_until <= now


def fill(
    database: Database, lrs_id: UUID, base: str, now: datetime, since: datetime | None = None
) -> Iterator[Progress]:
    """Queue what is missing, one transaction a step. To be called once `is_free`.

    Args:
        base: public address of the tool.
        since: leave out the statements written before.
    """
    with database.begin() as session:
        lrs = session.get_one(Lrs, lrs_id)
        total = session.scalar(select(func.count()).select_from(_missing(lrs, since, 0).subquery())) or 0
    seen = queued = last = 0
    while True:
        with database.begin() as session:
            rows = session.scalars(_missing(lrs, since, last).limit(AT_ONCE)).all()
            queued += _queue(session, lrs, rows, Namespace(base), now)
        if not rows:
            return
        seen, last = seen + len(rows), rows[-1].sequence
        yield Progress(seen, max(total, seen), queued)


def end(session: Session, lrs_id: UUID) -> None:
    """Open the LRS to relays again."""
    session.execute(
        update(Lrs)
        .where(Lrs.id == lrs_id, Lrs.state == LrsState.FILLING)
        .values(state=LrsState.ACTIVE, pause_reason=None, pause_detail=None, delayed_until=None, failures=0)
    )


def _missing(lrs: Lrs, since: datetime | None, after: int) -> Select[StatementRow]:
    queued = select(Delivery.sequence).where(
        Delivery.lrs_id == lrs.id, Delivery.sequence == StatementRow.sequence
    )
    conditions: list[ColumnElement[bool]] = [
        StatementRow.sequence > after,
        ~queued.exists(),
        or_(StatementRow.voids.is_(None), _is_known()),
    ]
    if lrs.platform_id is not None:
        conditions.append(StatementRow.platform_id == lrs.platform_id)
    if since is not None:
        conditions.append(StatementRow.created_at >= since)
    return select(StatementRow).where(*conditions).order_by(StatementRow.sequence)


def _is_known() -> ColumnElement[bool]:
    """A voiding statement is of no use to an LRS that never had what it voids: that was erased."""
    voided = aliased(StatementRow)
    return select(voided.sequence).where(voided.id == StatementRow.voids).exists()


def _queue(
    session: Session, lrs: Lrs, rows: Sequence[StatementRow], namespace: Namespace, now: datetime
) -> int:
    people = _people(session, rows)
    wanted = [row for row in rows if wants(lrs, row)]
    for row in wanted:
        expected = Expectations(
            namespace,
            now=row.created_at + timedelta(seconds=1),
            registration=row.registration,
            home_pages=frozenset({namespace.identity(row.platform_id)}),
        )
        body = body_for(lrs, row, expected, people.get(str(row.actor)))
        session.add(Delivery(lrs_id=lrs.id, sequence=row.sequence, body=body, queued_at=now))
    session.flush()
    return len(wanted)


def _people(session: Session, rows: Sequence[StatementRow]) -> dict[str, Person]:
    """By pseudonym; an account of the tool itself is no UUID and nobody's."""
    pseudonyms = {UUID(row.actor) for row in rows if row.actor is not None and len(row.actor) == 36}
    learners = session.scalars(select(Learner).where(Learner.pseudonym.in_(pseudonyms)))
    known = (Person.of(learner) for learner in learners)
    return {person.pseudonym: person for person in known if person is not None}
