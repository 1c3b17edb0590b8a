"""When a statement can first be read: `stored`, given in one order that no late commit can break.

Statements are written in many transactions at once, and one that began earlier may be committed later. So
`stored` is not the time of writing: it is given afterwards, to what is committed, by one transaction at a
time, always later than any given before. A reader who asks `since` the last `stored` seen misses nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lti_tool.learning_records.models import StatementRow

_LOCK = 0x7061_7263  # any number that nobody else locks
_STEP = timedelta(microseconds=1)
AT_ONCE = 5000  # statements; the rest is for the next reading
# Clocks of several machines differ a little; what we promise about the present stays behind by this much.
CLOCK_MARGIN = timedelta(seconds=5)


def stamp(session: Session, now: datetime) -> datetime:
    """Give `stored` to what has none; the instant up to which nothing will appear any more."""
    waiting = select(StatementRow.sequence).where(StatementRow.stored_at.is_(None))
    if session.scalar(waiting.limit(1)) is None:
        return _promise(_last(session), now)
    if session.get_bind().dialect.name == "postgresql":  # on SQLite a transaction is alone already
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    last = _last(session)
    first = now if last is None else max(now, last + _STEP)
    found = session.scalars(waiting.order_by(StatementRow.sequence).limit(AT_ONCE)).all()
    stamps = [
        {"sequence": sequence, "stored_at": first + place * _STEP} for place, sequence in enumerate(found)
    ]
    if stamps:
        session.execute(update(StatementRow), stamps)
    last = _last(session)
    return last if last is not None and len(found) == AT_ONCE else _promise(last, now)


def _last(session: Session) -> datetime | None:
    newest = select(StatementRow.stored_at).where(StatementRow.stored_at.is_not(None))
    return session.scalar(newest.order_by(StatementRow.stored_at.desc()).limit(1))


def _promise(last: datetime | None, now: datetime) -> datetime:
    return now - CLOCK_MARGIN if last is None else max(last, now - CLOCK_MARGIN)
