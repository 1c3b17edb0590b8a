"""The tool's public keys, fetched and cached as Moodle does: without expiry, again when a check fails."""

from __future__ import annotations

import threading
from contextlib import suppress

import jwt
import requests

_TIMEOUTS = (3.05, 5.0)
OF_AN_ASSERTION = ("exp", "iat", "iss", "sub", "aud", "jti")
_USER_AGENT = "LmsDemo/1.0"


class KeysUnreachableError(Exception):
    """The JWKS of the tool cannot be read."""


class BadAssertionError(Exception):
    """The tool's signed request is not one that we may trust; the message is the OAuth 2 error."""


class ToolKeys:
    """A cache of one JWKS document per address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cache: dict[str, jwt.PyJWKSet] = {}

    def verify(
        self, token: str, jwks_url: str, audience: str, required: tuple[str, ...] = OF_AN_ASSERTION
    ) -> dict[str, object]:
        """The claims of what the tool signed: RS256, known kid, no leeway on dates.

        `required` are those of a client assertion (RFC 7523) unless told otherwise.

        Raises:
            BadAssertionError: the assertion is not acceptable.
            KeysUnreachableError: the keys could not be read.
        """
        cached = self._cached(jwks_url)
        if cached is not None:
            # On any failure the tool may have changed its keys: read them once more.
            with suppress(KeyError, jwt.InvalidTokenError):
                return _claims(token, cached, audience, required)
        try:
            return _claims(token, self._fetch(jwks_url), audience, required)
        except (KeyError, jwt.InvalidTokenError) as error:
            raise BadAssertionError(str(error)) from error

    def _cached(self, jwks_url: str) -> jwt.PyJWKSet | None:
        with self._lock:
            return self._cache.get(jwks_url)

    def _fetch(self, jwks_url: str) -> jwt.PyJWKSet:
        try:
            answer = requests.get(jwks_url, timeout=_TIMEOUTS, headers={"User-Agent": _USER_AGENT})
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json())
        except (requests.RequestException, ValueError, jwt.PyJWKSetError, AttributeError) as error:
            raise KeysUnreachableError(jwks_url) from error
        with self._lock:
            self._cache[jwks_url] = keys
        return keys


def _claims(token: str, keys: jwt.PyJWKSet, audience: str, required: tuple[str, ...]) -> dict[str, object]:
    kid = jwt.get_unverified_header(token).get("kid")
    if not kid:
        raise jwt.InvalidTokenError("no kid in the header")
    claims: dict[str, object] = jwt.decode(
        token,
        keys[kid].key,
        algorithms=["RS256"],
        audience=audience,
        options={"require": list(required)},
    )
    return claims
