"""The Statement resource over HTTP (xAPI 1.0.3 Communication, 2.1)."""

from __future__ import annotations

import json
import secrets
from typing import Any

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from lti_tool.demo.lrs.checking import Json, RefusedStatementError
from lti_tool.demo.lrs.context import Lrs, current_lrs
from lti_tool.demo.lrs.faults import fault_before
from lti_tool.demo.lrs.formats import is_uuid, is_version
from lti_tool.demo.lrs.grammar import check_statement, read_json
from lti_tool.demo.lrs.queries import read_query, result_page
from lti_tool.demo.lrs.records import ConflictError

statements = Blueprint("statements", __name__, url_prefix="/xapi")


@statements.errorhandler(RefusedStatementError)
def _refused(error: RefusedStatementError) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400


@statements.errorhandler(ConflictError)
def _conflict(error: ConflictError) -> tuple[Response, int]:
    return jsonify(error=f"another statement has the id {error}"), 409


@statements.before_request
def _open() -> Response | None:
    """Credentials, then the version header, then the faults."""
    if request.endpoint == "statements.about":
        return None
    lrs, sent = current_lrs(), request.authorization
    expected = (lrs.config.username.encode(), lrs.config.password.encode())
    given = ((sent.username or "").encode(), (sent.password or "").encode()) if sent else (b"", b"")
    if not all(secrets.compare_digest(*pair) for pair in zip(given, expected, strict=True)):
        return Response("credentials", status=401, headers={"WWW-Authenticate": 'Basic realm="LRS"'})
    if not is_version(request.headers.get("X-Experience-API-Version")):
        raise RefusedStatementError("X-Experience-API-Version: 1.0.x is expected")
    return fault_before(lrs.faults, lrs.config)


@statements.after_request
def _xapi_headers(response: Response) -> Response:
    response.headers["X-Experience-API-Version"] = "1.0.3"
    response.headers["X-Experience-API-Consistent-Through"] = current_lrs().config.clock().isoformat()
    return response


@statements.get("/about")
def about() -> Response:
    """Which versions are spoken; needs no credentials."""
    return jsonify(version=["1.0.3"])


@statements.post("/statements")
def post_statements() -> Response:
    """One statement or several; all of them are kept or none."""
    if request.args:
        raise RefusedStatementError("query: no parameter is expected with POST")
    sent = _body()
    batch = sent if isinstance(sent, list) else [sent]
    if not batch:
        raise RefusedStatementError("body: no statement")
    for index, statement in enumerate(batch):
        check_statement(statement, f"[{index}]" if isinstance(sent, list) else "")
    lrs = current_lrs()
    batch = [{"id": lrs.config.new_id(), **statement} for statement in batch]
    ids = [statement["id"].lower() for statement in batch]
    if len(ids) != len(set(ids)):
        raise RefusedStatementError("body: the same id twice")
    new = _store(lrs, batch)
    if not new:
        return Response(status=204)
    return jsonify(new if len(new) < len(ids) and lrs.faults.hits("partial_ids") else ids)


@statements.put("/statements")
def put_statement() -> Response:
    """One statement, under the id of the query."""
    key = request.args.get("statementId")
    if not is_uuid(key) or len(request.args) != 1:
        raise RefusedStatementError("query: statementId, and nothing else")
    statement = check_statement(_body())
    if str(statement.get("id", key)).lower() != str(key).lower():
        raise RefusedStatementError("id: not the one of the query")
    _store(current_lrs(), [{**statement, "id": key}])
    return Response(status=204)


def _body() -> Any:
    if request.mimetype != "application/json":
        raise RefusedStatementError("Content-Type: application/json is expected")
    return read_json(request.get_data())


def _store(lrs: Lrs, batch: list[Json]) -> list[str]:
    known = [statement["id"] for statement in batch if lrs.records.find(statement["id"])]
    if known and lrs.faults.hits("conflict_identical"):
        raise ConflictError(known[0])
    new = lrs.records.store(batch)
    if lrs.faults.hits("error_after"):
        raise BrokenAfterStoringError
    return new


class BrokenAfterStoringError(Exception):
    """The statements are kept, and the answer is a 500."""


@statements.errorhandler(BrokenAfterStoringError)
def _broken(_error: BrokenAfterStoringError) -> Response:
    return Response("broken after storing", status=500)


@statements.get("/statements")
def get_statements() -> Response:
    """One statement by id, or a page of those that answer the query."""
    lrs = current_lrs()
    single = {"statementId", "voidedStatementId"} & request.args.keys()
    if not single:
        return result_page(lrs.records, read_query(request.args), request.args)
    name = single.pop()
    key = request.args[name]
    if not is_uuid(key) or request.args.keys() - {name, "format", "attachments"}:
        raise RefusedStatementError(f"query: {name} is a UUID and goes alone")
    found = lrs.records.find(key)
    if found is None or found.is_voided != (name == "voidedStatementId"):
        return Response("no such statement", status=404)
    return Response(json.dumps(found.statement), content_type="application/json")
