"""The addresses of the platform, and its clock."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from lti_tool.admin.diagnostics.finding import Finding, failure, ok, warning
from lti_tool.grades.http_answers import outage_reason
from lti_tool.platforms.models import Platform

# Ours, towards theirs: we date our requests 5 s back (Moodle has no leeway), they may be 60 s ahead of us.
BEHIND_S, AHEAD_S, DRIFT_S = -5, 55, 3


def check_keys(http: requests.Session, platform: Platform, now: datetime) -> list[Finding]:
    """The key set of the platform, and the clock that its answer shows."""
    url = platform.jwks_url
    try:
        response = http.get(url, headers={"Accept": "application/json"})
    except requests.RequestException as error:
        return [failure("platform_keys", "platform_keys_unreachable", url=url, problem=outage_reason(error))]
    clock = check_clock(response.headers.get("Date"), now)
    if response.status_code != 200:
        problem = f"HTTP {response.status_code}"
        return [failure("platform_keys", "platform_keys_unreadable", url=url, problem=problem), clock]
    try:
        document = response.json()
    except (ValueError, RecursionError):
        document = None
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list):
        return [failure("platform_keys", "platform_keys_unreadable", url=url, problem="pas de clés"), clock]
    usable = [key for key in keys if isinstance(key, dict) and key.get("kty") == "RSA" and key.get("kid")]
    if not usable:
        return [failure("platform_keys", "platform_keys_empty", url=url), clock]
    return [ok("platform_keys"), clock]


def check_clock(header: str | None, now: datetime) -> Finding:
    """The `Date` of an answer (RFC 9110, 6.6.1), one second at best, against ours."""
    try:
        theirs = parsedate_to_datetime(header or "")
    except ValueError:
        return warning("clock", "clock_unknown")
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    seconds = round((theirs - now).total_seconds())
    if seconds < BEHIND_S:
        return failure("clock", "clock_behind", seconds=str(-seconds))
    if seconds > AHEAD_S:
        return failure("clock", "clock_ahead", seconds=str(seconds))
    if abs(seconds) > DRIFT_S:
        return warning("clock", "clock_drift", seconds=str(abs(seconds)))
    return ok("clock")


def check_login(http: requests.Session, platform: Platform) -> Finding:
    """The authentication address: any answer will do, but not « not found »."""
    url = platform.auth_login_url
    try:
        response = http.get(url)
    except requests.RequestException as error:
        return failure("login_address", "login_unreachable", url=url, problem=outage_reason(error))
    # Without parameters an honest platform refuses (400), asks to log in (30x), or fails (Moodle: 500).
    if response.status_code in {404, 405, 410}:
        return failure("login_address", "login_wrong", url=url, problem=f"HTTP {response.status_code}")
    return ok("login_address")
