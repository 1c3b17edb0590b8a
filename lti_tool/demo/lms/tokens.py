"""Service tokens: OAuth 2 client credentials with a signed assertion (LTI Security 4.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping

import jwt
from flask import Blueprint, abort, make_response, request
from werkzeug.wrappers import Response

from lti_tool.demo.lms.claims import AGS_SCOPES, NRPS_SCOPE
from lti_tool.demo.lms.context import Lms, current_lms
from lti_tool.demo.lms.tool_keys import BadAssertionError, KeysUnreachableError

tokens = Blueprint("tokens", __name__)
LIFETIME_SECONDS = 3600
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_REQUIRED = ("grant_type", "client_assertion_type", "client_assertion", "scope")
_OFFERED = (*AGS_SCOPES, NRPS_SCOPE)


class TokenRefusedError(Exception):
    """An OAuth 2 error word (RFC 6749, 5.2)."""


@tokens.post("/lti/token")
def token() -> Response:
    """JSON under an HTML content type, as Moodle does; an HTML 404 when the tool's keys cannot be read."""
    lms = current_lms()
    if lms.faults.hits("token_404"):
        abort(404)
    try:
        scopes = _granted(lms, request.form)
    except TokenRefusedError as refusal:
        return _html_json({"error": str(refusal)}, 400)
    except KeysUnreachableError:
        abort(404)
    value = lms.config.new_id()
    expires_at = int(lms.config.clock().timestamp()) + LIFETIME_SECONDS
    lms.storage.run("INSERT INTO access_tokens VALUES (?, ?, ?)", value, " ".join(scopes), expires_at)
    answer = {
        "access_token": value,
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "scope": " ".join(scopes),
    }
    return _html_json(answer, 200)


def _html_json(content: Mapping[str, object], status: int) -> Response:
    response = make_response(json.dumps(content), status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def _granted(lms: Lms, form: Mapping[str, str]) -> list[str]:
    if not all(form.get(name) for name in _REQUIRED):
        raise TokenRefusedError("invalid_request")
    if form["grant_type"] != "client_credentials" or form["client_assertion_type"] != _ASSERTION_TYPE:
        raise TokenRefusedError("unsupported_grant_type")
    _check_assertion(lms, form["client_assertion"])
    scopes = [scope for scope in form["scope"].split() if scope in _OFFERED]
    if not scopes:
        raise TokenRefusedError("invalid_scope")
    return scopes


def _check_assertion(lms: Lms, assertion: str) -> None:
    """Stricter than Moodle on three points that other platforms check: audience, issuer, one use."""
    tool = lms.directory.tool()
    try:
        claimed = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise TokenRefusedError("invalid_request") from error
    if claimed.get("sub") != tool.client_id:
        raise TokenRefusedError("invalid_client")
    try:
        claims = lms.tool_keys.verify(assertion, tool.jwks_url, lms.config.auth_token_url)
    except BadAssertionError as error:
        raise TokenRefusedError("invalid_client") from error
    if claims["iss"] != tool.client_id:
        raise TokenRefusedError("invalid_client")
    if lms.storage.changed("INSERT OR IGNORE INTO assertions VALUES (?)", str(claims["jti"])) != 1:
        raise TokenRefusedError("invalid_client")
