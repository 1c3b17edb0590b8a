"""How many people stand where, without making a line for each of them: the group page counts only.

It says what counting `people.people_of` would say, from two narrow queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lti_tool.assessment.models import Attempt, Mode
from lti_tool.dashboard.people import Person, Status
from lti_tool.dashboard.roster import Roster, RosterState
from lti_tool.launch.models import LaunchSession, Learner, Role


@dataclass(frozen=True)
class Progress:
    """How many people stand where; `percents` are those of the results that count."""

    not_started: int
    under_way: int
    finished: int
    percents: tuple[float | None, ...]

    @property
    def with_result(self) -> int:
        """How many people have a result that counts."""
        return len(self.percents)

    @property
    def total(self) -> int:
        """Everybody."""
        return self.not_started + self.under_way + self.finished


def progress_of(people: Iterable[Person]) -> Progress:
    """Count people who are at hand."""
    everybody = tuple(people)
    by_status = [one.status for one in everybody]
    return Progress(
        by_status.count(Status.NOT_STARTED),
        by_status.count(Status.UNDER_WAY),
        by_status.count(Status.FINISHED),
        tuple(one.percent for one in everybody if one.result_id is not None),
    )


def progress_on(session: Session, link_id: UUID, roster: Roster) -> Progress:
    """Count the people of an activity."""
    is_done: dict[str, bool] = {}
    percents: dict[str, float | None] = {}
    for subject, done, percent in session.execute(
        select(Learner.subject, Attempt.finished_at.is_not(None), Attempt.percent)
        .join(Learner, Learner.id == Attempt.learner_id)
        .where(*_counted(link_id))
        .order_by(Attempt.number)
    ):
        is_done[str(subject)] = done
        if done:
            percents[str(subject)] = percent
    finished = sum(is_done.values())
    waiting = _openers(session, link_id) - is_done.keys()
    if roster.state == RosterState.READ:
        trainers = {one.subject for one in roster.members if one.role == Role.TRAINER}
        waiting = {one.subject for one in roster.learners()} - is_done.keys() | (waiting - trainers)
    return Progress(len(waiting), len(is_done) - finished, finished, tuple(percents.values()))


def _counted(link_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        Attempt.resource_link_id == link_id,
        Attempt.mode == Mode.GRADED,
        Attempt.set_aside_at.is_(None),
    )


def _openers(session: Session, link_id: UUID) -> set[str]:
    """Subjects of those who opened the activity and have no attempt that counts."""
    begun = select(Attempt.learner_id).where(*_counted(link_id))
    opened = select(LaunchSession.learner_id).where(
        LaunchSession.resource_link_id == link_id,
        LaunchSession.role == Role.LEARNER,
        LaunchSession.learner_id.not_in(begun),
    )
    query = select(Learner.subject).where(Learner.id.in_(opened), Learner.subject.is_not(None))
    return {str(subject) for subject in session.scalars(query)}
