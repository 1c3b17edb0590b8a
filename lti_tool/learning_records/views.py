"""`/xapi/…`: our IRIs, for people (HTML) and for programs (JSON-LD, JSON), in French and in English.

Public and without a session: nothing here depends on who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import NotFound

from lti_tool.launch.own_pathways import OwnPathway, own_id
from lti_tool.learning_records import published
from lti_tool.learning_records.published import PublishedActivity
from lti_tool.wiring import tool
from xapi import Namespace, vocabulary
from xapi.profile import profile_of
from xapi.profile.concepts import EXTENSIONS

bp = Blueprint("xapi", __name__, url_prefix="/xapi")

JSON_LD, JSON, HTML = "application/ld+json", "application/json", "text/html"
LANGUAGES = ("fr", "en")
MAX_AGE = 3600


@bp.before_request
def choose_language() -> None:
    """`?lang=` first, then what the browser prefers: these pages are read outside of an LMS."""
    asked = request.args.get("lang")
    best = request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0])
    g.launch_locale = asked if asked in LANGUAGES else best


@bp.after_request
def let_others_read(response: Response) -> Response:
    """Public, cacheable, readable by scripts of any site."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


@bp.get("/profile")
@bp.get("/profile/v1")
def profile() -> Response:
    """The whole profile; its family and its only version lead to the same document."""
    namespace = _namespace()
    document = profile_of(namespace).document
    if _wanted() != HTML:
        return _json(document, _wanted())
    names = {one["id"]: one for one in [*document["templates"], *document["patterns"]]}
    return _page(
        "profile", document=document, names=names, namespace=namespace, verbs=vocabulary.VERB_DISPLAYS
    )


@bp.get("/profile/template/<name>")
@bp.get("/profile/pattern/<name>")
@bp.get("/extensions/<name>")
def term(name: str) -> Response:  # the name is part of the path that is looked up whole
    """One extension, template or pattern."""
    namespace = _namespace()
    found = published.term(namespace, f"{namespace.base}{request.path}")
    if found is None:
        raise NotFound
    if _wanted() != HTML:
        return _json(found, _wanted())
    return _page("term", term=found, verb_names=vocabulary.VERB_NAMES, name=name)


@bp.get("/pathway/<activity_id>/v<int:version>")
def pathway(activity_id: str, version: int) -> Response:
    """A version of a pathway."""
    parts, own = tool(), own_id(activity_id)
    if own is None:
        return _activity(published.pathway(parts.catalogue, _namespace(), activity_id, version))
    with parts.database.begin() as session:
        found = session.get(OwnPathway, own)
        if found is None:
            raise NotFound
        return _activity(published.own_pathway(parts.catalogue, _namespace(), found, version))


@bp.get("/item/<activity_id>/v<int:version>")
def item(activity_id: str, version: int) -> Response:
    """A version of an item, without its options."""
    return _activity(published.item(tool().catalogue, _namespace(), activity_id, version))


@bp.get("/competency/<activity_id>")
def competency(activity_id: str) -> Response:
    """A competence of the framework."""
    return _activity(published.competency(tool().catalogue, _namespace(), activity_id))


def _activity(activity: PublishedActivity | None) -> Response:
    if activity is None:
        raise NotFound
    match _wanted():
        case "text/html":
            return _page("activity", activity=activity)
        case "application/json":  # what an LRS asks for (xAPI-Data 2.4.4.1, "Activity Metadata")
            return _json(activity.definition, JSON)
        case _:
            return _json(activity.as_json_ld(_namespace()), JSON_LD)


def _namespace() -> Namespace:
    return Namespace(tool().settings.public_url)


def _wanted() -> str:
    # A browser names text/html; a program that accepts anything gets data.
    return request.accept_mimetypes.best_match([JSON_LD, JSON, HTML], default=JSON_LD) or JSON_LD


def _json(body: Mapping[str, Any], mimetype: str) -> Response:
    response = jsonify(body)
    response.mimetype = mimetype
    return response


def _page(template: str, **context: object) -> Response:
    other = "en" if g.launch_locale == "fr" else "fr"
    extensions = {f"{_namespace().extension(one.name)}": one for one in EXTENSIONS}
    html = render_template(
        f"learning_records/{template}.html",
        lang=g.launch_locale,
        other=other,
        here=request.path,
        extensions=extensions,
        **context,
    )
    return make_response(html)
