"""What an LRS may answer, as types; and the table that sorts real answers into them.

    to a batch    Accepted · Conflicting · Rejected · TooLarge · Unclear · Busy · Unavailable · Blocked
    to a reading  Found · Absent                    · Unclear · Busy · Unavailable · Blocked

Only `Accepted` and `Found` prove anything. The statement resource is xAPI-Communication 2.1; what real
LRSs do besides is in the comments.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

_EXCERPT = 500  # characters of an answer that an operator may read


@dataclass(frozen=True)
class Accepted:
    """Every statement of the batch is in the LRS."""


@dataclass(frozen=True)
class Conflicting:
    """409: at least one id is known; identical or not, alone or not, only a reading tells."""


@dataclass(frozen=True)
class Rejected:
    """At least one statement will never be taken as it is."""

    status: int
    excerpt: str


@dataclass(frozen=True)
class TooLarge:
    """413: send less at a time."""


@dataclass(frozen=True)
class Unclear:
    """A success whose body is not an LRS's (a proxy, a cut answer): nothing is proved."""

    reason: str


@dataclass(frozen=True)
class Busy:
    """The LRS asks for patience, for `seconds` if it says so."""

    status: int
    seconds: float | None


@dataclass(frozen=True)
class Unavailable:
    """No answer, or 5xx: what was sent may have been stored or not."""

    reason: str


@dataclass(frozen=True)
class Blocked:
    """A setting is wrong: `credentials` or `endpoint`. Trying again is useless."""

    reason: str
    detail: str


@dataclass(frozen=True)
class Found:
    """The LRS holds the statement; `copies` has one member, more in an LRS that stored it twice."""

    copies: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Absent:
    """The LRS does not show the statement (yet)."""


Halt = Busy | Unavailable | Blocked
Answer = Accepted | Conflicting | Rejected | TooLarge | Unclear | Halt
Reading = Found | Absent | Unclear | Halt


@dataclass(frozen=True)
class Response:
    """An HTTP answer, read: header names in lower case, body cut at the size limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def excerpt(self) -> str:
        """Status and the beginning of the body, on one line."""
        text = " ".join(self.body.decode(errors="replace").split())
        return f"{self.status} {''.join(char for char in text if char.isprintable())[:_EXCERPT]}"


def classify(response: Response, sent: Collection[UUID], now: datetime) -> Answer:
    """What an answer to a batch means. `sent` are its ids; `now` is for a Retry-After date."""
    if response.status == 204:  # Ralph: all were known, and equal
        return Accepted()
    if response.status == 200:
        return Accepted() if _lists_some_of(response.body, sent) else Unclear(response.excerpt)
    match response.status:
        case 409:
            return Conflicting()
        case 400 | 422:  # 422: LRSs built on FastAPI
            return Rejected(response.status, response.excerpt)
        case 413:
            return TooLarge()
    return _halt(response, now) or Unclear(response.excerpt)


def classify_reading(response: Response, statement_id: UUID, now: datetime) -> Reading:
    """What an answer to `GET statements?statementId=` means; Ralph wraps it in a list, ADL does not."""
    if response.status == 404:
        return Absent()
    if response.status != 200:
        return _halt(response, now) or Unclear(response.excerpt)
    document = _json(response.body)
    if not isinstance(document, dict):
        return Unclear(response.excerpt)
    statements = document.get("statements", [document])
    if statements == []:
        return Absent()
    if not isinstance(statements, list) or not all(_has_id(each, statement_id) for each in statements):
        return Unclear(response.excerpt)
    return Found(tuple(statements))


def _halt(response: Response, now: datetime) -> Halt | None:
    status = response.status
    if status in {429, 503}:
        return Busy(status, retry_after(response.headers.get("retry-after"), now))
    if status >= 500 or status in {408, 425}:
        return Unavailable(response.excerpt)
    if status in {401, 403}:
        return Blocked("credentials", response.excerpt)
    if status >= 300:
        return Blocked("endpoint", response.excerpt)
    return None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3: a number or a date); None when absent or unreadable."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _lists_some_of(body: bytes, sent: Collection[UUID]) -> bool:
    # Ralph lists only what was new; an empty list proves nothing, a foreign id less.
    ids = _json(body)
    if not isinstance(ids, list) or not ids or not all(isinstance(each, str) for each in ids):
        return False
    return {each.lower() for each in ids} <= {str(each) for each in sent}


def _has_id(statement: object, statement_id: UUID) -> bool:
    return isinstance(statement, dict) and str(statement.get("id")).lower() == str(statement_id)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None
