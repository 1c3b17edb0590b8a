"""How we prove who we are to a platform's token address (RFC 7523; LTI Security Framework 1.0, 4.1)."""

from __future__ import annotations

from datetime import datetime, timedelta

import jwt

from lti_tool.platforms.keys import SigningKey
from lti_tool.platforms.models import Platform

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ISSUED_EARLIER = timedelta(seconds=5)  # Moodle has no leeway: an `iat` ahead of its clock is refused
LIFE = timedelta(seconds=60)


def client_assertion(platform: Platform, key: SigningKey, now: datetime, new_id: str) -> str:
    """A signed statement of our identity, good for one request; `new_id` is unlike any other."""
    issued = now - ISSUED_EARLIER
    claims = {
        "iss": platform.client_id,
        "sub": platform.client_id,
        "aud": platform.auth_audience or platform.auth_token_url,
        "iat": int(issued.timestamp()),
        "exp": int((issued + LIFE).timestamp()),
        "jti": new_id,
    }
    return jwt.encode(claims, key.private_pem, algorithm="RS256", headers={"kid": key.kid})
