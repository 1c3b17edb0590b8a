"""The author's pages: every item, both feedbacks of one draw, a phone, and the stamp that reloads them."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from content.model import Item
from lti_tool.preview.notes import notes_of
from lti_tool.preview.player import bank, stage_of
from lti_tool.preview.stage import SEPARATOR, UnknownItemError
from lti_tool.workshop.replay import is_played

bp = Blueprint("preview", __name__)


@bp.get("/")
def home() -> str:
    """Every item, by competence; `q` looks in ids, titles, skills, formats and statuses."""
    catalogue = bank().catalogue()
    wanted = request.args.get("q", "").strip().casefold()
    found = [item for item in catalogue.items.values() if wanted in _words(item)]
    groups = [
        (competence, items)
        for competence in catalogue.competences.values()
        if (items := [one for one in found if catalogue.topics[one.topic].competence == competence.id])
    ]
    return render_template(
        "preview/list.html",
        groups=groups,
        count=len(found),
        q=wanted,
        separator=SEPARATOR,
        is_played=is_played,
    )


@bp.get("/aller")
def go() -> WerkzeugResponse:
    """To an item and a seed typed in a form."""
    name = f"{request.args.get('epreuve', '')}{SEPARATOR}{request.args.get('graine', '0').strip()}"
    stage = stage_of(name)
    return redirect(url_for("assessment.item", launch_id=stage.launch.id))


@bp.get("/seance/<launch_id>/retours")
def feedbacks(launch_id: str) -> str:
    """What a person reads after the right answer, and after each kind of wrong one."""
    stage = stage_of(launch_id)
    if not stage.is_played:
        raise UnknownItemError(launch_id)
    return render_template(
        "preview/feedbacks.html", **stage.frame(), notes=notes_of(bank().catalogue(), stage)
    )


@bp.get("/seance/<launch_id>/telephone")
def phone(launch_id: str) -> str:
    """The item in a frame of 375 pixels."""
    stage = stage_of(launch_id)
    return render_template("preview/phone.html", **stage.frame(), notes=notes_of(bank().catalogue(), stage))


@bp.get("/etat")
def state() -> Response:
    """Asked every second by the pages: when it changes, they reload."""
    return Response(bank().stamp(), mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _words(item: Item) -> str:
    return f"{item.id} {item.title} {item.skill} {item.format.value} {item.status.value}".casefold()
