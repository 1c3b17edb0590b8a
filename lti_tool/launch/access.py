"""Who is behind a request on `/seance/<launch id>/…`: the gate that every page of a launch passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Response, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.errors import SessionRefusedError
from lti_tool.launch.models import LaunchSession, Purpose
from lti_tool.launch.session import authenticate, issue_code, redeem_code
from lti_tool.security import allow_framing_by, set_partitioned_cookie
from lti_tool.wiring import Tool

COOKIE = "parcours-seance"


@dataclass(frozen=True)
class Visitor:
    """A person in a launch. `bearer` goes in the hidden field of each form of the page."""

    launch: LaunchSession
    bearer: str


def admit(tool: Tool, session: Session, launch_id: UUID, purpose: Purpose = Purpose.ACTIVITY) -> Visitor:
    """Let the request in, to the pages of this purpose.

    A write needs the bearer (form field or `Authorization`); a read also accepts the cookie of this
    launch or a one-time code.

    Raises:
        SessionRefusedError: see `launch.session`.
    """
    now = tool.clock()
    bearer = _bearer_of_request()
    if bearer is None and request.method == "GET":
        code = request.args.get("cle")
        if code:
            bearer = redeem_code(session, launch_id, code, tool.vault, now)
            g.remember_bearer = True
        else:
            bearer = request.cookies.get(_cookie_name(tool))
    if not bearer:
        raise SessionRefusedError("session_missing")
    launch = authenticate(session, launch_id, bearer, timedelta(hours=tool.settings.session_hours), now)
    if launch.purpose != purpose:
        raise SessionRefusedError("session_elsewhere")
    platform = launch.learner.platform
    allow_framing_by([platform.issuer, platform.auth_login_url])
    g.launch_locale = launch.locale
    return Visitor(launch, bearer)


def remember(tool: Tool, response: Response, visitor: Visitor) -> Response:
    """Set the reload cookie when the bearer has just come in by a code."""
    if g.pop("remember_bearer", False):
        set_partitioned_cookie(
            response,
            _cookie_name(tool),
            visitor.bearer,
            max_age=tool.settings.session_hours * 3600,
            path=f"/seance/{visitor.launch.id}/",
        )
    return response


def redirect_within(
    tool: Tool, session: Session, endpoint: str, visitor: Visitor, **values: object
) -> WerkzeugResponse:
    """POST-redirect-GET inside a launch: by the cookie if the browser gave it back, else by a code."""
    values["launch_id"] = visitor.launch.id
    if request.cookies.get(_cookie_name(tool)) == visitor.bearer:
        return redirect(url_for(endpoint, **values), 303)  # type: ignore[arg-type]  # values of a URL
    code = issue_code(session, visitor.launch.id, visitor.bearer, tool.vault, tool.clock())
    return redirect(url_for(endpoint, **values, cle=code), 303)  # type: ignore[arg-type]  # the same


def _bearer_of_request() -> str | None:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    return request.form.get("bearer") if request.method == "POST" else None


def _cookie_name(tool: Tool) -> str:
    return f"__Secure-{COOKIE}" if tool.settings.is_https else COOKIE
