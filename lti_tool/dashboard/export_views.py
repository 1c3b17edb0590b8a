"""Downloads: the group as a table, the answers, the report. POST, since a link would need a cookie.

A large group gets a page first, which is sent as the work goes on: it needs no script. Where something
between us and the browser keeps it back until its end, it arrives with the download ready.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from uuid import UUID

from flask import Blueprint, Response, render_template, request, stream_with_context
from werkzeug.exceptions import NotFound

from lti_tool.dashboard import preparing
from lti_tool.dashboard.action_views import uuid_of
from lti_tool.dashboard.backfill import fill_in
from lti_tool.dashboard.preparing import KINDS, Step
from lti_tool.dashboard.room import Room, trainers_room
from lti_tool.errors import SessionRefusedError

LARGE = 200  # people; below this the file comes at once
_STEPS = "<!-- steps -->"  # where the page waits; never sent
_log = logging.getLogger(__name__)


def add_to(bp: Blueprint) -> None:
    """Put the downloads on the trainer's blueprint."""
    bp.add_url_rule("/export/<kind>", view_func=export, methods=["POST"])
    bp.add_url_rule("/fichier", view_func=download, methods=["POST"])


def export(launch_id: UUID, kind: str) -> Response:
    """One of `KINDS`, or the page that prepares it."""
    with ExitStack() as stack:
        room = stack.enter_context(trainers_room(launch_id, with_roster=True))
        if kind not in KINDS:
            raise NotFound
        fill_in(room.session, room.link.id, room.tool.catalogue)
        if len(room.people()) < LARGE:
            body = next(one for one in KINDS[kind].steps(room) if isinstance(one, bytes))
            return _file(kind, body)
        kept = stack.pop_all()
    answer = Response(stream_with_context(_page(room, kind, kept)), mimetype="text/html")
    answer.call_on_close(kept.close)  # should nobody read the page
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"  # nginx would keep the steps for itself
    return answer


def download(launch_id: UUID) -> Response:
    """A file that was prepared a moment ago."""
    with trainers_room(launch_id) as room:
        try:
            file_id = uuid_of(request.form.get("fichier", ""))
        except SessionRefusedError as error:
            raise SessionRefusedError("file_gone", status=404) from error
        kind, body = preparing.body_of(room, file_id)
    return _file(kind, body)


def _page(room: Room, kind: str, kept: ExitStack) -> Iterator[str]:
    """The page, a step at a time; the file is committed before its button is shown."""
    frame = {"visitor": room.visitor, "launch": room.visitor.launch, "pathway": room.pathway}
    before, after = render_template("dashboard/preparing.html", steps=_STEPS, **frame).split(_STEPS)
    yield before
    try:
        with kept:
            file_id = yield from _prepared(room, kind)
    except Exception:  # noqa: BLE001  # the page has begun: an error page cannot take its place
        _log.exception("export %s failed", kind)
        yield render_template("dashboard/_prepared.html", file_id=None, **frame) + after
        return
    yield render_template("dashboard/_prepared.html", file_id=file_id, **frame) + after


def _prepared(room: Room, kind: str) -> Generator[str, None, UUID]:
    for one in KINDS[kind].steps(room):
        if isinstance(one, Step):
            yield render_template("dashboard/_step.html", step=one)
        else:
            return preparing.ready(room, kind, one, room.tool.clock())
    raise AssertionError("a file ends with its bytes")


def _file(kind: str, body: bytes) -> Response:
    answer = Response(body, content_type=KINDS[kind].mimetype)
    answer.headers["Content-Disposition"] = f"attachment; filename={kind}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
