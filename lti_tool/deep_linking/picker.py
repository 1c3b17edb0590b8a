"""The page of the choice, from whatever was ticked and settled so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from content.model import Pathway
from lti_tool.deep_linking import composing, offers
from lti_tool.deep_linking.forms import UNLIMITED
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.access import Visitor, remember
from lti_tool.launch.models import LaunchSession
from lti_tool.wiring import Tool

# What the other pages of the choice carry along, so that coming back loses nothing.
CARRIED = (
    "parcours", "seuil", "essais", "delai", "epreuves_max", "niveau_max", "precision",
    "ouverture", "fermeture", "correction", "lecture",
)  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """What the page says at its top: `reason` is a stable word, `title` the pathway that it is about."""

    reason: str
    title: str = ""


def settings_of(launch: LaunchSession) -> dict[str, Any]:
    """What the platform accepts.

    Raises:
        SessionRefusedError: this launch is no choice.
    """
    if launch.deep_linking is None:
        raise SessionRefusedError("session_elsewhere")
    return launch.deep_linking


def choosable(parts: Tool, session: Session, launch: LaunchSession) -> dict[str, Pathway]:
    """The pathways that this person may put in the course, by name."""
    found = offers.offers(parts.catalogue, composing.pathways_of(session, launch))
    return {one.pathway.id: one.pathway for one in found}


def page(
    parts: Tool,
    session: Session,
    visitor: Visitor,
    entered: MultiDict[str, str],
    problem: str | None = None,
    notice: Notice | None = None,
) -> Response:
    """The pathways, those that match the search, with what was ticked and settled."""
    launch = visitor.launch
    everything = offers.offers(parts.catalogue, composing.pathways_of(session, launch))
    words, kind = entered.get("q", "").strip(), entered.get("genre", "")
    found = offers.matching(everything, words, kind)
    shown = {one.pathway.id for one in found}
    html = render_template(
        "deep_linking/choose.html",
        visitor=visitor,
        launch_id=launch.id,
        me=launch.learner_id,
        several=settings_of(launch)["accept_multiple"],
        offers=found,
        total=len(everything),
        kinds=[one for one in (*offers.KINDS, offers.OWN) if any(each.kind == one for each in everything)],
        hidden=[one.pathway.id for one in everything if one.pathway.id not in shown],
        is_search=bool(words or kind),
        waiting=offers.waiting(parts.catalogue),
        problem=problem,
        notice=notice,
        entered=entered,
        unlimited=UNLIMITED,
    )
    return remember(parts, make_response(html, 422 if problem else 200), visitor)
