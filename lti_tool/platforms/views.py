"""What a platform's administrator, or the platform itself, reads of us."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from lti_tool.platforms import keys
from lti_tool.wiring import tool

bp = Blueprint("platforms", __name__)


@bp.get("/lti/jwks.json")
def jwks() -> ResponseReturnValue:
    """Our public keys (RFC 7517). Cacheable: a platform reads them again for an unknown `kid`."""
    with tool().database.begin() as session:
        response = jsonify(keys.published_jwks(session, tool().vault, tool().clock()))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
