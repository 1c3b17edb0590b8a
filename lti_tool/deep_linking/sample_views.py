"""`…/choix/essai`: a trainer tries one item of a pathway. No attempt, no grade, no trace: nothing is kept."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request

from content.model import Item, Pathway
from content.variants import realise
from lti_tool import interactions
from lti_tool.deep_linking import offers, picker
from lti_tool.errors import AnswerRefusedError, SessionRefusedError
from lti_tool.interactions.review import review_of
from lti_tool.launch.access import Visitor, admit
from lti_tool.launch.models import Purpose
from lti_tool.wiring import Tool, tool

DO_NOT_KNOW = "inconnu"


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint of the choice."""
    bp.add_url_rule("/essai", view_func=sample, methods=["POST"])
    bp.add_url_rule("/essai/reponse", view_func=marked, methods=["POST"])


def sample(launch_id: UUID) -> Response:
    """One of the few items that stand for the pathway (`essai`); `rang` says which, from 0."""
    parts, visitor, pathway = _asked(launch_id)
    item, rank = _item(parts, pathway)
    return _show(parts, visitor, pathway, item, rank)


def marked(launch_id: UUID) -> Response:
    """What was right, or the item again when there was no answer."""
    parts, visitor, pathway = _asked(launch_id)
    item, rank = _item(parts, pathway)
    if request.form.get("passer") == DO_NOT_KNOW:
        return _page(visitor, pathway, rank, review=review_of(item, None, correct=False))
    way = interactions.interaction_for(item)
    try:
        answer = way.parse(item, _key(parts, visitor, item), _form())
    except AnswerRefusedError as refusal:
        return _show(parts, visitor, pathway, item, rank, refusal)
    review = review_of(item, answer, correct=way.mark(item, answer).correct)
    return _page(visitor, pathway, rank, review=review)


def _asked(launch_id: UUID) -> tuple[Tool, Visitor, Pathway]:
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id, Purpose.SELECTION)
        wanted = request.form.get("essai", "")
        pathway = picker.choosable(parts, session, visitor.launch).get(wanted)
    if pathway is None:
        raise SessionRefusedError("pathway_unknown", status=404, pathway=wanted[:100])
    return parts, visitor, pathway


def _item(parts: Tool, pathway: Pathway) -> tuple[Item, int]:
    few = offers.samples(pathway, parts.catalogue)
    rank = request.form.get("rang", 0, int) % len(few)
    # Always the same draw, so that the answer sent is marked against what was shown.
    return realise(few[rank], pathway.id.encode()), rank


def _show(
    parts: Tool,
    visitor: Visitor,
    pathway: Pathway,
    item: Item,
    rank: int,
    refusal: AnswerRefusedError | None = None,
) -> Response:
    presentation = interactions.interaction_for(item).present(item, _key(parts, visitor, item))
    return _page(
        visitor,
        pathway,
        rank,
        status=refusal.status if refusal else 200,
        # Never the item itself: a slip in a template would show the solution.
        item={"title": item.title, "situation": item.situation, "document": item.document},
        presentation=presentation,
        interaction=presentation.context,
        refusal=refusal.reason if refusal else None,
        typed=_form() if refusal else {},
    )


def _page(visitor: Visitor, pathway: Pathway, rank: int, *, status: int = 200, **context: object) -> Response:
    html = render_template(
        "deep_linking/sample_review.html" if "review" in context else "deep_linking/sample.html",
        visitor=visitor,
        launch_id=visitor.launch.id,
        pathway=pathway,
        rank=rank,
        given=request.form,
        carried=picker.CARRIED,
        **context,
    )
    return make_response(html, status)


def _key(parts: Tool, visitor: Visitor, item: Item) -> bytes:
    """Secret, and constant over a choice: the same options in the same order when the page comes back."""
    return parts.vault.derive(f"sample {visitor.launch.id} {item.id}")


def _form() -> interactions.Form:
    return {name: request.form.getlist(name) for name in request.form}
