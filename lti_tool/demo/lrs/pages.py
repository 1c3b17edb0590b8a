"""The page that shows statements as they arrive, and the JSON face for tests under `/_demo`."""

from __future__ import annotations

import json
from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template, request

from lti_tool.demo.lrs.context import current_lrs
from lti_tool.demo.lrs.records import Query
from lti_tool.demo.lrs.sentences import Sentence, read_aloud

pages = Blueprint("pages", __name__)
_SHOWN = 100


def _lines(query: Query) -> list[tuple[Sentence, str]]:
    found = current_lrs().records.search(query)[: query.limit]
    return [(read_aloud(each), json.dumps(each.statement, ensure_ascii=False, indent=2)) for each in found]


@pages.get("/")
def home() -> str:
    """The latest statements, newest first."""
    lines = _lines(Query(limit=_SHOWN))
    return render_template(
        "lrs/home.html",
        lines=lines,
        newest=lines[0][0].seq if lines else 0,
        total=len(current_lrs().records.copies()),
        lms_url=current_lrs().config.lms_url,
    )


@pages.get("/nouvelles")
def arrivals() -> Response:
    """What arrived after `apres`, as rows to put on top; asked every two seconds by the page."""
    after = request.args.get("apres", 0, type=int)
    lines = _lines(Query(ascending=True, after=after, limit=_SHOWN))[::-1]
    response = Response(
        render_template("lrs/_lines.html", lines=lines), content_type="text/html; charset=utf-8"
    )
    response.headers["X-Newest"] = str(lines[0][0].seq if lines else after)
    response.headers["X-Total"] = str(len(current_lrs().records.copies()))
    return response


@pages.get("/_demo/stats")
def stats() -> Response:
    """Counts: statements, copies kept and times sent of each id, requests by status, faults drawn."""
    lrs = current_lrs()
    requests: dict[str, int] = {}
    for row in lrs.storage.rows("SELECT status, SUM(times) AS times FROM requests GROUP BY status"):
        requests[row["status"]] = row["times"]
    copies = lrs.records.copies()
    return jsonify(
        count=sum(copies.values()),
        ids=copies,
        deliveries=lrs.records.deliveries(),
        requests=requests,
        faults=lrs.faults.drawn(),
    )


@pages.get("/_demo/statements")
def all_statements() -> Response:
    """Every statement in order of arrival, without credentials: tests read, they do not page."""
    rows = current_lrs().storage.rows("SELECT content FROM statements ORDER BY seq")
    return jsonify([json.loads(row["content"]) for row in rows])


@pages.delete("/_demo/statements")
def clear() -> tuple[str, int]:
    """Forget every statement and every count."""
    current_lrs().records.clear()
    return "", 204


@pages.get("/_demo/faults")
def read_faults() -> Response:
    """The rates in force."""
    return jsonify(asdict(current_lrs().faults.rates))


@pages.post("/_demo/faults")
def set_faults() -> tuple[Response, int] | Response:
    """Change some rates; `seed` starts the chance again."""
    lrs, sent = current_lrs(), request.get_json(silent=True)
    if not isinstance(sent, dict):
        return jsonify(error="a JSON object is expected"), 400
    seed = sent.pop("seed", None)
    try:
        lrs.faults.set({name: float(rate) for name, rate in sent.items()}, seed)
    except (ValueError, TypeError) as error:
        return jsonify(error=str(error)), 400
    return jsonify(asdict(lrs.faults.rates))
