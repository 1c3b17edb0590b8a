"""What people do with their own result: share it with the training team, take it back, keep a copy."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.assessment import results, rules, services, sharing
from lti_tool.assessment.documents import result_pdf
from lti_tool.assessment.models import Mode
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.access import Visitor, admit, redirect_within
from lti_tool.wiring import Tool, tool

bp = Blueprint("result", __name__, url_prefix="/seance/<uuid:launch_id>/resultat")


@bp.post("/partage")
def share(launch_id: UUID) -> WerkzeugResponse:
    """`choix=oui` shares the result; anything else takes it back."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = _learner(parts, session, launch_id)
        change = sharing.share if request.form.get("choix") == "oui" else sharing.stop_sharing
        change(session, visitor.launch, parts.clock())
        return redirect_within(parts, session, "assessment.home", visitor)


@bp.post("/resultat.pdf")
def document(launch_id: UUID) -> WerkzeugResponse:
    """The result of the last attempt, as a PDF."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id)
        attempt = services.latest_attempt(session, visitor.launch)
        if attempt is None or attempt.finished_at is None:
            raise SessionRefusedError("attempt_missing", status=404)
        title = rules.pathway_of(attempt, parts.catalogue).title
        result = results.learner_result(attempt, parts.catalogue)
    answer = Response(result_pdf(title, attempt, result, parts.clock()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=resultat.pdf"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _learner(parts: Tool, session: Session, launch_id: UUID) -> Visitor:
    visitor = admit(parts, session, launch_id)
    if services.mode_of(visitor.launch) != Mode.GRADED:
        raise SessionRefusedError("learners_only")
    return visitor
