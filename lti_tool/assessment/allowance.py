"""How many of a person's attempts count against the number that an activity allows."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tool.assessment.models import ABANDONED, Attempt, AttemptAllowance, Mode
from lti_tool.launch.models import LaunchSession


def counted(session: Session, launch: LaunchSession) -> int:
    """Graded attempts neither set aside nor abandoned, less those that a trainer gave on top."""
    begun = session.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(
            Attempt.learner_id == launch.learner_id,
            Attempt.resource_link_id == launch.resource_link_id,
            Attempt.mode == Mode.GRADED,
            Attempt.set_aside_at.is_(None),
            Attempt.stop_reason.is_distinct_from(ABANDONED),  # one that nobody finished uses up no right
        )
    )
    given = session.get(AttemptAllowance, (launch.learner_id, launch.resource_link_id))
    return (begun or 0) - (given.extra if given else 0)


def give_one_more(session: Session, learner_id: UUID, resource_link_id: UUID) -> int:
    """One attempt on top; says how many have been given in all."""
    given = session.get(AttemptAllowance, (learner_id, resource_link_id), with_for_update=True)
    if given is None:
        given = AttemptAllowance(learner_id=learner_id, resource_link_id=resource_link_id, extra=0)
        session.add(given)
    given.extra += 1
    session.flush()
    return given.extra
