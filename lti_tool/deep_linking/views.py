"""`/seance/<launch id>/choix`: the page where a trainer ticks pathways, and the way back to the LMS."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import to_utc
from sqlalchemy.orm import Session

from content.model import Catalogue, Pathway
from lti_tool.deep_linking import response, services
from lti_tool.deep_linking.forms import UNLIMITED, Choice, ChoiceInvalidError, read_choices
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.access import Visitor, admit, remember
from lti_tool.launch.models import Activity, LaunchSession, Purpose
from lti_tool.platforms.keys import signing_key
from lti_tool.security import allow_posting_to, digest, new_secret
from lti_tool.wiring import Tool, tool

bp = Blueprint("deep_linking", __name__, url_prefix="/seance/<uuid:launch_id>/choix")

CANCEL = "annuler"
_KINDS = ("socle", "transversal", "metier")


@bp.get("/")
def choose(launch_id: UUID) -> Response:
    """The pathways, with sensible options: one tick and one button are enough."""
    parts = tool()
    with parts.database.begin() as session:
        return _page(parts, admit(parts, session, launch_id, Purpose.SELECTION))


@bp.post("/")
def answer(launch_id: UUID) -> Response:
    """Make the activities and go back to the LMS; `annuler` goes back with none."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.SELECTION)
        try:
            choices = () if CANCEL in request.form else _choices(parts, visitor.launch)
        except ChoiceInvalidError as error:
            return _page(parts, visitor, error.reason)
        return _way_back(parts, session, visitor, choices)


def _choices(parts: Tool, launch: LaunchSession) -> tuple[Choice, ...]:
    settings = _settings(launch)
    return read_choices(
        request.form,
        parts.catalogue.pathways,
        several=settings["accept_multiple"],
        makes_column=settings["accept_lineitem"] is False,
        to_utc=to_utc,
    )


def _settings(launch: LaunchSession) -> dict[str, Any]:
    if launch.deep_linking is None:
        raise SessionRefusedError("session_elsewhere")
    return launch.deep_linking


def _page(parts: Tool, visitor: Visitor, problem: str | None = None) -> Response:
    catalogue = parts.catalogue
    pathways = sorted(catalogue.pathways.values(), key=lambda one: (_KINDS.index(one.kind), one.title))
    html = render_template(
        "deep_linking/choose.html",
        visitor=visitor,
        launch=visitor.launch,
        several=_settings(visitor.launch)["accept_multiple"],
        pathways=[
            (pathway, _topics(pathway, catalogue), _length(pathway, catalogue)) for pathway in pathways
        ],
        problem=problem,
        entered=request.form,
        unlimited=UNLIMITED,
    )
    return remember(parts, make_response(html, 422 if problem else 200), visitor)


def _topics(pathway: Pathway, catalogue: Catalogue) -> list[str]:
    return [catalogue.topics[topic].title for topic in pathway.targets]


def _length(pathway: Pathway, catalogue: Catalogue) -> int:
    """The most items that one person can meet."""
    playable = len(catalogue.playable_items(pathway))
    return min(playable, pathway.max_items or playable)


def _way_back(parts: Tool, session: Session, visitor: Visitor, choices: tuple[Choice, ...]) -> Response:
    launch, now = visitor.launch, parts.clock()
    settings, platform = _settings(launch), launch.learner.platform
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
    pathway = parts.catalogue.pathways.get(activity.pathway_id)
    return pathway.summary if pathway else ""


def _form_hash() -> str:
    fields = {name: request.form.getlist(name) for name in sorted(request.form) if name != "bearer"}
    return digest(json.dumps(fields, sort_keys=True))
