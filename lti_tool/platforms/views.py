"""What a platform's administrator, or the platform itself, reads of us."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed

from lti_tool.errors import RegistrationRefusedError
from lti_tool.platforms import invitations, keys
from lti_tool.platforms.dynamic_registration import Accepted, register, save
from lti_tool.platforms.models import Invitation
from lti_tool.security import allow_framing_by
from lti_tool.wiring import Tool, tool

bp = Blueprint("platforms", __name__)


@bp.get("/lti/jwks.json")
def jwks() -> ResponseReturnValue:
    """Our public keys (RFC 7517). Cacheable: a platform reads them again for an unknown `kid`."""
    with tool().database.begin() as session:
        response = jsonify(keys.published_jwks(session, tool().vault, tool().clock()))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@bp.get("/lti/register")
def register_platform() -> ResponseReturnValue:
    """Registration initiation (LTI Dynamic Registration 1.0, 3.3): the platform opens our invitation."""
    if request.method == "HEAD":  # a link checker must not register anything
        raise MethodNotAllowed(["GET"])
    parts, query = tool(), request.args
    url, secret = query.get("openid_configuration", ""), query.get("invitation", "")
    if secret and not url:  # a person, or the preview of a message, opened the link: it is not touched
        raise RegistrationRefusedError("configuration_missing")
    with parts.database.begin() as session:
        invitation = invitations.reserve(session, secret, parts.clock())
    try:
        accepted = register(
            parts.http,
            url,
            query.get("registration_token") or None,
            public_url=parts.settings.public_url,
            with_names=invitation.with_names,
        )
    except Exception:
        with parts.database.begin() as session:
            invitations.release(session, invitation.id)
        raise
    return _registered(parts, invitation, accepted)


def _registered(parts: Tool, invitation: Invitation, accepted: Accepted) -> ResponseReturnValue:
    with parts.database.begin() as session:
        platform = save(session, parts.vault, accepted, invitation.name, parts.clock())
        invitations.settle(session, invitation.id, platform)
    allow_framing_by([platform.issuer, platform.auth_login_url])
    return render_template("platforms/registered.html", platform=platform)
