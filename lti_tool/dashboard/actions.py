"""The trainer's actions: check, do, audit. One transaction each, the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from lti_tool.assessment import actions, allowance
from lti_tool.assessment.desk import Desk
from lti_tool.assessment.models import Attempt
from lti_tool.dashboard.models import ActionKind, TrainerAction
from lti_tool.dashboard.results import latest_results
from lti_tool.errors import ActionRefusedError
from lti_tool.grades.handlers import send_again
from lti_tool.launch.models import LaunchSession

EXTRA_DAYS = (1, 3, 7, 15, 30)


def act(
    desk: Desk,
    trainer: LaunchSession,
    kind: ActionKind,
    attempt_id: UUID,
    administration_id: UUID | None = None,
) -> TrainerAction:
    """Do `kind` to an attempt of the trainer's activity, and write it down.

    Raises:
        SessionRefusedError: no such attempt, or item, on this activity (404).
        ActionRefusedError: it does not fit the attempt as it is (409).
    """
    attempt = actions.attempt_of_activity(desk, trainer, attempt_id)
    detail = _do(desk, kind, attempt, administration_id)
    done = TrainerAction(
        at=desk.now,
        resource_link_id=trainer.resource_link_id,
        trainer_id=trainer.learner_id,
        learner_id=attempt.learner_id,
        attempt_id=attempt.id,
        kind=kind,
        detail=detail,
    )
    desk.session.add(done)
    desk.session.flush()
    return done


def give_time(desk: Desk, trainer: LaunchSession, learner_id: UUID, days: int) -> TrainerAction:
    """Put off the closing of the trainer's activity for one person, and write it down.

    Raises:
        ActionRefusedError: `days` is not one that we offer (400), or nothing closes (409).
    """
    if days not in EXTRA_DAYS:
        raise ActionRefusedError("action_unknown", status=400)
    closes_at = allowance.give_time(desk.session, learner_id, trainer.resource_link, days, desk.now)
    done = TrainerAction(
        at=desk.now,
        resource_link_id=trainer.resource_link_id,
        trainer_id=trainer.learner_id,
        learner_id=learner_id,
        kind=ActionKind.TIME,
        detail=closes_at.isoformat(),
    )
    desk.session.add(done)
    desk.session.flush()
    return done


def actions_on(desk: Desk, trainer: LaunchSession, learner_id: UUID) -> Sequence[TrainerAction]:
    """What was done to a person on this activity, the latest first."""
    return desk.session.scalars(
        select(TrainerAction)
        .where(
            TrainerAction.resource_link_id == trainer.resource_link_id,
            TrainerAction.learner_id == learner_id,
        )
        .order_by(TrainerAction.at.desc())
    ).all()


def _do(desk: Desk, kind: ActionKind, attempt: Attempt, administration_id: UUID | None) -> str | None:
    match kind:
        case ActionKind.RESET:
            actions.reset(desk, attempt)
        case ActionKind.REOPEN:
            actions.reopen(desk, attempt)
        case ActionKind.EXTRA:
            return str(allowance.give_one_more(desk.session, attempt.learner_id, attempt.resource_link_id))
        case ActionKind.RESEND:
            _resend(desk, attempt)
        case ActionKind.TIME:
            raise ActionRefusedError("action_unknown", status=400)  # for a person: `give_time`
        case ActionKind.EXEMPT:
            if administration_id is None:
                raise ActionRefusedError("item_missing", status=400)
            return actions.exempt(desk, attempt, administration_id)
    return None


def _resend(desk: Desk, attempt: Attempt) -> None:
    counting = desk.session.scalar(latest_results(attempt.resource_link_id, attempt.learner_id))
    if counting != attempt.id or not send_again(desk.session, attempt, desk.now):
        raise ActionRefusedError("no_grade_to_send")
