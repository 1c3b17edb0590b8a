"""What a trainer does to an attempt: POST with the bearer, one transaction, one line of audit."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.dashboard.actions import act, give_time
from lti_tool.dashboard.models import ActionKind
from lti_tool.dashboard.person import id_of, person_of
from lti_tool.dashboard.room import trainers_room
from lti_tool.errors import ActionRefusedError, SessionRefusedError

KINDS = {
    "remettre-a-zero": ActionKind.RESET,
    "rouvrir": ActionKind.REOPEN,
    "neutraliser": ActionKind.EXEMPT,
    "renvoyer": ActionKind.RESEND,
    "ajouter": ActionKind.EXTRA,
}


def add_to(bp: Blueprint) -> None:
    """Put the page on the trainer's blueprint."""
    bp.add_url_rule("/action", view_func=action, methods=["POST"])
    bp.add_url_rule("/delai", view_func=more_time, methods=["POST"])


def action(launch_id: UUID) -> WerkzeugResponse:
    """Do it, and come back to the person."""
    with trainers_room(launch_id) as room:
        kind = KINDS.get(request.form.get("action", ""))
        if kind is None:
            raise ActionRefusedError("action_unknown", status=400)
        item = request.form.get("epreuve")
        done = act(
            room.desk,
            room.visitor.launch,
            kind,
            uuid_of(request.form.get("tentative", "")),
            uuid_of(item) if item else None,
        )
        return room.go("dashboard.one_person", personne=done.learner_id)


def more_time(launch_id: UUID) -> WerkzeugResponse:
    """Put off the closing for one person of the activity, and come back to them."""
    with trainers_room(launch_id, with_roster=True) as room:
        who = person_of(room, uuid_of(request.form.get("personne", "")))
        days = request.form.get("jours", 0, int)
        done = give_time(room.desk, room.visitor.launch, id_of(who), days)
        return room.go("dashboard.one_person", personne=done.learner_id)


def uuid_of(text: str) -> UUID:
    """An id of a form.

    Raises:
        SessionRefusedError: it is none.
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise SessionRefusedError("attempt_not_here", status=404) from error
