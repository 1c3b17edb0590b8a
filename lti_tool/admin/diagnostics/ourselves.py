"""Our own address, as a platform sees it: https, public, on a usual port, with our keys behind it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Set
from urllib.parse import urlsplit

import requests

from lti_tool.admin.diagnostics.finding import Finding, failure, ok, warning
from lti_tool.grades.http_answers import outage_reason
from lti_tool.outgoing import AddressPolicy, OutgoingSession

USUAL_PORTS = {80, 443}  # what a stock Moodle may call


def check_address(public_url: str, *, is_demonstration: bool = False) -> list[Finding]:
    """What a platform may dislike about the address alone; several lines when there are several.

    On loopback, for a demonstration, http is as it should be.
    """
    parts = urlsplit(public_url)
    host, port = parts.hostname or "", parts.port or {"https": 443}.get(parts.scheme, 80)
    found = []
    if parts.scheme != "https":
        severity = warning if is_demonstration else failure
        found.append(severity("our_address", "our_address_http", url=public_url))
    try:
        addresses = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError:
        return [*found, failure("our_address", "our_address_unresolved", host=host)]
    private = sorted(one for one in addresses if not ipaddress.ip_address(one.split("%")[0]).is_global)
    if private:
        found.append(warning("our_address", "our_address_private", host=host, address=private[0]))
    if port not in USUAL_PORTS:
        found.append(warning("our_address", "our_port_unusual", port=str(port)))
    return found or [ok("our_address")]


def check_keys(public_url: str, kids: Set[str]) -> Finding:
    """Our key set, fetched at its public address; `kids` are the ones that we publish."""
    url, host = f"{public_url}/lti/jwks.json", urlsplit(public_url).hostname or ""
    # Our own address may be private: the guard is for what others give us.
    http = OutgoingSession(AddressPolicy(allow_loopback=True, private_hosts=frozenset({host.lower()})))
    try:
        response = http.get(url)
        document = response.json() if response.status_code == 200 else None
    except ValueError:
        return failure("our_keys", "our_keys_wrong", url=url)
    except requests.RequestException as error:
        return failure("our_keys", "our_keys_unreachable", url=url, problem=outage_reason(error))
    finally:
        http.close()
    if document is None:
        return failure("our_keys", "our_keys_unreachable", url=url, problem=f"HTTP {response.status_code}")
    keys = document.get("keys") if isinstance(document, dict) else None
    seen = {key.get("kid") for key in keys if isinstance(key, dict)} if isinstance(keys, list) else set()
    return ok("our_keys") if kids <= seen else failure("our_keys", "our_keys_wrong", url=url)
