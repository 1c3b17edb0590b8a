"""One person of the trainer's activity, and their attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.assessment import allowance
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.dashboard.people import Person
from lti_tool.dashboard.room import Room
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.models import Learner
from lti_tool.launch.services import learner_of


def attempts_of(session: Session, link_id: UUID, who: Person) -> Sequence[Attempt]:
    """Every graded attempt, those set aside too, the latest first."""
    return session.scalars(
        select(Attempt)
        .where(
            Attempt.learner_id == who.learner_id,
            Attempt.resource_link_id == link_id,
            Attempt.mode == Mode.GRADED,
        )
        .order_by(Attempt.number.desc())
    ).all()


def person_of(room: Room, learner_id: UUID) -> Person:
    """The person of the activity with this number; they may never have opened it.

    Raises:
        SessionRefusedError: nobody here has it; whether they are elsewhere is not said.
    """
    learner = room.session.get(Learner, learner_id)
    if learner is not None and learner.platform_id == room.visitor.launch.learner.platform_id:
        for one in room.people():
            if one.subject == learner.subject:
                return replace(one, learner_id=learner.id)
    raise SessionRefusedError("attempt_not_here", status=404)


def id_of(who: Person) -> UUID:
    """The number of a person that `person_of` gave.

    Raises:
        SessionRefusedError: they have none.
    """
    if who.learner_id is None:
        raise SessionRefusedError("attempt_not_here", status=404)
    return who.learner_id


def closing_of(room: Room, who: Person) -> datetime | None:
    """When the activity closes for this person; None when it never does."""
    return allowance.options_for(room.session, id_of(who), room.link).closes_at


def number_of(room: Room, subject: str) -> UUID:
    """The number of somebody on the list of the course, given now to one who never came.

    Raises:
        SessionRefusedError: they are not on the list.
    """
    if all(one.subject != subject for one in room.people()):
        raise SessionRefusedError("attempt_not_here", status=404)
    return learner_of(room.session, room.visitor.launch.learner.platform, subject).id
