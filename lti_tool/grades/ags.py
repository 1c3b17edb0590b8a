"""One score to one line item (LTI AGS 2.0), and what the platform answered, as a type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import requests

from lti_tool.clock import Clock
from lti_tool.grades.http_answers import is_page, outage_reason, reason_phrase, retry_after
from lti_tool.grades.score import MEDIA_TYPE, scores_url
from lti_tool.grades.tokens import SCORE_SCOPE, TokenRefusedError, Tokens, TokenUnavailableError
from lti_tool.platforms.models import Platform

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Delivered:
    """2xx: the score is in the gradebook."""


@dataclass(frozen=True)
class Superseded:
    """409: the gradebook holds a score of this second or a later one."""


@dataclass(frozen=True)
class Unauthorized:
    """401, twice: a brand-new token was refused too."""


@dataclass(frozen=True)
class NoToken:
    """No token could be had for a reason that waiting alone does not cure."""

    reason: str


@dataclass(frozen=True)
class Forbidden:
    """403: the platform does not let this tool write here, now."""

    phrase: str


@dataclass(frozen=True)
class Gone:
    """404 or 410: the line item was removed."""

    phrase: str


@dataclass(frozen=True)
class Rejected:
    """400 or 422: the platform does not want this score; on Moodle `phrase` is the only explanation."""

    status: int
    phrase: str


@dataclass(frozen=True)
class ForeignLineItem:
    """The line item is not an address that means one thing: nothing was sent, our token least of all."""


@dataclass(frozen=True)
class Busy:
    """429: slow down, for `wait` if it is given."""

    wait: timedelta | None


@dataclass(frozen=True)
class Unavailable:
    """Time-out, 5xx, a page in place of an answer, anything else: try later."""

    reason: str
    wait: timedelta | None = None


Answer = (
    Delivered
    | Superseded
    | Unauthorized
    | NoToken
    | Forbidden
    | Gone
    | Rejected
    | ForeignLineItem
    | Busy
    | Unavailable
)


def post_score(
    http: requests.Session, tokens: Tokens, platform: Platform, line_item_url: str, body: bytes, clock: Clock
) -> Answer:
    """Post `body` (see `score.score_body`) to the line item; a refused token is renewed once.

    The line item may be on another host than the registration's (Canvas): it comes from a launch that this
    platform signed, or from its own container, and `http` refuses whatever is not a public https address.
    See decision 0016.

    Raises:
        OperatorError: our key was encrypted under another `PARCOURS_SECRET_KEY`.
    """
    if origin_of(line_item_url) is None:
        return ForeignLineItem()
    try:
        response = tokens.call(platform, SCORE_SCOPE, lambda token: _post(http, line_item_url, body, token))
    except TokenRefusedError as error:
        return NoToken(error.reason)
    except TokenUnavailableError as error:
        return Unavailable(error.reason, error.wait)
    except requests.RequestException as error:
        return Unavailable(outage_reason(error))
    return _read(response, clock)


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address; None for one that two parsers could read differently."""
    # A backslash, a space or a user name is read differently by different parsers: never a line item.
    if "\\" in url or any(sign.isspace() or not sign.isprintable() for sign in url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if parts.hostname is None or port is None or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port


def _post(http: requests.Session, line_item_url: str, body: bytes, token: str) -> requests.Response:
    headers = {"Content-Type": MEDIA_TYPE, "Authorization": f"Bearer {token}"}
    return http.post(scores_url(line_item_url), data=body, headers=headers)


def _read(response: requests.Response, clock: Clock) -> Answer:
    status, phrase = response.status_code, reason_phrase(response)
    answers: dict[int, Answer] = {
        400: Rejected(400, phrase),
        401: Unauthorized(),
        403: Forbidden(phrase),
        404: Gone(phrase),
        409: Superseded(),
        410: Gone(phrase),
        422: Rejected(422, phrase),
    }
    if status in answers:
        return answers[status]
    if status == 429:
        return Busy(retry_after(response, clock()))
    if 200 <= status < 300:
        # A maintenance or log-in page with status 200 is not a grade.
        return Unavailable("html_page") if is_page(response) else Delivered()
    return Unavailable(f"http_{status}", retry_after(response, clock()))
