"""`/admin/tentatives`: an attempt replayed for an auditor, on a page and as JSON."""

from __future__ import annotations

import json
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from lti_tool.admin.attempts import activities, find
from lti_tool.admin.audit import Audit, audit, document
from lti_tool.assessment import rules
from lti_tool.assessment.models import Attempt
from lti_tool.wiring import tool


def add_to(bp: Blueprint) -> None:
    """Give these pages to the blueprint of the admin area, which guards them."""
    bp.add_url_rule("/tentatives", view_func=attempt_list)
    bp.add_url_rule("/tentatives/<uuid:attempt_id>", view_func=attempt)
    bp.add_url_rule("/tentatives/<uuid:attempt_id>.json", view_func=attempt_file)


def attempt_list() -> ResponseReturnValue:
    """The activities, or the attempts of one; an attempt's own identifier leads to it."""
    words = request.args.get("cherche", "")
    with tool().database.begin() as session:
        found = find(session, words, request.args.get("page", "")) if words else None
        if isinstance(found, Attempt):
            return redirect(url_for("admin.attempt", attempt_id=found.id), 303)
        lines = [] if found else activities(session)
        html = render_template(
            "admin/attempts.html", words=words, found=found, activities=lines, catalogue=tool().catalogue
        )
    return make_response(html, 404 if words and found is None else 200)


def attempt(attempt_id: UUID) -> str:
    """Every step with its numbers."""
    with tool().database.begin() as session:
        return render_template("admin/attempt.html", audit=_audit(session, attempt_id))


def attempt_file(attempt_id: UUID) -> Response:
    """The same, whole: enough to run the attempt again elsewhere."""
    with tool().database.begin() as session:
        body = json.dumps(document(_audit(session, attempt_id)), ensure_ascii=False, indent=2)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename=tentative-{attempt_id}.json"
    return answer


def _audit(session: Session, attempt_id: UUID) -> Audit:
    found = session.get(Attempt, attempt_id)
    if found is None or not rules.is_known(found, tool().catalogue):
        raise NotFound
    return audit(found, tool().catalogue)
