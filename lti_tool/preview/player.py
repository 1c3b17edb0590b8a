"""The learner's pages. The blueprint has the name and the routes that their templates link to."""

from __future__ import annotations

import json
from typing import cast

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import KEPT, Answer, Form, UnfinishedError, interaction_for
from lti_tool.preview.bank import LiveBank
from lti_tool.preview.notes import notes_of
from lti_tool.preview.stage import KEY, Stage, set_stage

bp = Blueprint("assessment", __name__, url_prefix="/seance/<launch_id>")

Answers = dict[
    str, Answer | None
]  # the last answer to each draw: a reload marks it again, with the new rules


def bank() -> LiveBank:
    """The content that this application follows."""
    return cast(LiveBank, current_app.extensions["preview"])


def _answers() -> Answers:
    return cast(Answers, current_app.extensions["preview_answers"])


def _drafts() -> dict[str, str]:
    return cast(dict[str, str], current_app.extensions["preview_drafts"])


def _kept(launch_id: str) -> list[str]:
    """The decisions taken so far in a scenario, as the player keeps them."""
    return [_drafts()[launch_id]] if launch_id in _drafts() else []


def stage_of(launch_id: str) -> Stage:
    """The draw that an address names."""
    return set_stage(bank().catalogue(), launch_id)


@bp.get("/epreuve")
def item(launch_id: str) -> str:
    """The item as a person meets it; only read when its format has no player yet."""
    return _item(stage_of(launch_id))


@bp.post("/epreuve")
def answer(launch_id: str) -> WerkzeugResponse | tuple[str, int]:
    """Mark the answer, and show what the person would read."""
    stage = stage_of(launch_id)
    if "passer" in request.form:
        _answers()[launch_id] = None
        return redirect(url_for("assessment.feedback", launch_id=launch_id))
    try:
        form = {**_form(), KEPT: _kept(launch_id)}
        _answers()[launch_id] = interaction_for(stage.item).parse(stage.item, KEY, form)
    except UnfinishedError as step:
        _drafts()[launch_id] = json.dumps(step.draft)
        return redirect(url_for("assessment.item", launch_id=launch_id))
    except AnswerRefusedError as refusal:
        return _item(stage, refusal.reason), refusal.status
    _drafts().pop(launch_id, None)  # the next time, from the first step
    return redirect(url_for("assessment.feedback", launch_id=launch_id))


@bp.get("/correction")
def feedback(launch_id: str) -> str | WerkzeugResponse:
    """The last answer, marked with the files as they are now."""
    if launch_id not in _answers():
        return redirect(url_for("assessment.item", launch_id=launch_id))
    stage = stage_of(launch_id)
    told = stage.review(_answers()[launch_id])
    return render_template("preview/correction.html", **stage.frame(), review=told, notes=_notes(stage))


@bp.post("/continuer")
def go_on(launch_id: str) -> WerkzeugResponse:
    """Back to the item."""
    return redirect(url_for("assessment.item", launch_id=launch_id))


@bp.post("/brouillon")
def draft(launch_id: str) -> Response:
    """Simulators save what is done so far; here, nothing is kept."""
    del launch_id
    return Response(status=204)


def _item(stage: Stage, refusal: str | None = None) -> str:
    notes = _notes(stage)
    if not stage.is_played:
        return render_template("preview/unplayed.html", **stage.frame(), notes=notes)
    entered: Form = {**(_form() if refusal else {}), KEPT: _kept(stage.launch.id)}
    return render_template(
        "preview/item.html", **stage.player(), refusal=refusal, entered=entered, notes=notes
    )


def _notes(stage: Stage) -> object:
    return notes_of(bank().catalogue(), stage)


def _form() -> Form:
    return {name: request.form.getlist(name) for name in request.form}
