"""Dynamic Registration 1.0: a platform opens our invitation, we register with it, our administrator approves.

No database transaction is open while a platform answers. Nothing is kept unless every step succeeded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from sqlalchemy.orm import Session

from lti_tool.errors import RegistrationRefusedError
from lti_tool.outgoing import AddressRefusedError, AnswerTooLargeError, OutgoingSession
from lti_tool.platforms.client_metadata import TOOL, client_metadata
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus
from lti_tool.platforms.openid_configuration import (
    URL_MAX,
    PlatformConfiguration,
    check_address,
    json_object,
    read_configuration,
)
from lti_tool.platforms.services import find_platform
from lti_tool.security import Vault

_TOKEN = re.compile(r"[\x21-\x7e]{1,10000}")  # what a Bearer header can carry
_ERROR_WORD = re.compile(r"[a-z_]{1,60}")


@dataclass(frozen=True)
class Accepted:
    """What the platform answered: who we are for it now."""

    platform: PlatformConfiguration
    client_id: str
    deployment_id: str | None
    client_uri: str | None  # where the registration can be read and changed, if the platform offers it
    client_token: str | None


def register(
    http: OutgoingSession, url: str, token: str | None, *, public_url: str, with_names: bool
) -> Accepted:
    """Ask the platform whose configuration is at `url` to know us; `token` is its own, if it gave one.

    Raises:
        RegistrationRefusedError: `reason` says at which step and why.
    """
    if token is not None and not _TOKEN.fullmatch(token):
        raise RegistrationRefusedError("registration_token_malformed")
    configuration = read_configuration(http, url)
    document = client_metadata(public_url, with_names=with_names)
    answer = send(http, "POST", configuration.registration_url, token, document)
    return Accepted(
        configuration,
        client_id=_identifier(answer, "client_id"),
        deployment_id=_deployment(answer),
        client_uri=_client_uri(http, answer),
        client_token=_optional(answer, "registration_access_token"),
    )


def save(session: Session, vault: Vault, accepted: Accepted, name: str, now: datetime) -> Platform:
    """Keep what was accepted, as a platform that waits for our administrator's approval.

    A known pair of issuer and client id is an update: it stays as it was (active, disabled) unless an
    address changed, which sends it back to approval.
    """
    told = accepted.platform
    platform = find_platform(session, told.issuer, accepted.client_id)
    addresses = {
        "auth_login_url": told.auth_login_url,
        "auth_token_url": told.auth_token_url,
        "jwks_url": told.jwks_url,
        "auth_audience": told.auth_audience,
    }
    if platform is None:
        platform = Platform(
            name=name,
            issuer=told.issuer,
            client_id=accepted.client_id,
            status=PlatformStatus.PENDING,
            created_at=now,
            deployments=[],
            **addresses,
        )
        session.add(platform)
    elif platform.is_active and any(getattr(platform, key) != value for key, value in addresses.items()):
        platform.status = PlatformStatus.PENDING
    for key, value in addresses.items():
        setattr(platform, key, value)
    platform.product = told.product
    if accepted.client_uri is not None:
        platform.registration_client_uri = accepted.client_uri
        token = accepted.client_token
        platform.registration_token_encrypted = vault.encrypt(token) if token else None
    known = {deployment.deployment_id for deployment in platform.deployments}
    if accepted.deployment_id is not None and accepted.deployment_id not in known:
        platform.deployments.append(Deployment(deployment_id=accepted.deployment_id))
    session.flush()
    return platform


def send(
    http: OutgoingSession, method: str, url: str, token: str | None, document: Mapping[str, object] | None
) -> Mapping[str, Any]:
    """One call to a registration address: POST creates, GET reads, PUT changes (RFC 7591 and 7592).

    Raises:
        RegistrationRefusedError: with the platform's own word in the details when it has one.
    """
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    try:
        response = http.request(method, url, json=document, headers=headers)
    except AddressRefusedError as error:
        raise RegistrationRefusedError("platform_address_refused", url=url[:200]) from error
    except AnswerTooLargeError as error:
        raise RegistrationRefusedError("registration_answer_too_large", url=url[:200]) from error
    except requests.RequestException as error:
        raise RegistrationRefusedError("registration_unreachable", url=url[:200]) from error
    if response.is_redirect:
        raise RegistrationRefusedError("registration_redirected", url=url[:200])
    if response.status_code not in {200, 201}:
        raise _refusal(response)
    return json_object(response, "registration_answer_not_json")


def _refusal(response: requests.Response) -> RegistrationRefusedError:
    """Moodle answers a bare word, others the JSON of RFC 7591 (3.2.2), and some a whole page."""
    word = response.text.strip()[:200]
    try:
        document = response.json()
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict):
        word = str(document.get("error") or "")
    error = word if _ERROR_WORD.fullmatch(word) else f"HTTP {response.status_code}"
    if error in {"token_already_used", "missing_registration_token", "domain_targetlinkuri_mismatch"}:
        return RegistrationRefusedError(f"platform_{error}")
    if response.status_code in {401, 403}:
        return RegistrationRefusedError("platform_token_refused", error=error)
    if response.status_code == 404:  # what Moodle answers to a token that is not one of its own
        return RegistrationRefusedError("platform_registration_not_found", error=error)
    return RegistrationRefusedError("platform_refused_registration", error=error)


def _identifier(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value or len(value) > 255 or not value.isprintable():
        raise RegistrationRefusedError("registration_answer_incomplete", field=name)
    return value


def _deployment(answer: Mapping[str, Any]) -> str | None:
    tool = answer.get(TOOL)
    value = tool.get("deployment_id") if isinstance(tool, dict) else None
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _identifier({"deployment_id": value}, "deployment_id")


def _client_uri(http: OutgoingSession, answer: Mapping[str, Any]) -> str | None:
    value = _optional(answer, "registration_client_uri")
    if value is None:
        return None
    if len(value) > URL_MAX:
        raise RegistrationRefusedError("registration_answer_incomplete", field="registration_client_uri")
    check_address(http.policy, value, "platform_address_refused")
    return value


def _optional(answer: Mapping[str, Any], name: str) -> str | None:
    value = answer.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _TOKEN.fullmatch(value):
        raise RegistrationRefusedError("registration_answer_incomplete", field=name)
    return value
