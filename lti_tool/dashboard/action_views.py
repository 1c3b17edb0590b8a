"""What a trainer does to an attempt: POST with the bearer, one transaction, one line of audit."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.dashboard.actions import act
from lti_tool.dashboard.models import ActionKind
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
            _uuid(request.form.get("tentative", "")),
            _uuid(item) if item else None,
        )
        return room.go("dashboard.one_person", personne=done.learner_id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise SessionRefusedError("attempt_not_here", status=404) from error
