"""Outgoing HTTP: one `requests` session with time-outs, a size limit and an SSRF guard.

Every address that a platform gives us (JWKS, token, line item, LRS) goes through here. The guard looks
at the address that the socket is really connected to, so that a DNS answer which changes between a
check and a use (rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import LocationParseError

from lti_tool.config import Settings
from lti_tool.errors import OutgoingError

TIMEOUTS = (3.05, 10.0)  # connect, read: seconds
TOTAL_SECONDS = 30.0  # a server that sends one byte now and then does not hold us longer
MAX_BYTES = 1_000_000
USER_AGENT = "parcours-territoires (+LTI 1.3)"  # some Moodles answer 403 without one

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.ip_network("::/96")


class AddressRefusedError(OutgoingError, requests.ConnectionError):
    """The address is not one that we may call (private, loopback, link-local, not https)."""


class AnswerTooLargeError(OutgoingError, requests.ConnectionError):
    """The answer is larger, or slower, than anything that a platform has to say."""


class _PeerRefusedError(Exception):
    """Carries a refusal through urllib3, which would wrap an OSError and lose its type."""


class AddressPolicy:
    """Which hosts and addresses we may call."""

    def __init__(self, *, allow_loopback: bool, private_hosts: frozenset[str]) -> None:
        self._allow_loopback = allow_loopback
        self._private_hosts = private_hosts

    def check_url(self, url: str) -> None:
        """Refuse what can be refused by reading the address.

        Raises:
            AddressRefusedError: scheme other than https (http is for an allowed loopback), no host,
                user information, or a literal address that is not public.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if not host or parts.username is not None or parts.password is not None:
            raise AddressRefusedError(f"{url!r} is not an address that we may call")
        loopback_name = host == "localhost" or host.endswith(".localhost")
        literal = _literal(host)
        if literal is not None:
            self.check_peer(host, host)
        elif loopback_name and not self._allow_loopback:
            raise AddressRefusedError(f"{host} is this machine")
        is_loopback = loopback_name or (literal is not None and literal.is_loopback)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback and self._allow_loopback):
            raise AddressRefusedError(f"{url!r} is not https")

    def check_peer(self, host: str, address: str) -> None:
        """Refuse an address (as connected) that `host` should not lead to."""
        peer = _unwrapped(ipaddress.ip_address(address.split("%")[0]))
        if peer.is_loopback and self._allow_loopback:
            return
        if peer.is_global and not peer.is_multicast:
            return
        if host.lower() in self._private_hosts and peer.is_private and not peer.is_loopback:
            return
        raise AddressRefusedError(f"{host} leads to {peer}, which is not a public address")


def _unwrapped(peer: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64, compatible), or itself."""
    if isinstance(peer, ipaddress.IPv4Address):
        return peer
    if peer in _NAT64 or (peer in _IPV4_COMPATIBLE and int(peer) > 1):
        return ipaddress.IPv4Address(int(peer) & 0xFFFFFFFF)
    return peer.ipv4_mapped or peer.sixtofour or (peer.teredo[1] if peer.teredo else peer)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


class _GuardedAdapter(HTTPAdapter):
    """An adapter whose connections look at their peer before a byte is sent."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        super().__init__(pool_connections=20, pool_maxsize=20)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = _guarded_pools(self._policy)


def _guarded_pools(policy: AddressPolicy) -> dict[str, Any]:
    class GuardedConnection(HTTPConnection):
        def _new_conn(self) -> Any:
            return _checked(super()._new_conn(), self.host, policy)

    class GuardedTlsConnection(HTTPSConnection):
        def _new_conn(self) -> Any:
            return _checked(super()._new_conn(), self.host, policy)

    class GuardedPool(HTTPConnectionPool):
        ConnectionCls = GuardedConnection

    class GuardedTlsPool(HTTPSConnectionPool):
        ConnectionCls = GuardedTlsConnection

    return {"http": GuardedPool, "https": GuardedTlsPool}


def _checked(sock: Any, host: str, policy: AddressPolicy) -> Any:
    try:
        policy.check_peer(host, sock.getpeername()[0])
    except AddressRefusedError as error:
        sock.close()
        raise _PeerRefusedError from error
    return sock


class OutgoingSession(requests.Session):
    """A session that cannot hang, be flooded, be redirected, or be sent to a private address."""

    def __init__(self, policy: AddressPolicy) -> None:
        super().__init__()
        self.policy = policy
        self.trust_env = False  # a stray proxy variable must not decide where tokens travel
        self.headers["User-Agent"] = USER_AGENT
        for prefix in ("https://", "http://"):
            self.mount(prefix, _GuardedAdapter(policy))

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        self.policy.check_url(str(url))
        kwargs["allow_redirects"] = False
        kwargs.setdefault("timeout", TIMEOUTS)
        kwargs["stream"] = True
        try:
            response = super().request(method, url, *args, **kwargs)
        except _PeerRefusedError as error:
            raise AddressRefusedError(str(error.__cause__)) from error
        except (
            LocationParseError,
            UnicodeError,
        ) as error:  # a host that no look-up takes; requests lets it out
            raise requests.exceptions.InvalidURL(str(error)) from error
        # `requests` has no size limit: read it ourselves, then leave it where `.content` looks.
        response._content = _read(response)  # noqa: SLF001  # the only place that `requests` offers
        return response


def _read(response: requests.Response) -> bytes:
    deadline = time.monotonic() + TOTAL_SECONDS
    body = bytearray()
    try:
        for chunk in response.iter_content(65_536):
            body += chunk
            if len(body) > MAX_BYTES or time.monotonic() > deadline:
                raise AnswerTooLargeError(f"the answer of {response.url} is too large or too slow")
    finally:
        response.close()
    return bytes(body)


def make_session(settings: Settings) -> OutgoingSession:
    """The session that the tool and the relay share."""
    return OutgoingSession(
        AddressPolicy(allow_loopback=settings.allow_loopback, private_hosts=settings.private_hosts)
    )
