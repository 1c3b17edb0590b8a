"""The player: the pages of `/seance/<launch id>/…`, shown in the LMS's iframe.

One page, one thing to do. Every form carries the bearer and leads to a redirect, so that a reload
never sends an answer twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from content.model import Item, Pathway
from lti_tool import interactions
from lti_tool.assessment import allowance, results, rules, services, sharing
from lti_tool.assessment.desk import Desk
from lti_tool.assessment.models import Administration, Attempt, Mode, Outcome
from lti_tool.assessment.rules import Door
from lti_tool.assessment.variants import concrete
from lti_tool.assessment.visibility import visibility
from lti_tool.errors import AnswerRefusedError, SessionRefusedError
from lti_tool.launch.access import Visitor, admit, redirect_within, remember
from lti_tool.launch.models import Role
from lti_tool.launch.options import ActivityOptions, FeedbackMode
from lti_tool.wiring import Tool, tool

bp = Blueprint("assessment", __name__, url_prefix="/seance/<uuid:launch_id>")

PASSED = {"inconnu": Outcome.UNKNOWN, "inutilisable": Outcome.UNUSABLE}


@dataclass(frozen=True)
class Page:
    """What a view of this blueprint works with."""

    tool: Tool
    session: Session
    visitor: Visitor
    desk: Desk

    @property
    def pathway(self) -> Pathway:
        """The pathway that the activity shows."""
        return rules.pathway_of_link(self.visitor.launch.resource_link, self.tool.catalogue)

    @property
    def options(self) -> ActivityOptions:
        """What the trainer settled, for this person."""
        launch = self.visitor.launch
        return allowance.options_for(self.session, launch.learner_id, launch.resource_link)

    def render(self, template: str, status: int = 200, **context: object) -> Response:
        """A page of the player, with the bearer for its forms."""
        html = render_template(
            f"assessment/{template}.html",
            visitor=self.visitor,
            launch=self.visitor.launch,
            is_trainer=self.visitor.launch.role == Role.TRAINER,
            visibility=visibility(self.visitor.launch.resource_link),
            smallest_group=self.tool.settings.smallest_group,
            practice=services.mode_of(self.visitor.launch) == Mode.PRACTICE,
            **context,
        )
        return remember(self.tool, make_response(html, status), self.visitor)

    def go(self, endpoint: str) -> WerkzeugResponse:
        """Redirect to another page of this launch."""
        return redirect_within(self.tool, self.session, f"assessment.{endpoint}", self.visitor)


@contextmanager
def _page(launch_id: UUID) -> Iterator[Page]:
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id)
        desk = Desk(session, parts.catalogue, parts.publish, parts.clock())
        yield Page(parts, session, visitor, desk)


@bp.get("/")
def home(launch_id: UUID) -> WerkzeugResponse:
    """Where a launch arrives: begin, resume, or read the result."""
    with _page(launch_id) as page:
        attempt = services.latest_attempt(page.session, page.visitor.launch)
        if attempt is not None and attempt.is_abandoned:
            attempt = None  # nothing to read there: begin anew
        admission = services.admission(page.desk, page.visitor.launch, attempt)
        if attempt is not None and attempt.finished_at is not None:
            return _result(page, attempt, admission)
        if admission.door is not Door.OPEN:
            return page.render("closed", pathway=page.pathway, admission=admission, options=page.options)
        progress = results.items_left(attempt, page.tool.catalogue) if attempt else None
        skills = len(page.tool.catalogue.target_skills(page.pathway))
        return page.render(
            "home",
            pathway=page.pathway,
            attempt=attempt,
            progress=progress,
            skills=skills,
            options=page.options,
        )


@bp.post("/commencer")
def start(launch_id: UUID) -> WerkzeugResponse:
    """Begin, or go on where another device stopped."""
    with _page(launch_id) as page:
        services.start(page.desk, page.visitor.launch)
        return page.go("item")


@bp.get("/epreuve")
def item(launch_id: UUID) -> WerkzeugResponse:
    """The item to answer now."""
    with _page(launch_id) as page:
        attempt = services.latest_attempt(page.session, page.visitor.launch)
        shown = services.show(page.desk, attempt) if attempt else None
        if attempt is None or shown is None:
            return page.go("home")
        return _item(page, attempt, shown)


@bp.post("/epreuve")
def answer(launch_id: UUID) -> WerkzeugResponse:
    """Record the answer, or the item that is passed."""
    with _page(launch_id) as page:
        launch, administration_id = page.visitor.launch, _administration_id()
        passed = PASSED.get(request.form.get("passer", ""))
        try:
            if passed is not None:
                attempt = services.pass_item(page.desk, launch, administration_id, passed)
            else:
                latest = services.latest_attempt(page.session, launch)
                key = _options_key(page.tool, latest) if latest else b""
                attempt = services.answer(page.desk, launch, administration_id, _form(), key)
        except AnswerRefusedError as refusal:
            return _ask_again(page, administration_id, refusal)
        is_over = attempt.pending is None or attempt.pending.id != administration_id
        told = is_over and page.options.feedback == FeedbackMode.IMMEDIATE
        return page.go("feedback" if told else "item")


@bp.get("/correction")
def feedback(launch_id: UUID) -> WerkzeugResponse:
    """What was right in the item just answered, where the activity says so at once."""
    with _page(launch_id) as page:
        attempt = services.latest_attempt(page.session, page.visitor.launch)
        answered = [one for one in attempt.administrations if one.outcome is not None] if attempt else []
        last = answered[-1] if answered else None
        item = page.tool.catalogue.items.get(last.item_id) if last else None
        told = page.options.feedback == FeedbackMode.IMMEDIATE
        if not told or last is None or item is None or last.outcome == Outcome.UNUSABLE:
            return page.go("item")
        return page.render("feedback", pathway=page.pathway, shown=last, review=results.review(item, last))


@bp.post("/continuer")
def go_on(launch_id: UUID) -> WerkzeugResponse:
    """From the correction to the next item, or to the result."""
    with _page(launch_id) as page:
        return page.go("item")


@bp.post("/brouillon")
def draft(launch_id: UUID) -> WerkzeugResponse:
    """Keep the steps of a simulator; its module calls this, nobody sees the answer."""
    with _page(launch_id) as page:
        services.save_draft(
            page.desk, page.visitor.launch, _administration_id(), request.form.get("journal", "")
        )
    return Response(status=204)


def _result(page: Page, attempt: Attempt, admission: rules.Admission) -> Response:
    result = results.learner_result(attempt, page.tool.catalogue)
    return page.render(
        "result",
        pathway=rules.pathway_of(attempt, page.tool.catalogue),
        attempt=attempt,
        result=result,
        admission=admission,
        is_shared=sharing.is_shared(page.session, page.visitor.launch),
        may_begin=admission.door is Door.OPEN,
    )


def _item(
    page: Page, attempt: Attempt, shown: Administration, refusal: AnswerRefusedError | None = None
) -> Response:
    item = concrete(attempt, page.tool.catalogue.items[shown.item_id])
    presentation = interactions.interaction_for(item).present(item, _options_key(page.tool, attempt))
    return page.render(
        "item",
        status=refusal.status if refusal else 200,
        pathway=rules.pathway_of(attempt, page.tool.catalogue),
        item=_public(item),
        shown=shown,
        presentation=presentation,
        interaction=presentation.context,
        progress=results.items_left(attempt, page.tool.catalogue),
        refusal=refusal.reason if refusal else None,
        entered=_entered(shown, again=refusal is not None),
    )


def _ask_again(page: Page, administration_id: UUID, refusal: AnswerRefusedError) -> Response:
    attempt = services.latest_attempt(page.session, page.visitor.launch)
    shown = attempt.pending if attempt else None
    if attempt is None or shown is None or shown.id != administration_id:
        raise refusal
    return _item(page, attempt, shown, refusal)


def _public(item: Item) -> dict[str, object]:
    # A template gets no access to `check` and `feedback`: a slip there would show the solution.
    return {"title": item.title, "situation": item.situation, "prompt": item.prompt} | {
        "document": item.document,
        "minutes": max(1, round(item.duration_s / 60)),
    }


def _administration_id() -> UUID:
    try:
        return UUID(request.form.get("epreuve", ""))
    except ValueError as error:
        raise SessionRefusedError("item_not_yours", status=404) from error


def _form() -> interactions.Form:
    return {name: request.form.getlist(name) for name in request.form}


def _entered(shown: Administration, *, again: bool) -> interactions.Form:
    """What the page shows as filled in: the form when it is asked again, or what was kept before."""
    kept = services.kept(shown)
    sent = _form() if again else {"journal": kept} if kept else {}
    return {**sent, interactions.KEPT: kept}


def _options_key(parts: Tool, attempt: Attempt) -> bytes:
    """Secret and constant over an attempt: the same options in the same order on every device."""
    return parts.vault.derive(f"options {attempt.id}")
