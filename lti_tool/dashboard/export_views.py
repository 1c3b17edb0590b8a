"""Downloads: the group as a table, the answers, the report. POST, since a link would need a cookie."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from lti_tool.dashboard.backfill import fill_in
from lti_tool.dashboard.files import csv_lines, xlsx
from lti_tool.dashboard.item_tables import answers_table, items_table
from lti_tool.dashboard.report import group_pdf
from lti_tool.dashboard.room import Room, trainers_room
from lti_tool.dashboard.tables import Table, group_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def add_to(bp: Blueprint) -> None:
    """Put the downloads on the trainer's blueprint."""
    bp.add_url_rule("/export/<kind>", view_func=export, methods=["POST"])


def export(launch_id: UUID, kind: str) -> Response:
    """One of `FILES`. The table is made inside the transaction, the bytes are sent after it."""
    with trainers_room(launch_id, with_roster=True) as room:
        make = FILES.get(kind)
        if make is None:
            raise NotFound
        fill_in(room.session, room.link.id, room.tool.catalogue)
        answer = make(room)
    answer.headers["Content-Disposition"] = f"attachment; filename={kind}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _csv(table: Callable[[Room], Table], delimiter: str = ",") -> Callable[[Room], Response]:
    return lambda room: Response(csv_lines(table(room), delimiter), content_type=CSV)


FILES: dict[str, Callable[[Room], Response]] = {
    "groupe.csv": _csv(group_table),
    "groupe-points-virgules.csv": _csv(group_table, ";"),
    "groupe.xlsx": lambda room: Response(xlsx(group_table(room), room.pathway.title), mimetype=XLSX),
    "epreuves.csv": _csv(items_table, ";"),
    "reponses.csv": _csv(answers_table, ";"),
    "rapport.pdf": lambda room: Response(group_pdf(room), mimetype="application/pdf"),
}
