"""`/seance/<launch id>/fichier`: the files of an item, made on the fly for the variant of this person.

A POST: the bearer of the launch is in the form, so that it also works where cookies are blocked, and no
address with a secret in it is left in a browser's history.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.orm import Session

from content.formats.file import Resource
from content.item import Format, Item
from content.model import Catalogue
from content.resources import MEDIA_TYPES, build, extension, reading
from lti_tool.assessment import services
from lti_tool.assessment.variants import concrete
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.access import Visitor, admit, remember
from lti_tool.wiring import tool

bp = Blueprint("assessment_files", __name__, url_prefix="/seance/<uuid:launch_id>/fichier")

PAGE = "page"  # instead of a file name: the accessible page of the same content


@bp.post("/")
def resource(launch_id: UUID) -> Response:
    """`epreuve` is the item shown, `fichier` is `<number of the resource>/<file name>` or `<number>/page`."""
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id)
        number, _, name = request.form.get("fichier", "").partition("/")
        found = _found(session, visitor, parts.catalogue, number)
        if name == PAGE:
            html = render_template("assessment/resource.html", reading=reading(found), launch=visitor.launch)
            return remember(parts, make_response(html), visitor)
    return file_named(found, name)


def file_named(found: Resource, name: str) -> Response:
    """One of the files of a resource. Raises `SessionRefusedError`."""
    if name not in found.names:
        raise SessionRefusedError("file_unknown", status=404)
    answer = Response(build(found, name), mimetype=MEDIA_TYPES[extension(name)])
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"  # letters, figures, « .-_ » only
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _found(session: Session, visitor: Visitor, catalogue: Catalogue, number: str) -> Resource:
    """The resource that is asked for. Raises `SessionRefusedError`, which tells nobody what exists."""
    attempt = services.latest_attempt(session, visitor.launch)
    wanted = request.form.get("epreuve", "")
    shown = next((one for one in attempt.administrations if str(one.id) == wanted), None) if attempt else None
    item = catalogue.items.get(shown.item_id) if shown else None
    if attempt is None or item is None or item.format is not Format.FILE:
        raise SessionRefusedError("file_unknown", status=404)
    return resource_numbered(concrete(attempt, item), number)


def resource_numbered(item: Item, number: str) -> Resource:
    """A resource of a realised item, by its place from 0. Raises `SessionRefusedError`."""
    resources: tuple[Resource, ...] = item.data.resources
    if number not in {str(place) for place in range(len(resources))}:
        raise SessionRefusedError("file_unknown", status=404)
    return resources[int(number)]
