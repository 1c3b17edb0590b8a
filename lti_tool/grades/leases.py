"""Which score is next, who holds it, and what became of it: the SQL of the relay.

Only the oldest queued score of a (line item, user) can be taken, and only while no other of theirs is
held: scores of one person on one column travel one at a time and in order, whatever the number of relays.
On PostgreSQL relays step over each other's rows; on SQLite the immediate transaction makes them take turns.
"""

from __future__ import annotations

import random
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from lti_tool.db import Database
from lti_tool.grades.models import Score, ScoreState
from lti_tool.platforms.models import Platform, PlatformStatus

# Longer than two tokens and two posts that all time out (4 x 13 seconds, see `outgoing.TIMEOUTS`).
LEASE = timedelta(seconds=60)


SECOND = timedelta(seconds=1)
FIRST_WAIT, LONGEST_WAIT = 1.0, 900.0  # seconds


@dataclass(frozen=True)
class Lease:
    """A score that this relay alone may send until `until`."""

    score: Score
    platform: Platform
    owner: str
    until: datetime
    overtaken: bool  # a newer score of the same person is in the gradebook already


@dataclass(frozen=True)
class Outcome:
    """What to write on a leased score."""

    state: ScoreState
    error: str | None = None
    wait: timedelta = timedelta()
    whole_platform: bool = False  # everything for this platform waits as well


def free_second(session: Session, score: Score, at: datetime) -> datetime:
    """The first second from `at` on that no other score of this person in this column has."""
    # Platforms compare whole seconds and answer 409 to an equal one.
    last = session.scalar(
        select(func.max(Score.timestamp)).where(
            Score.platform_id == score.platform_id,
            Score.line_item_hash == score.line_item_hash,
            Score.user_id == score.user_id,
            Score.id != score.id,
        )
    )
    floor = at.replace(microsecond=0)
    return floor if last is None else max(floor, last + SECOND)


def back_off(attempts: int, rng: random.Random) -> timedelta:
    """Exponential with full jitter: relays that failed together do not come back together."""
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempts - 1, 20))
    return timedelta(seconds=rng.uniform(0, ceiling))


def take(database: Database, now: datetime, owner: str, resting: AbstractSet[UUID]) -> Lease | None:
    """Lease the score that has been due for the longest time, but none for the platforms in `resting`."""
    with database.begin() as session:
        score = session.scalars(_next_due(now, resting)).first()
        if score is None:
            return None
        score.attempts += 1  # counted before the call: a relay that dies has tried too
        score.lease_owner = owner
        score.leased_until = now + LEASE
        platform = session.get_one(Platform, score.platform_id)
        return Lease(score, platform, owner, now + LEASE, _is_overtaken(session, score))


def settle(database: Database, lease: Lease, outcome: Outcome, now: datetime) -> bool:
    """Write the outcome and give the lease back; False when the lease had passed to someone else."""
    later = now + outcome.wait
    values: dict[str, object] = {
        "state": outcome.state,
        "last_error": outcome.error[:300] if outcome.error else None,
        "next_try_at": later,
        "lease_owner": None,
        "leased_until": None,
        "sent_at": now if outcome.state == ScoreState.SENT else None,
    }
    with database.begin() as session:
        held = and_(
            Score.id == lease.score.id,
            Score.state == ScoreState.QUEUED,
            Score.lease_owner == lease.owner,
            Score.leased_until == lease.until,
        )
        statement = update(Score).where(held).values(values).execution_options(synchronize_session=False)
        written = cast(CursorResult[Any], session.execute(statement)).rowcount == 1
        if outcome.whole_platform:
            _postpone(session, lease.score.platform_id, later)
    return written


def _next_due(now: datetime, resting: AbstractSet[UUID]) -> Select[Score]:
    other = aliased(Score)
    in_the_way = exists().where(
        _same_column_and_person(other, Score),
        other.state == ScoreState.QUEUED,
        or_(other.timestamp < Score.timestamp, and_(other.id != Score.id, other.leased_until > now)),
    )
    active = exists().where(Platform.id == Score.platform_id, Platform.status == PlatformStatus.ACTIVE)
    return (
        select(Score)
        .where(
            Score.state == ScoreState.QUEUED,
            Score.next_try_at <= now,
            Score.timestamp <= now,  # dated ahead of the platform's clock, it would lock the learner out
            or_(Score.leased_until.is_(None), Score.leased_until <= now),
            Score.platform_id.not_in(resting),
            active,
            ~in_the_way,
        )
        .order_by(Score.next_try_at, Score.timestamp, Score.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _is_overtaken(session: Session, score: Score) -> bool:
    newer = aliased(Score)
    statement = select(newer.id).where(
        newer.platform_id == score.platform_id,
        newer.line_item_hash == score.line_item_hash,
        newer.user_id == score.user_id,
        newer.timestamp > score.timestamp,
        newer.state.in_([ScoreState.SENT, ScoreState.SUPERSEDED]),
    )
    return session.scalar(statement.limit(1)) is not None


def _postpone(session: Session, platform_id: UUID, until: datetime) -> None:
    # Rows that another relay is writing are left alone: waiting for them could be a deadlock.
    rows = (
        select(Score.id)
        .where(
            Score.platform_id == platform_id,
            Score.state == ScoreState.QUEUED,
            Score.next_try_at < until,
            Score.lease_owner.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(Score)
        .where(Score.id.in_(rows))
        .values(next_try_at=until)
        .execution_options(synchronize_session=False)
    )


def _same_column_and_person(one: type[Score], two: type[Score]) -> ColumnElement[bool]:
    return and_(
        one.platform_id == two.platform_id,
        one.line_item_hash == two.line_item_hash,
        one.user_id == two.user_id,
    )
