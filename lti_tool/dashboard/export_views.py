"""Downloads: the group as a table, the answers, the report. POST, since a link would need a cookie."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response

from lti_tool.dashboard.room import trainers_room


def add_to(bp: Blueprint) -> None:
    """Put the downloads on the trainer's blueprint."""
    bp.add_url_rule("/export/<kind>", view_func=export, methods=["POST"])


def export(launch_id: UUID, kind: str) -> Response:
    with trainers_room(launch_id, with_roster=True):
        return Response(kind)
