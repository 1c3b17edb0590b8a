"""`/seance/<launch id>/copie`: a trainer who comes from the gradebook reads one person's result.

LTI Submission Review 1.0. What is shown is what that person was told before starting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.assessment import results, rules
from lti_tool.assessment.explanation import explanation
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.errors import LaunchRefusedError, SessionRefusedError
from lti_tool.launch.access import Visitor, admit, redirect_within, remember
from lti_tool.launch.models import LaunchSession, Purpose
from lti_tool.launch.options import TrainerView
from lti_tool.wiring import Tool, tool

bp = Blueprint("assessment_review", __name__, url_prefix="/seance/<uuid:launch_id>/copie")


@bp.get("/")
def result(launch_id: UUID) -> Response:
    """The last finished attempt of the person, on this very link."""
    with _reviewed(launch_id) as page:
        result = results.learner_result(page.attempt, page.tool.catalogue)
        return page.render("reviewed", result=result, detailed=page.is_detailed)


@bp.get("/explication")
def explained(launch_id: UUID) -> Response:
    """Why this result, item by item, where the activity lets the detail be read.

    Raises:
        SessionRefusedError: `detail_not_shared`.
    """
    with _reviewed(launch_id) as page:
        if not page.is_detailed:
            raise SessionRefusedError("detail_not_shared")
        return page.render("review_explanation", account=explanation(page.attempt, page.tool.catalogue))


@bp.post("/aller")
def go(launch_id: UUID) -> WerkzeugResponse:
    """From a page to the other one."""
    with _reviewed(launch_id) as page:
        wanted = "explained" if request.form.get("vers") == "explication" else "result"
        return redirect_within(page.tool, page.session, f"assessment_review.{wanted}", page.visitor)


@dataclass(frozen=True)
class _Page:
    """One request about one result, inside one transaction."""

    tool: Tool
    session: Session
    visitor: Visitor
    attempt: Attempt

    @property
    def is_detailed(self) -> bool:
        """Whether the activity, as it was when the person began, shows more than the grade."""
        options = self.attempt.activity.options if self.attempt.activity else rules.OF_A_BARE_LINK
        return options.trainer_view == TrainerView.INDIVIDUAL

    def render(self, template: str, **context: object) -> Response:
        """A page, with the bearer for its forms."""
        html = render_template(
            f"assessment/{template}.html",
            launch=self.visitor.launch,
            bearer=self.visitor.bearer,
            attempt=self.attempt,
            pathway=rules.pathway_of(self.attempt, self.tool.catalogue),
            **context,
        )
        return remember(self.tool, make_response(html), self.visitor)


@contextmanager
def _reviewed(launch_id: UUID) -> Iterator[_Page]:
    """Let in a trainer who came to read one result.

    Raises:
        LaunchRefusedError: the person has no result here.
        SessionRefusedError: see `launch.access`.
    """
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.REVIEW)
        attempt = _last_finished(session, visitor.launch)
        if attempt is None:
            raise LaunchRefusedError("result_unknown", status=404)
        yield _Page(parts, session, visitor, attempt)


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
