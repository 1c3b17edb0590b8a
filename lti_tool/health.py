"""Is the tool alive, ready, and what waits to be delivered: for the people who run it."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from lti_tool import migrations
from lti_tool.grades import relay as grades_relay
from lti_tool.learning_records import services as learning_records
from lti_tool.wiring import tool

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """The database answers and has the schema of this version."""
    try:
        late = migrations.pending(tool().database.engine)
    except SQLAlchemyError:
        return jsonify(status="database_unreachable"), 503
    if late:
        return jsonify(status="migration_missing"), 503
    return jsonify(status="ok")


@bp.get("/metrics")
def metrics() -> Response:
    """What waits, in the text format of Prometheus."""
    parts = tool()
    with parts.database.begin() as session:
        statements = learning_records.status(session)
        scores = grades_relay.status(session)
    lines = [
        f'parcours_outbox_{kind}{{state="{state}"}} {count}'
        for kind, status in (("statements", statements), ("scores", scores))
        for state, count in asdict(status).items()
        if isinstance(count, int)
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
