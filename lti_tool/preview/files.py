"""The files of an item in the preview: the same content as in the player, without anybody's session."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from content.item import Format
from content.resources import reading
from lti_tool.assessment.file_views import PAGE, file_named, resource_numbered
from lti_tool.errors import SessionRefusedError
from lti_tool.preview.player import stage_of
from lti_tool.preview.stage import UnknownItemError

bp = Blueprint("assessment_files", __name__, url_prefix="/seance/<launch_id>/fichier")


@bp.post("/")
def resource(launch_id: str) -> Response:
    """`fichier` is `<number of the resource>/<file name>` or `<number>/page`."""
    number, _, name = request.form.get("fichier", "").partition("/")
    item = stage_of(launch_id).item
    try:
        if item.format is not Format.FILE:
            raise SessionRefusedError("file_unknown", status=404)
        found = resource_numbered(item, number)
        if name != PAGE:
            return file_named(found, name)
    except SessionRefusedError as error:
        raise UnknownItemError(f"{launch_id}, {number}/{name}") from error
    return make_response(render_template("assessment/resource.html", reading=reading(found)))
