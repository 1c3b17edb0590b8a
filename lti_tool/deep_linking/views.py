"""`/seance/<launch id>/choix`: the page where a trainer ticks pathways, and the way back to the LMS."""

from __future__ import annotations

import json
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import to_utc
from sqlalchemy.orm import Session

from lti_tool.deep_linking import compose_views, picker, response, sample_views, services
from lti_tool.deep_linking.forms import Choice, ChoiceInvalidError, read_choices
from lti_tool.launch.access import Visitor, admit
from lti_tool.launch.activities import pathway_shown
from lti_tool.launch.models import Activity, LaunchSession, Purpose
from lti_tool.platforms.keys import signing_key
from lti_tool.security import allow_posting_to, digest, new_secret
from lti_tool.wiring import Tool, tool

bp = Blueprint("deep_linking", __name__, url_prefix="/seance/<uuid:launch_id>/choix")
compose_views.add_to(bp)
sample_views.add_to(bp)

CANCEL = "annuler"
NOT_CHOSEN = {"bearer", "q", "genre"}  # what does not change the answer


@bp.get("/")
def choose(launch_id: UUID) -> Response:
    """The pathways, with sensible options: one tick and one button are enough."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.SELECTION)
        return picker.page(parts, session, visitor, request.form)


@bp.post("/chercher")
def look(launch_id: UUID) -> Response:
    """The same page, with the pathways that match; also where the other pages come back to."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.SELECTION)
        return picker.page(parts, session, visitor, request.form)


@bp.post("/")
def answer(launch_id: UUID) -> Response:
    """Make the activities and go back to the LMS; `annuler` goes back with none."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.SELECTION)
        try:
            choices = () if CANCEL in request.form else _choices(parts, session, visitor.launch)
        except ChoiceInvalidError as error:
            return picker.page(parts, session, visitor, request.form, error.reason)
        return _way_back(parts, session, visitor, choices)


def _choices(parts: Tool, session: Session, launch: LaunchSession) -> tuple[Choice, ...]:
    settings = picker.settings_of(launch)
    return read_choices(
        request.form,
        picker.choosable(parts, session, launch),
        several=settings["accept_multiple"],
        makes_column=settings["accept_lineitem"] is False,
        to_utc=to_utc,
    )


def _way_back(parts: Tool, session: Session, visitor: Visitor, choices: tuple[Choice, ...]) -> Response:
    launch, now = visitor.launch, parts.clock()
    settings, platform = picker.settings_of(launch), launch.learner.platform
    activities = services.choose(session, launch, choices, _form_hash(), now)
    links = [response.Link(activity, _summary(parts, activity)) for activity in activities]
    token = response.response_jwt(
        platform,
        launch.deployment.deployment_id if launch.deployment else "",
        settings,
        response.content_items(links, line_item=settings["accept_lineitem"] is not False),
        key=signing_key(session, parts.vault, now),
        nonce=new_secret(),
        now=now,
    )
    allow_posting_to(settings["return_url"])
    return make_response(
        render_template(
            "deep_linking/return.html",
            return_url=settings["return_url"],
            host=urlsplit(settings["return_url"]).netloc,
            token=token,
            count=len(activities),
            at_home=response.is_at_home(platform, settings["return_url"]),
        )
    )


def _summary(parts: Tool, activity: Activity) -> str:
    pathway = pathway_shown(activity.pathway_id, activity, parts.catalogue)
    return pathway.summary if pathway else ""


def _form_hash() -> str:
    fields = {name: request.form.getlist(name) for name in sorted(request.form) if name not in NOT_CHOSEN}
    return digest(json.dumps(fields, sort_keys=True))
