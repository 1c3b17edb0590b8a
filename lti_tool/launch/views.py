"""`/lti/login` and `/lti/launch`: the two addresses that a platform calls."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask import Blueprint, Response, redirect, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.errors import LaunchRefusedError, LoginRefusedError
from lti_tool.launch import browser, services
from lti_tool.launch.activities import pathway_shown
from lti_tool.launch.message import StrictLaunch
from lti_tool.launch.models import Activity, LaunchSession, Purpose, Role
from lti_tool.launch.oidc import StrictLogin
from lti_tool.launch.reception import FrontDesk, open_message
from lti_tool.launch.session import issue_code
from lti_tool.platforms.key_sets import KeySets
from lti_tool.security import new_secret
from lti_tool.wiring import Tool, tool

bp = Blueprint("launch", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://")

# `launch` knows the features above it by the name of one page each.
PAGES = {
    Purpose.ACTIVITY: {Role.LEARNER: "assessment.home", Role.TRAINER: "dashboard.group"},
    Purpose.SELECTION: {Role.TRAINER: "deep_linking.choose"},
    Purpose.REVIEW: {Role.TRAINER: "assessment_review.result"},
}


@bp.route("/lti/login", methods=["GET", "POST"])
@limiter.limit(lambda: tool().settings.login_rate)
def login() -> WerkzeugResponse:
    """OIDC third-party initiated login: remember it, send the browser to the platform."""
    parts = tool()
    if request.method == "HEAD":  # Flask adds it to GET; a link checker must not begin a login
        raise MethodNotAllowed(["GET", "POST"])
    params = {**request.args.to_dict(), **request.form.to_dict()}
    # Reused when it is there, so that two activities opened at once do not undo each other.
    binding = browser.binding(parts) or new_secret()
    if len(binding) > 100:
        raise LoginRefusedError("cookie_wrong")
    with parts.database.begin() as session:
        started = StrictLogin(
            params, session, public_url=parts.settings.public_url, binding=binding, now=parts.clock()
        ).begin()
    return browser.go_to_platform(parts, started, params, binding)


@bp.post("/lti/launch")
def launch() -> WerkzeugResponse:
    """The platform's answer: check it, open a session, go to the activity."""
    parts = tool()
    form = request.form.to_dict()
    if "error" in form:  # OIDC error answer (Security Framework 5.1.1.5): the person must be told why
        raise LaunchRefusedError("platform_said_no", error=form["error"][:80])
    state, binding, stored = form.get("state", ""), browser.binding(parts), browser.stored_answer(parts, form)
    with parts.database.begin() as session:
        if binding is None and stored is None:
            waiting = services.login_with_storage(session, state, parts.clock())
            if waiting is not None:
                return browser.read_back(*waiting, form)
        row, platform = services.consume_login(session, state, binding, parts.clock(), stored=stored)
    # No transaction is open here: the platform's keys may have to be fetched.
    find_key = KeySets(parts.database, parts.http, parts.clock).find
    message = StrictLaunch(form, row, platform, find_key=find_key, now=parts.clock())
    body = message.verified_body()
    with parts.database.begin() as session:
        desk = FrontDesk(
            session,
            platform,
            pathway_id=partial(_pathway_id, parts),
            allow_loopback=parts.settings.allow_loopback,
            lifetime=timedelta(hours=parts.settings.session_hours),
            now=parts.clock(),
        )
        opened = open_message(desk, body)
        code = issue_code(session, opened.session.id, opened.bearer, parts.vault, parts.clock())
    return _go_to_page(opened.session, code)


@bp.get("/lti/launch")
def launch_by_get() -> Response:
    """A reload or a bookmark of the launch address: there is nothing to show without the LMS."""
    raise LaunchRefusedError("launch_by_get", status=405, allow="POST")


def _go_to_page(opened: LaunchSession, code: str) -> WerkzeugResponse:
    response = redirect(url_for(PAGES[opened.purpose][opened.role], launch_id=opened.id, cle=code), 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pathway_id(parts: Tool, asked: str | None, current: str | None, activity: Activity | None) -> str:
    wanted = asked or current or parts.settings.default_pathway
    if pathway_shown(wanted, activity, parts.catalogue) is None:
        raise LaunchRefusedError("pathway_unknown", pathway=wanted[:100])
    return wanted
