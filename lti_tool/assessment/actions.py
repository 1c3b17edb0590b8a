"""What a trainer changes in somebody's attempt. Inside the caller's transaction, which also audits it.

Nothing is ever erased: an attempt that is reset is set aside and can be brought back, and a grade that
was sent stays in the gradebook until another one arrives.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from lti_tool.assessment import rules, services
from lti_tool.assessment.desk import Desk
from lti_tool.assessment.models import Attempt, Mode, Outcome
from lti_tool.errors import ActionRefusedError, SessionRefusedError
from lti_tool.launch.models import LaunchSession


def attempt_of_activity(desk: Desk, trainer: LaunchSession, attempt_id: UUID) -> Attempt:
    """An attempt on the trainer's own activity, locked.

    Raises:
        SessionRefusedError: there is none; whether it exists elsewhere is not said.
    """
    attempt = desk.session.scalars(
        select(Attempt)
        .where(
            Attempt.id == attempt_id,
            Attempt.resource_link_id == trainer.resource_link_id,
            Attempt.mode == Mode.GRADED,
        )
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if attempt is None:
        raise SessionRefusedError("attempt_not_here", status=404)
    return attempt


def reset(desk: Desk, attempt: Attempt) -> None:
    """Set the attempt aside: the person may begin a new one.

    Raises:
        ActionRefusedError: it is aside already.
    """
    if attempt.set_aside_at is not None:
        raise ActionRefusedError("attempt_set_aside")
    attempt.set_aside_at = desk.now


def reopen(desk: Desk, attempt: Attempt) -> None:
    """Bring back an attempt that was set aside, at the point where it was.

    Raises:
        ActionRefusedError: it is not aside, or the person has begun another one since.
    """
    if attempt.set_aside_at is None:
        raise ActionRefusedError("attempt_not_set_aside")
    newer = desk.session.scalar(
        select(Attempt.id)
        .where(
            Attempt.learner_id == attempt.learner_id,
            Attempt.resource_link_id == attempt.resource_link_id,
            Attempt.mode == Mode.GRADED,
            Attempt.set_aside_at.is_(None),
            Attempt.number > attempt.number,
        )
        .limit(1)
    )
    if newer is not None:
        raise ActionRefusedError("newer_attempt")
    attempt.set_aside_at = None


def exempt(desk: Desk, attempt: Attempt, administration_id: UUID) -> str:
    """Take an item out of the attempt; the id of the item.

    Raises:
        SessionRefusedError: the item is not one of this attempt.
        ActionRefusedError: it is out already, the attempt is set aside, or its pathway has left the content.
    """
    if not rules.is_known(attempt, desk.catalogue):
        raise ActionRefusedError("pathway_unknown")
    if attempt.set_aside_at is not None:
        raise ActionRefusedError("attempt_set_aside")
    shown = next((one for one in attempt.administrations if one.id == administration_id), None)
    if shown is None:
        raise SessionRefusedError("attempt_not_here", status=404)
    if shown.outcome == Outcome.UNUSABLE:
        raise ActionRefusedError("item_exempted")
    services.exempt(desk, attempt, shown)
    return shown.item_id
