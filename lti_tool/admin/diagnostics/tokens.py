"""A real token request for each service, and what its answer means."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import uuid4

import requests

from lti_tool.admin.diagnostics.finding import Finding, failure, ok, warning
from lti_tool.grades.http_answers import is_page, outage_reason
from lti_tool.platforms.client_assertion import ASSERTION_TYPE, client_assertion
from lti_tool.platforms.client_metadata import LINE_ITEM, RESULTS, ROSTER, SCORE
from lti_tool.platforms.keys import SigningKey
from lti_tool.platforms.models import Platform

SERVICES = {
    SCORE: "envoi des notes",
    LINE_ITEM: "colonnes de notes",
    RESULTS: "lecture des notes",
    ROSTER: "liste des personnes inscrites",
}


def check_tokens(
    http: requests.Session, platform: Platform, key: SigningKey, jwks_url: str, now: datetime
) -> list[Finding]:
    """One line a service; a single one when the platform refuses us altogether."""
    found = []
    for scope, service in SERVICES.items():
        finding = _ask(http, platform, key, scope, service, jwks_url, now)
        found.append(finding)
        if finding.reason not in {"ok", "scores_not_granted", "service_not_granted"}:
            break  # the same would be said of every service
    return found


def _ask(
    http: requests.Session,
    platform: Platform,
    key: SigningKey,
    scope: str,
    service: str,
    jwks_url: str,
    now: datetime,
) -> Finding:
    details = {
        "service": service,
        "url": platform.auth_token_url,
        "jwks_url": jwks_url,
        "client_id": platform.client_id,
    }
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": client_assertion(platform, key, now, str(uuid4())),
        "scope": scope,
    }
    try:
        response = http.post(platform.auth_token_url, data=form, headers={"Accept": "application/json"})
    except requests.RequestException as error:
        return failure("token", "token_unreachable", **details, problem=outage_reason(error))
    reason, problem = _read(response, scope)
    if reason == "ok":
        return ok("token", **details)
    if reason == "not_granted":
        if scope == SCORE:
            return failure("token", "scores_not_granted", **details)
        return warning("token", "service_not_granted", **details)
    return failure("token", reason, **details, problem=problem)


def _read(response: requests.Response, scope: str) -> tuple[str, str]:
    """The reason, and the platform's word."""
    status = f"HTTP {response.status_code}"
    if response.status_code == 429 or (response.status_code >= 500 and not is_page(response)):
        return "token_unreachable", status
    try:
        answer = json.loads(response.content)  # whatever the content type: Moodle says text/html
    except (ValueError, RecursionError):
        cannot_read = response.status_code == 404 or is_page(response)
        return ("platform_cannot_read_our_keys" if cannot_read else "token_unreadable"), status
    if not isinstance(answer, dict):
        return "token_unreadable", status
    word = str(answer.get("error") or status)[:80]
    if response.status_code != 200:
        known = {"invalid_scope": "not_granted", "invalid_client": "token_client_refused"}
        return known.get(word, "token_refused"), word
    if not isinstance(answer.get("access_token"), str):
        return "token_unreadable", status
    granted = answer.get("scope")
    if isinstance(granted, str) and granted and scope not in granted.split():
        return "not_granted", status
    return "ok", ""
