"""What a platform says of itself before a registration (LTI Dynamic Registration 1.0, 3.4 and 3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from lti_tool.errors import RegistrationRefusedError
from lti_tool.outgoing import AddressPolicy, AddressRefusedError, AnswerTooLargeError, OutgoingSession

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
URL_MAX = 1000


@dataclass(frozen=True)
class PlatformConfiguration:
    """The addresses that count, each one checked, and the name of the product."""

    issuer: str
    auth_login_url: str
    auth_token_url: str
    jwks_url: str
    registration_url: str
    auth_audience: str | None
    product: str | None


def read_configuration(http: OutgoingSession, url: str) -> PlatformConfiguration:
    """Fetch and check the document at `url`.

    Raises:
        RegistrationRefusedError: `reason` says what is wrong; `url` is in the details.
    """
    if len(url) > 2000 or not url.isprintable():
        raise RegistrationRefusedError("configuration_address_refused")
    check_address(http.policy, url, "configuration_address_refused")
    document = fetch_json(http, url)
    issuer = _text(document, "issuer", 500)
    if _host(issuer) is None or _host(issuer) != _host(url):
        # The only proof that the issuer is theirs: the document is served by the issuer's own host.
        raise RegistrationRefusedError("issuer_of_another_host", issuer=issuer[:200], url=url[:200])
    found = {
        name: _address(http.policy, document, name)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
    }
    algorithms = document.get("id_token_signing_alg_values_supported", ["RS256"])
    if not isinstance(algorithms, list) or "RS256" not in algorithms:
        raise RegistrationRefusedError("platform_without_rs256")
    return PlatformConfiguration(
        issuer=issuer,
        auth_login_url=found["authorization_endpoint"],
        auth_token_url=found["token_endpoint"],
        jwks_url=found["jwks_uri"],
        registration_url=found["registration_endpoint"],
        auth_audience=_optional(document, "authorization_server"),
        product=_product(document),
    )


def fetch_json(http: OutgoingSession, url: str) -> Mapping[str, Any]:
    """The JSON object at an address that the guard accepts; redirects are not followed.

    Raises:
        RegistrationRefusedError: no answer, an answer other than 200, too large, or not a JSON object.
    """
    try:
        response = http.get(url, headers={"Accept": "application/json"})
    except AddressRefusedError as error:
        raise RegistrationRefusedError("configuration_address_refused", url=url[:200]) from error
    except AnswerTooLargeError as error:
        raise RegistrationRefusedError("configuration_too_large", url=url[:200]) from error
    except requests.RequestException as error:
        raise RegistrationRefusedError("configuration_unreachable", url=url[:200]) from error
    if response.is_redirect:
        raise RegistrationRefusedError("configuration_redirected", url=url[:200])
    if response.status_code != 200:
        raise RegistrationRefusedError(
            "configuration_unreachable", url=url[:200], answer=response.status_code
        )
    return json_object(response, "configuration_not_json")


def json_object(response: requests.Response, reason: str) -> Mapping[str, Any]:
    """The body as a JSON object, whatever its content type says.

    Raises:
        RegistrationRefusedError: `reason`.
    """
    try:
        document = response.json()
    except (ValueError, RecursionError) as error:
        raise RegistrationRefusedError(reason) from error
    if not isinstance(document, dict):
        raise RegistrationRefusedError(reason)
    return document


def check_address(policy: AddressPolicy, url: str, reason: str) -> None:
    """Refuse an address that we would not call.

    Raises:
        RegistrationRefusedError: `reason`.
    """
    try:
        policy.check_url(url)
    except (AddressRefusedError, ValueError) as error:
        raise RegistrationRefusedError(reason, url=url[:200]) from error


def _host(url: str) -> tuple[str, str, int | None] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname.lower(), port) if parts.hostname else None


def _text(document: Mapping[str, Any], name: str, longest: int) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value or len(value) > longest or not value.isprintable():
        raise RegistrationRefusedError("configuration_incomplete", field=name)
    return value


def _address(policy: AddressPolicy, document: Mapping[str, Any], name: str) -> str:
    value = _text(document, name, URL_MAX)
    check_address(policy, value, "platform_address_refused")
    return value


def _optional(document: Mapping[str, Any], name: str) -> str | None:
    return _text(document, name, URL_MAX) if document.get(name) else None


def _product(document: Mapping[str, Any]) -> str | None:
    platform = document.get(PLATFORM)
    if not isinstance(platform, dict):
        raise RegistrationRefusedError("configuration_incomplete", field="lti-platform-configuration")
    words = [platform.get("product_family_code"), platform.get("version")]
    said = " ".join(word for word in words if isinstance(word, str))
    return "".join(sign for sign in said if sign.isprintable())[:200] or None
