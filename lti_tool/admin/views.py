"""The pages of the admin area. Who may see them is decided once, before every request of the blueprint."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from lti_tool.admin import access, attempt_views
from lti_tool.admin.overview import read_overview
from lti_tool.admin.queues import read_queues
from lti_tool.platforms import invitations, keys, services
from lti_tool.platforms.models import Platform
from lti_tool.security import allow_framing_by
from lti_tool.wiring import Tool, tool

bp = Blueprint("admin", __name__, url_prefix="/admin")
attempt_views.add_to(bp)

OPEN_TO_ALL = {"admin.door", "admin.enter"}


@bp.before_request
def guard() -> None:
    """Let through a session of ours and, for a form, one that a page of the session made."""
    allow_framing_by([])  # nobody may dress these pages up
    if request.endpoint in OPEN_TO_ALL:
        return
    parts, token = tool(), request.cookies.get(_cookie(tool())) or ""
    with parts.database.begin() as session:
        access.check_session(session, token, parts.clock())
    if request.method == "POST":
        access.check_form_key(parts.vault, token, request.form.get("cle_formulaire", ""))
    g.admin_token = token


@bp.context_processor
def _shared() -> dict[str, object]:
    token = g.get("admin_token")
    return {"form_key": access.form_key(tool().vault, token) if token else "", "now": tool().clock()}


def _cookie(parts: Tool) -> str:
    return "__Host-parcours-admin" if parts.settings.is_https else "parcours-admin"


@bp.get("/entrer")
def door() -> str:
    """One button: programs that preview links (mail, chat) must not use the link up."""
    return render_template("admin/door.html", key=request.args.get("cle", ""))


@bp.post("/entrer")
def enter() -> Response:
    """Use the link up, open a session in this browser."""
    parts = tool()
    with parts.database.begin() as session:
        token = access.open_session(session, parts.vault, request.form.get("cle", ""), parts.clock())
    response = make_response(redirect(url_for("admin.home"), 303))
    response.set_cookie(
        _cookie(parts),
        token,
        max_age=int(access.SESSION_LIFE.total_seconds()),
        secure=parts.settings.is_https,
        httponly=True,
        samesite="Strict",
    )
    return response


@bp.post("/sortir")
def leave() -> Response:
    """End the session."""
    with tool().database.begin() as session:
        access.close_session(session, g.admin_token)
    response = make_response(redirect(url_for("admin.door"), 303))
    response.delete_cookie(_cookie(tool()), secure=tool().settings.is_https, httponly=True, samesite="Strict")
    return response


@bp.get("/")
def home() -> str:
    """The platforms, what waits for a decision, and the health in a line."""
    with tool().database.begin() as session:
        platforms = services.list_platforms(session)
        overview = read_overview(session, tool().database.engine)
    return render_template("admin/home.html", platforms=platforms, overview=overview)


@bp.get("/plateformes/<uuid:platform_id>")
def platform(platform_id: UUID) -> str:
    """One platform: what we know, what to copy there, what can be done."""
    with tool().database.begin() as session:
        found = platform_or_404(session, platform_id)
    return render_template("admin/platform.html", platform=found, ours=ours())


@bp.get("/plateformes/nouvelle")
def new_platform() -> str:
    """Registration by hand."""
    return render_template("admin/new_platform.html", ours=ours(), values={}, problem="")


@bp.get("/invitations")
def invitation_list() -> str:
    """The invitations, and a form for a new one."""
    with tool().database.begin() as session:
        rows = invitations.list_invitations(session)
    return render_template("admin/invitations.html", invitations=rows, link="", problem="")


@bp.get("/files")
def queues() -> str:
    """What waits to be delivered, and what was refused, in words."""
    with tool().database.begin() as session:
        found = read_queues(session, tool().settings.public_url)
    return render_template("admin/queues.html", queues=found)


@bp.get("/cles")
def key_list() -> str:
    """Our keys."""
    with tool().database.begin() as session:
        rows = [(key, keys.state_of(key)) for key in keys.list_keys(session)]
    days = tool().settings.key_overlap_days
    return render_template("admin/keys.html", keys=rows, overlap_days=days, problem="")


@bp.get("/sante")
def health() -> ResponseReturnValue:
    """Version, database, queues."""
    with tool().database.begin() as session:
        overview = read_overview(session, tool().database.engine)
    return render_template("admin/health.html", overview=overview, settings=tool().settings)


def ours() -> tuple[tuple[str, str], ...]:
    """The values that a platform asks for."""
    return services.values_to_copy(tool().settings.public_url)


def platform_or_404(session: Session, platform_id: UUID) -> Platform:
    """The platform.

    Raises:
        NotFound: none has this id.
    """
    found = session.get(Platform, platform_id)
    if found is None:
        raise NotFound
    return found
