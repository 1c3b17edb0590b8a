"""What a person may do that the activity's options alone would not allow: attempts and time on top.

Items have no stopwatch: the only time that is enforced is the closing of the activity.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tool.assessment import rules
from lti_tool.assessment.models import ABANDONED, Attempt, AttemptAllowance, Mode
from lti_tool.errors import ActionRefusedError
from lti_tool.launch.models import LaunchSession, ResourceLink
from lti_tool.launch.options import ActivityOptions


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


def options_for(session: Session, learner_id: UUID, link: ResourceLink) -> ActivityOptions:
    """The options of an activity as they hold for one person: with their own closing, if it is later."""
    options = rules.options_of(link)
    given = session.get(AttemptAllowance, (learner_id, link.id))
    if given is None or given.closes_at is None or options.closes_at is None:
        return options
    return options.model_copy(update={"closes_at": max(given.closes_at, options.closes_at)})


def give_one_more(session: Session, learner_id: UUID, resource_link_id: UUID) -> int:
    """One attempt on top; says how many have been given in all."""
    given = _given(session, learner_id, resource_link_id)
    given.extra += 1
    session.flush()
    return given.extra


def give_time(session: Session, learner_id: UUID, link: ResourceLink, days: int, now: datetime) -> datetime:
    """Days on top, from the person's present closing or from now if it is past; the new closing.

    Raises:
        ActionRefusedError: `nothing_closes`, the activity has no closing date.
    """
    closes_at = options_for(session, learner_id, link).closes_at
    if closes_at is None:
        raise ActionRefusedError("nothing_closes")
    given = _given(session, learner_id, link.id)
    given.closes_at = max(closes_at, now) + timedelta(days=days)
    session.flush()
    return given.closes_at


def _given(session: Session, learner_id: UUID, resource_link_id: UUID) -> AttemptAllowance:
    given = session.get(AttemptAllowance, (learner_id, resource_link_id), with_for_update=True)
    if given is None:
        given = AttemptAllowance(learner_id=learner_id, resource_link_id=resource_link_id, extra=0)
        session.add(given)
    return given
