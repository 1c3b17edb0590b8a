"""Who has not started, is under way, has finished: the roster and the attempts, put side by side.

Three queries whatever the number of people. A name comes from the roster of this very moment and is
never stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lti_tool.assessment.models import Attempt, Mode, ResultSharing
from lti_tool.dashboard.roster import Roster, RosterState
from lti_tool.launch.models import LaunchSession, Learner, Role


class Status(StrEnum):
    """Where a person stands."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    FINISHED = "finished"


@dataclass(frozen=True)
class Person:
    """One line of the list. `learner_id` is None for somebody who never opened the activity.

    `percent` and `result_id` are None when there is no finished attempt; `is_shared` is the person's own
    choice. `number` stands for a name that we do not have.
    """

    number: int
    name: str | None
    learner_id: UUID | None
    status: Status
    started_at: datetime | None = None
    finished_at: datetime | None = None
    percent: float | None = None
    result_id: UUID | None = None
    is_shared: bool = False
    is_enrolled: bool = True
    subject: str = ""  # LTI `sub`, for the forms of the trainer's pages


class _Try(NamedTuple):
    """What the list needs of an attempt."""

    id: UUID
    started_at: datetime
    finished_at: datetime | None
    percent: float | None


@dataclass
class _Seen:
    """What we know of somebody who opened the activity."""

    learner_id: UUID
    subject: str
    latest: _Try | None = None
    finished: _Try | None = None


def people_of(session: Session, link_id: UUID, roster: Roster) -> tuple[Person, ...]:
    """Everybody: in the order of the roster, then those who opened the activity without being on it."""
    seen = _seen(session, link_id)
    shared = set(
        session.scalars(
            select(ResultSharing.learner_id).where(
                ResultSharing.resource_link_id == link_id, ResultSharing.revoked_at.is_(None)
            )
        )
    )
    if roster.state != RosterState.READ:
        return tuple(
            _person(number, None, one.subject, one, shared, is_enrolled=True)
            for number, one in enumerate(seen.values(), start=1)
        )
    return tuple(_with_roster(roster, seen, shared))


def _with_roster(roster: Roster, seen: dict[str, _Seen], shared: set[UUID]) -> Iterable[Person]:
    left = dict(seen)
    number = 0
    for member in roster.learners():
        number += 1
        yield _person(
            number, member.name, member.subject, left.pop(member.subject, None), shared, is_enrolled=True
        )
    trainers = {one.subject for one in roster.members if one.role == Role.TRAINER}
    for subject, one in left.items():
        # Somebody who became a trainer and never began is not a learner who is late.
        if subject not in trainers or one.latest is not None:
            number += 1
            yield _person(number, None, subject, one, shared, is_enrolled=False)


def _seen(session: Session, link_id: UUID) -> dict[str, _Seen]:
    """By subject, in the order in which people first came."""
    first = func.min(LaunchSession.created_at)
    openers = session.execute(
        select(Learner.id, Learner.subject)
        .join(LaunchSession, LaunchSession.learner_id == Learner.id)
        .where(
            LaunchSession.resource_link_id == link_id,
            LaunchSession.role == Role.LEARNER,
            Learner.subject.is_not(None),
        )
        .group_by(Learner.id, Learner.subject)
        .order_by(first, Learner.id)
    ).all()
    by_id = {id_: _Seen(id_, str(subject)) for id_, subject in openers}
    for learner_id, subject, *rest in session.execute(_attempts(link_id)):
        one = by_id.setdefault(learner_id, _Seen(learner_id, str(subject)))
        one.latest = _Try(*rest)
        one.finished = one.latest if one.latest.finished_at is not None else one.finished
    return {one.subject: one for one in by_id.values()}


def _attempts(link_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Attempt.learner_id,
            Learner.subject,
            Attempt.id,
            Attempt.started_at,
            Attempt.finished_at,
            Attempt.percent,
        )
        .join(Learner, Learner.id == Attempt.learner_id)
        .where(
            Attempt.resource_link_id == link_id,
            Attempt.mode == Mode.GRADED,
            Attempt.set_aside_at.is_(None),
        )
        .order_by(Attempt.number, Attempt.started_at)
    )


def _person(
    number: int,
    name: str | None,
    subject: str,
    one: _Seen | None,
    shared: set[UUID],
    *,
    is_enrolled: bool,
) -> Person:
    if one is None or one.latest is None:
        return Person(
            number,
            name,
            one.learner_id if one else None,
            Status.NOT_STARTED,
            is_enrolled=is_enrolled,
            subject=subject,
        )
    latest, done = one.latest, one.finished
    return Person(
        number,
        name,
        one.learner_id,
        Status.FINISHED if latest is done else Status.UNDER_WAY,
        started_at=latest.started_at,
        finished_at=done.finished_at if done else None,
        percent=done.percent if done else None,
        result_id=done.id if done else None,
        is_shared=one.learner_id in shared,
        is_enrolled=is_enrolled,
        subject=subject,
    )
