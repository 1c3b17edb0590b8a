"""Which IRIs we accept to publish: absolute, lower-case host, neither query nor fragment, https.

Plain http is for the demonstration: loopback hosts only.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from xapi.errors import InvalidIriError

_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f?#]")


def is_loopback(host: str) -> bool:
    """True for `localhost` and for the addresses of the loopback network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_stable(iri: object) -> bool:
    """True when `iri` may identify an actor's home page or an activity of ours."""
    if not isinstance(iri, str) or _FORBIDDEN.search(iri):
        return False
    try:
        parts = urlsplit(iri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.netloc != parts.netloc.lower():
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def normalised_base(iri: str) -> str:
    """`iri` with a lower-case host and without a final slash, ready to be extended with a path.

    Raises:
        InvalidIriError: it is not an absolute IRI that may be published.
    """
    try:
        parts = urlsplit(iri.strip())
    except ValueError as error:
        raise InvalidIriError(iri) from error
    base = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl().rstrip("/")
    if not is_stable(base):
        raise InvalidIriError(iri)
    return base
