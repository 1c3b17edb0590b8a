"""What the admin area changes. Every address here takes a form of the session, see `views.guard`."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from lti_tool.admin.diagnostics import check_platform
from lti_tool.admin.views import bp, ours, platform_or_404
from lti_tool.errors import OperatorError, RegistrationRefusedError
from lti_tool.platforms import approval, invitations, keys
from lti_tool.platforms.registration_update import update_registration
from lti_tool.platforms.services import Registration, add_platform
from lti_tool.wiring import tool

__all__ = ["bp"]  # with its two halves: `views` shows, this module changes

FIELDS = ("name", "issuer", "client_id", "auth_login_url", "auth_token_url", "jwks_url")
INVITATION_DAYS = {"1", "7", "30"}


@bp.post("/plateformes/<uuid:platform_id>/<any(approuver, suspendre):decision>")
def decide(platform_id: UUID, decision: str) -> ResponseReturnValue:
    """Put a platform in service, or suspend it."""
    try:
        with tool().database.begin() as session:
            platform = platform_or_404(session, platform_id)
            if decision == "approuver":
                extra = request.form.get("deployment_id", "").strip()
                approval.approve(session, platform, (extra,) if extra else ())
            else:
                approval.disable(session, platform)
    except OperatorError as error:
        with tool().database.begin() as session:
            platform = platform_or_404(session, platform_id)
        page = render_template("admin/platform.html", platform=platform, ours=ours(), problem=str(error))
        return make_response(page, 422)
    return redirect(url_for("admin.platform", platform_id=platform_id), 303)


@bp.post("/plateformes/<uuid:platform_id>/diagnostic")
def diagnose(platform_id: UUID) -> str:
    """Call the platform and ourselves, say what is wrong and to whom."""
    parts = tool()
    with parts.database.begin() as session:
        platform = platform_or_404(session, platform_id)
    findings = check_platform(parts.database, parts.http, parts.vault, parts.clock, parts.settings, platform)
    return render_template("admin/diagnostic.html", platform=platform, findings=findings)


@bp.post("/plateformes/<uuid:platform_id>/mise-a-jour")
def update(platform_id: UUID) -> ResponseReturnValue:
    """Tell the platform our addresses and functions again."""
    parts, problem = tool(), ""
    with parts.database.begin() as session:
        platform = platform_or_404(session, platform_id)
    try:
        update_registration(parts.database, parts.http, parts.vault, platform_id, parts.settings.public_url)
    except OperatorError as error:
        problem = str(error)
    except RegistrationRefusedError as error:
        problem = f"La plateforme n’a pas accepté la mise à jour (code {error.reason})."
    page = render_template(
        "admin/platform.html", platform=platform, ours=ours(), problem=problem, is_updated=not problem
    )
    return make_response(page, 422 if problem else 200)


@bp.post("/plateformes/nouvelle")
def add() -> ResponseReturnValue:
    """Register a platform by hand."""
    parts = tool()
    values = {name: request.form.get(name, "").strip() for name in (*FIELDS, "deployment_ids")}
    try:
        with parts.database.begin() as session:
            platform = add_platform(session, _registration(values), parts.http.policy, parts.clock())
    except OperatorError as error:
        page = render_template("admin/new_platform.html", ours=ours(), values=values, problem=str(error))
        return make_response(page, 422)
    return redirect(url_for("admin.platform", platform_id=platform.id), 303)


def _registration(values: dict[str, str]) -> Registration:
    empty = [name for name in FIELDS if not values[name]]
    limits = {"name": 200, "client_id": 255, "issuer": 500}
    long = [name for name in FIELDS if len(values[name]) > limits.get(name, 1000)]
    odd = [
        name for name, value in values.items() if not value.replace("\r", "").replace("\n", "").isprintable()
    ]
    if empty or long or odd:
        raise OperatorError("Chaque champ est nécessaire, sans caractère invisible. Complétez le formulaire.")
    deployments = tuple(dict.fromkeys(values["deployment_ids"].split()))
    if any(len(deployment) > 255 for deployment in deployments):
        raise OperatorError("Un identifiant de déploiement a au plus 255 caractères.")
    return Registration(**{name: values[name] for name in FIELDS}, deployment_ids=deployments)


@bp.post("/invitations")
def invite() -> ResponseReturnValue:
    """Make an invitation; its link is shown on this page and never again."""
    parts, link, problem = tool(), "", ""
    days = request.form.get("days", "7")
    try:
        with parts.database.begin() as session:
            link = invitations.invite(
                session,
                request.form.get("name", ""),
                public_url=parts.settings.public_url,
                life=timedelta(days=int(days) if days in INVITATION_DAYS else 7),
                with_names="with_names" in request.form,
                now=parts.clock(),
            ).link
    except OperatorError:
        problem = "Donnez à la plateforme un nom de 1 à 200 caractères."
    with parts.database.begin() as session:
        rows = invitations.list_invitations(session)
    page = render_template("admin/invitations.html", invitations=rows, link=link, problem=problem)
    return make_response(page, 422 if problem else 200)


@bp.post("/invitations/<uuid:invitation_id>/annuler")
def revoke(invitation_id: UUID) -> Response:
    """End an invitation that was not used."""
    with tool().database.begin() as session:
        invitations.revoke(session, invitation_id, tool().clock())
    return redirect(url_for("admin.invitation_list"), 303)


@bp.post("/cles/nouvelle")
def rotate() -> Response:
    """Put a new key in use."""
    parts = tool()
    with parts.database.begin() as session:
        keys.rotate(session, parts.vault, parts.clock(), timedelta(days=parts.settings.key_overlap_days))
    return redirect(url_for("admin.key_list"), 303)


@bp.post("/cles/<kid>/retirer")
def withdraw(kid: str) -> Response:
    """Publish a key no longer."""
    parts = tool()
    try:
        with parts.database.begin() as session:
            keys.withdraw(session, parts.vault, kid, parts.clock())
    except OperatorError as error:
        raise NotFound from error
    return redirect(url_for("admin.key_list"), 303)
