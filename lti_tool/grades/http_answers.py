"""What the token end point and the line items say alike: outages, pages in place of answers, patience."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from lti_tool.outgoing import AddressRefusedError, AnswerTooLargeError

LONGEST_WAIT = timedelta(hours=1)  # whatever a platform asks


def outage_reason(error: requests.RequestException) -> str:
    """A stable word for a call that got no answer."""
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (AddressRefusedError, "address_refused"),
        (AnswerTooLargeError, "answer_too_large"),
        (requests.exceptions.SSLError, "tls_failed"),
        (requests.Timeout, "timeout"),
    )
    return next((word for kind, word in kinds if isinstance(error, kind)), "unreachable")


def is_page(response: requests.Response) -> bool:
    """True for an HTML page. The body decides: Moodle labels its JSON, and its empty bodies, text/html."""
    return bytes(response.content).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def retry_after(response: requests.Response, now: datetime) -> timedelta | None:
    """How long the platform asks us to wait (RFC 9110, 10.2.3), at most an hour; None when it does not."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(timedelta(seconds=int(value[:9])), LONGEST_WAIT)
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return min(max(instant - now, timedelta()), LONGEST_WAIT)


def reason_phrase(response: requests.Response) -> str:
    """The words of the status line. On Moodle they are the only explanation of a refused score."""
    phrase = response.reason or ""
    with suppress(UnicodeError):
        phrase = phrase.encode("latin-1").decode()  # sent as UTF-8, read as Latin-1 by http.client
    return " ".join("".join(sign if sign.isprintable() else " " for sign in phrase).split())[:200]
