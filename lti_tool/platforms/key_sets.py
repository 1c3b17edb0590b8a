"""The keys of the platforms: read from their JWKS URL, kept an hour, read again for an unknown `kid`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import requests

from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.errors import LaunchRefusedError
from lti_tool.platforms.models import Platform, PlatformKeySet

FRESH = timedelta(hours=1)
STALE = timedelta(hours=24)  # a platform whose JWKS is down for an hour can still launch
REFETCH_EVERY = timedelta(seconds=30)  # tokens with invented kids cannot make us hammer a platform

_KEPT = ("kid", "kty", "alg", "n", "e")  # RFC 7517 and RFC 7518, 6.3.1


class KeySets:
    """Finds the key of a platform. No database transaction is open while the network answers."""

    def __init__(self, database: Database, http: requests.Session, clock: Clock) -> None:
        self._database = database
        self._http = http
        self._clock = clock

    def find(self, platform: Platform, kid: str) -> dict[str, Any]:
        """The JWK whose `kid` this is.

        Raises:
            LaunchRefusedError: the key set cannot be read (`keys_unreadable`), or has no such key
                (`unknown_kid`).
        """
        now = self._clock()
        cached = self._load(platform)
        if cached is not None and now - cached.fetched_at < FRESH:
            key = _pick(cached.jwks, kid)
            if key is not None:
                return key
            if cached.refetched_at is not None and now - cached.refetched_at < REFETCH_EVERY:
                raise LaunchRefusedError("unknown_kid", kid=kid[:80])
            return self._fetched(platform, kid, refetch=True)
        try:
            return self._fetched(platform, kid, refetch=False)
        except LaunchRefusedError as error:
            if error.reason == "keys_unreadable" and cached is not None and now - cached.fetched_at < STALE:
                key = _pick(cached.jwks, kid)
                if key is not None:
                    return key
            raise

    def _load(self, platform: Platform) -> PlatformKeySet | None:
        with self._database.begin() as session:
            return session.get(PlatformKeySet, platform.id)

    def _fetched(self, platform: Platform, kid: str, *, refetch: bool) -> dict[str, Any]:
        jwks = self._read(platform)
        now = self._clock()
        with self._database.begin() as session:
            row = session.merge(PlatformKeySet(platform_id=platform.id, jwks=jwks, fetched_at=now))
            if refetch:
                row.refetched_at = now
        key = _pick(jwks, kid)
        if key is None:
            raise LaunchRefusedError("unknown_kid", kid=kid[:80])
        return key

    def _read(self, platform: Platform) -> dict[str, Any]:
        try:
            response = self._http.get(platform.jwks_url, headers={"Accept": "application/json"})
            document = response.json() if response.status_code == 200 else None
        except (requests.RequestException, ValueError, RecursionError) as error:
            raise LaunchRefusedError("keys_unreadable", url=platform.jwks_url) from error
        keys = document.get("keys") if isinstance(document, dict) else None
        if not isinstance(keys, list):
            raise LaunchRefusedError("keys_unreadable", url=platform.jwks_url)
        return {"keys": [_public_part(key) for key in keys if isinstance(key, dict)]}


def _public_part(key: dict[str, Any]) -> dict[str, str]:
    # Only what a signature needs: the rest may be large, or nothing that a database stores (NaN).
    return {name: key[name] for name in _KEPT if isinstance(key.get(name), str)}


def _pick(jwks: dict[str, Any], kid: str) -> dict[str, Any] | None:
    for key in jwks["keys"]:
        if key.get("kid") == kid and key.get("kty") == "RSA" and key.get("alg", "RS256") == "RS256":
            return dict(key)
    return None
