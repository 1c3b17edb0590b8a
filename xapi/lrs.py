"""Our own sender, on a session that is handed to us.

The client of the model library opens a connection a request, waits for ever, gives ids back in the wrong
order and fails on a legal 204. Here: keep-alive, bounded times and sizes, no redirect, and the stored
bytes go out as they are.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

import requests
from requests.auth import AuthBase

from xapi.answers import Answer, Blocked, Reading, Response, Unavailable, classify, classify_reading
from xapi.outbox import OutboxEntry

VERSION = "1.0.3"
CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
# An answer that comes in drops is cut here, well before a sender's lease ends (see `relay.Limits`).
ANSWER_SECONDS = 35.0
LARGEST_ANSWER = 1024 * 1024  # bytes

_WRONG_ADDRESS = (
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
)


class Lrs(Protocol):
    """What the relay needs from a learning record store."""

    def send(self, entries: Sequence[OutboxEntry], now: datetime) -> Answer:
        """Post the entries as one batch; network trouble is an answer, not an exception."""

    def read(self, statement_id: UUID, now: datetime) -> Reading:
        """What the store shows under this id."""


@dataclass(frozen=True)
class Credentials:
    """Where and as whom: `endpoint` is the address that `/statements` is added to."""

    endpoint: str
    username: str
    password: str = field(repr=False)


class HttpLrs:
    """A learning record store behind HTTP (xAPI-Communication 1.3 and 2.1).

    Args:
        session: kept alive between calls; it brings its own certificates, proxies and address guard, and
            must not retry a POST by itself.
        monotonic: seconds that only go forward, for the length of an answer.
    """

    def __init__(
        self,
        session: requests.Session,
        credentials: Credentials,
        *,
        timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
        answer_seconds: float = ANSWER_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._url = credentials.endpoint.rstrip("/") + "/statements"
        self._auth = _Utf8Basic(credentials)
        self._timeouts = timeouts
        self._answer_seconds = answer_seconds
        self._monotonic = monotonic

    def send(self, entries: Sequence[OutboxEntry], now: datetime) -> Answer:
        """POST `[a,b,…]`, the stored texts unparsed."""
        body = b"[" + b",".join(entry.body.encode() for entry in entries) + b"]"
        response = self.request("POST", body=body)
        if not isinstance(response, Response):
            return response
        return classify(response, _ids(entries), now)

    def read(self, statement_id: UUID, now: datetime) -> Reading:
        """GET one statement by its id."""
        response = self.request("GET", params={"statementId": str(statement_id)})
        if not isinstance(response, Response):
            return response
        return classify_reading(response, statement_id, now)

    def request(
        self, method: str, *, body: bytes | None = None, params: dict[str, str] | None = None
    ) -> Response | Unavailable | Blocked:
        """One exchange on the Statement resource, whatever the answer says."""
        try:
            with self._session.request(
                method,
                self._url,
                params=params,
                data=body,
                headers=_headers(has_body=body is not None),
                auth=self._auth,
                timeout=self._timeouts,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = self._content(response)
        except _WRONG_ADDRESS as error:
            return Blocked("endpoint", type(error).__name__)
        except OSError as error:  # every requests exception is one; the text may hold addresses, the type not
            return Unavailable(type(error).__name__)
        if content is None:
            return Unavailable("the answer took too long")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Response(response.status_code, headers, content)

    def _content(self, response: requests.Response) -> bytes | None:
        """The body, cut at the size limit; None when it does not end in time."""
        deadline = self._monotonic() + self._answer_seconds
        content = b""
        for chunk in response.iter_content(8192):
            content += chunk
            if len(content) > LARGEST_ANSWER:
                break
            if self._monotonic() > deadline:
                return None
        return content[:LARGEST_ANSWER]


class _Utf8Basic(AuthBase):
    """Basic credentials in UTF-8 (RFC 7617). As an `auth`, so that no .netrc can replace them."""

    def __init__(self, credentials: Credentials) -> None:
        pair = f"{credentials.username}:{credentials.password}".encode()
        self._header = "Basic " + base64.b64encode(pair).decode()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._header
        return request


def _headers(*, has_body: bool) -> dict[str, str]:
    headers = {
        "X-Experience-API-Version": VERSION,
        "Accept": "application/json",
        "Accept-Encoding": "identity",  # a small answer that unpacks into a large one has no use here
    }
    return headers | {"Content-Type": "application/json"} if has_body else headers


def _ids(entries: Sequence[OutboxEntry]) -> Collection[UUID]:
    return {entry.statement_id for entry in entries}
