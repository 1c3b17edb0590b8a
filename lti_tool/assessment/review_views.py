"""`/seance/<launch id>/copie`: a trainer who comes from the gradebook reads one person's result.

LTI Submission Review 1.0. What is shown is what that person was told before starting.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.assessment import results, rules
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.errors import LaunchRefusedError
from lti_tool.launch.access import admit, remember
from lti_tool.launch.models import LaunchSession, Purpose
from lti_tool.launch.options import TrainerView
from lti_tool.wiring import tool

bp = Blueprint("assessment_review", __name__, url_prefix="/seance/<uuid:launch_id>/copie")


@bp.get("/")
def result(launch_id: UUID) -> Response:
    """The last finished attempt of the person, on this very link."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.REVIEW)
        attempt = _last_finished(session, visitor.launch)
        if attempt is None:
            raise LaunchRefusedError("result_unknown", status=404)
        options = attempt.activity.options if attempt.activity else rules.OF_A_BARE_LINK
        html = render_template(
            "assessment/reviewed.html",
            launch=visitor.launch,
            attempt=attempt,
            pathway=rules.pathway_of(attempt, parts.catalogue),
            result=results.learner_result(attempt, parts.catalogue),
            detailed=options.trainer_view == TrainerView.INDIVIDUAL,
        )
        return remember(parts, make_response(html), visitor)


def _last_finished(session: Session, launch: LaunchSession) -> Attempt | None:
    return session.scalars(
        select(Attempt)
        .where(
            Attempt.learner_id == launch.reviewed_id,
            Attempt.resource_link_id == launch.resource_link_id,
            Attempt.mode == Mode.GRADED,
            Attempt.finished_at.is_not(None),
        )
        .order_by(Attempt.number.desc())
        .limit(1)
    ).first()
