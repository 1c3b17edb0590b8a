"""Is the tool alive, ready, and what waits to be delivered: for the people who run it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from lti_tool import migrations
from lti_tool.grades import relay as grades_relay
from lti_tool.learning_records import services as learning_records
from lti_tool.learning_records import status as lrs_status
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
    # Late statements are told but do not take the tool out of service: learners can work on.
    return jsonify(status="ok", late_lrs=[_late(each) for each in _late_lrs()])


def _late_lrs() -> list[lrs_status.LrsStatus]:
    parts = tool()
    threshold = timedelta(minutes=parts.settings.outbox_alert_minutes)
    with parts.database.begin() as session:
        return lrs_status.late(session, parts.clock(), threshold)


def _late(lrs: lrs_status.LrsStatus) -> dict[str, object]:
    # No name and no address: this page is public.
    return {"state": lrs.state, "waiting": lrs.waiting, "oldest_s": round(lrs.oldest_s or 0)}


@bp.get("/metrics")
def metrics() -> Response:
    """What waits, in the text format of Prometheus."""
    parts = tool()
    with parts.database.begin() as session:
        statements = learning_records.status(session)
        each = lrs_status.each_lrs(session, parts.clock())
        scores = grades_relay.status(session)
    lines = [
        f'parcours_outbox_{kind}{{state="{state}"}} {count}'
        for kind, status in (("statements", statements), ("scores", scores))
        for state, count in asdict(status).items()
        if isinstance(count, int)
    ]
    lines += [line for lrs in each for line in _lrs_metrics(lrs)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _lrs_metrics(lrs: lrs_status.LrsStatus) -> list[str]:
    # An operator chose the name: what would end the label is escaped as Prometheus asks.
    name = lrs.name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    values = {
        "waiting": lrs.waiting,
        "quarantined": lrs.quarantined,
        "oldest_waiting_seconds": round(lrs.oldest_s or 0, 1),
        "active": int(lrs.state == "active"),
        "delivered_total": lrs.delivered_total,
        "quarantined_total": lrs.quarantined_total,
        "reconciled_total": lrs.reconciled_total,
    }
    return [f'parcours_lrs_{key}{{lrs="{name}"}} {value}' for key, value in values.items()]
