"""`…/choix/composer`: a pathway of one's own. Nothing is made before the last button.

Each step is the answer to a form: without cookies, only a form carries the bearer.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from lti_tool.deep_linking import composing, picker, topics
from lti_tool.deep_linking.composing import Draft
from lti_tool.launch.access import Visitor, admit
from lti_tool.launch.models import Purpose
from lti_tool.wiring import Tool, tool

TOPICS, SETTINGS, CHECK, SAVE, BACK = "sujets", "reglages", "verifier", "enregistrer", "retour"


def add_to(bp: Blueprint) -> None:
    """Put the steps on the blueprint of the choice."""
    bp.add_url_rule("/composer", view_func=compose, methods=["POST"])
    bp.add_url_rule("/retirer", view_func=retire, methods=["POST"])


def compose(launch_id: UUID) -> Response:
    """The step that the pressed button leads to, or the one where something is missing."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.SELECTION)
        step = request.form.get("etape", TOPICS)
        if step == BACK:
            return picker.page(parts, session, visitor, request.form)
        draft = composing.read_draft(request.form, topics.choices(parts.catalogue))
        step, problem = _checked(step, draft)
        if step != SAVE:
            return _page(parts, visitor, step, draft, problem)
        own = composing.save(session, visitor.launch, draft, parts.catalogue, parts.clock())
        notice = picker.Notice("composed", own.title)
        return picker.page(parts, session, visitor, _ticked(visitor, own.pathway_id), notice=notice)


def retire(launch_id: UUID) -> Response:
    """Take one's own pathway off the list."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.SELECTION)
        gone = composing.retire(session, visitor.launch, request.form.get("retire", ""), parts.clock())
        notice = picker.Notice("retired") if gone else None
        return picker.page(parts, session, visitor, request.form, notice=notice)


def _checked(step: str, draft: Draft) -> tuple[str, str | None]:
    """The step to show, and why it is not the one that was asked for."""
    if step not in {SETTINGS, CHECK, SAVE}:
        return TOPICS, None
    if not draft.topics:
        return TOPICS, "no_topic"
    if step == SETTINGS:
        return step, None
    if not draft.targets:
        return SETTINGS, "level_too_low"
    if step == SAVE and not draft.title:
        return CHECK, "no_title"
    if step == SAVE and len(draft.title) > composing.TITLE_MAX:
        return CHECK, "title_too_long"
    return step, None


def _page(parts: Tool, visitor: Visitor, step: str, draft: Draft, problem: str | None) -> Response:
    catalogue = parts.catalogue
    known = topics.choices(catalogue)
    words = request.form.get("q_sujets", "").strip()
    found = topics.search(known.values(), words, catalogue)
    shown = {one.topic.id for one in found}
    html = render_template(
        f"deep_linking/compose_{step}.html",
        visitor=visitor,
        launch_id=visitor.launch.id,
        draft=draft,
        chosen={one.topic.id for one in draft.topics},
        hidden=[one for one in draft.topics if one.topic.id not in shown],
        groups=topics.by_competence(found, catalogue),
        total=len(known),
        words=words,
        coverage=topics.coverage(draft.targets, draft.length, catalogue),
        lengths=composing.LENGTHS,
        levels=composing.LEVELS,
        title_max=composing.TITLE_MAX,
        problem=problem,
        entered=request.form,
        carried=picker.CARRIED,
    )
    return make_response(html, 422 if problem else 200)


def _ticked(visitor: Visitor, pathway_id: str) -> MultiDict[str, str]:
    """What was settled, with the new pathway ticked: beside the others, or instead where one is taken."""
    entered = MultiDict(request.form)
    others = entered.getlist("parcours") if picker.settings_of(visitor.launch)["accept_multiple"] else []
    entered.setlist("parcours", [*others, pathway_id])
    return entered
