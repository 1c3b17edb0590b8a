"""`GET /xapi/lrs/statements`: the Statement resource, reading only (xAPI-Communication 2.1.3 and 2.1.4)."""

from __future__ import annotations

import json
import re
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from lti_tool.learning_records.models import StatementRow
from lti_tool.learning_records.reading import sentences
from lti_tool.learning_records.reading.queries import FILTERS, BadQueryError, Query, cursor_of, read_query
from lti_tool.learning_records.reading.readers import authenticate
from lti_tool.learning_records.reading.search import find_one, find_page, instant, shown
from lti_tool.learning_records.reading.stamping import stamp
from lti_tool.wiring import tool

VERSION = "1.0.3"
_VERSIONS = re.compile(r"1\.0(\.\d+)?")

bp = Blueprint("lrs", __name__, url_prefix="/xapi/lrs")


@bp.after_request
def _headers(response: Response) -> Response:
    response.headers["X-Experience-API-Version"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/about")
def about() -> ResponseReturnValue:
    """Which versions are spoken, and that this is a part of an LRS only. Needs no credentials."""
    base = tool().settings.public_url
    subset = {"resources": ["statements"], "methods": ["GET", "HEAD"], "filters": list(FILTERS)}
    return jsonify(version=[VERSION], extensions={f"{base}/xapi/lrs/subset": subset})


@bp.route("/statements", methods=["POST", "PUT", "DELETE"])
def refuse_writing() -> ResponseReturnValue:
    """Nobody writes here."""
    return _error(sentences.READ_ONLY, 405, Allow="GET, HEAD")


@bp.get("/statements")
def statements() -> ResponseReturnValue:
    """One statement by its id, or a page of those that answer the query, of the reader's platform."""
    parts, sent = tool(), request.authorization
    with parts.database.begin() as session:
        reader = authenticate(session, (sent.username or ""), (sent.password or "")) if sent else None
        if reader is None:
            return _error(sentences.NO_CREDENTIALS, 401, **{"WWW-Authenticate": 'Basic realm="traces"'})
        if not _VERSIONS.fullmatch(request.headers.get("X-Experience-API-Version", "")):
            return _error(sentences.NO_VERSION, 400)
        try:
            query = read_query(_single_values())
        except BadQueryError as error:
            sentence = sentences.QUERY[error.reason]
            return _error(sentence.format(error.parameter, filters=", ".join(FILTERS)), 400)
        through = stamp(session, parts.clock())
        if query.statement_id or query.voided_id:
            row = find_one(session, reader.platform_id, query)
            return _one(row, parts.settings.public_url, through)
        rows = find_page(session, reader.platform_id, query, parts.settings.public_url)
        return _page(rows, query, parts.settings.public_url, through)


def _single_values() -> dict[str, str]:
    for name, values in request.args.lists():
        if len(values) > 1:
            raise BadQueryError("unknown", f"{name} (répété)")
    return request.args.to_dict()


def _one(row: StatementRow | None, base: str, through: datetime) -> Response:
    if row is None:
        return _error(sentences.NOT_FOUND, 404)
    return _json(shown(row, base), through)


def _page(rows: list[StatementRow], query: Query, base: str, through: datetime) -> Response:
    page, more = rows[: query.limit], ""
    if len(rows) > query.limit and (last := page[-1].stored_at) is not None:
        asked = {**request.args.to_dict(), "cursor": cursor_of(last)}
        more = f"{urlsplit(base).path}{request.path}?{urlencode(asked)}"
    return _json({"statements": [shown(row, base) for row in page], "more": more}, through)


def _json(content: object, through: datetime) -> Response:
    response = Response(json.dumps(content, ensure_ascii=False), content_type="application/json")
    response.headers["X-Experience-API-Consistent-Through"] = instant(through)
    return response


def _error(sentence: str, status: int, **headers: str) -> Response:
    content = json.dumps({"error": sentence}, ensure_ascii=False)
    return Response(content, status=status, headers=headers, content_type="application/json; charset=utf-8")
