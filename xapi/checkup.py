"""Is this address an LRS that will take our statements? One test statement, sent, read back, voided.

sent       accepted, or why not: credentials, path, redirect, a web page, the version header, TLS…
read back  what the relay does after a doubtful answer; an LRS that hides it makes doubts last
voided     so that the test counts for nobody
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

from xapi.answers import Absent, Accepted, Blocked, Found, Response, Unavailable, classify, classify_reading
from xapi.comparison import is_same
from xapi.lrs import HttpLrs
from xapi.voiding import system_statement, voiding

CLOCK_SKEW = timedelta(seconds=60)
_VERB = "http://adlnet.gov/expapi/verbs/interacted"


@dataclass(frozen=True)
class Checkup:
    """The verdict: a stable `code` (`ok` when statements will arrive), the answer, and what to watch.

    `warnings` are among `unread`, `different`, `version_header`, `clock`, `not_voided`.
    """

    code: str
    detail: str = ""
    warnings: tuple[str, ...] = field(default=())

    @property
    def is_ok(self) -> bool:
        return self.code == "ok"


def check_lrs(lrs: HttpLrs, base: str, ids: tuple[UUID, UUID], now: datetime) -> Checkup:
    """Try it, in three or four requests.

    Args:
        base: public address of the tool, which signs the test statement.
        ids: random, for the test statement and for the one that voids it.
    """
    test = system_statement(base, ids[0], _VERB, {"id": f"{base}/xapi/lrs-check"}, now)
    answer = lrs.request("POST", body=f"[{test}]".encode())
    if not isinstance(answer, Response):
        return Checkup(
            _unreached(answer), answer.reason if isinstance(answer, Unavailable) else answer.detail
        )
    if not isinstance(classify(answer, {ids[0]}, now), Accepted):
        return Checkup(_refused(answer), answer.excerpt)
    warnings = [*_headers(answer, now), *_read_back(lrs, test, ids[0], now)]
    taken_back = lrs.request("POST", body=f"[{voiding(base, ids[1], ids[0], now)}]".encode())
    if not isinstance(taken_back, Response) or taken_back.status not in {200, 204}:
        warnings.append("not_voided")
    return Checkup("ok", answer.excerpt, tuple(warnings))


def _unreached(answer: Unavailable | Blocked) -> str:
    if isinstance(answer, Blocked):
        return "wrong_address"
    codes = {
        "SSLError": "tls",
        "ConnectTimeout": "timeout",
        "ReadTimeout": "timeout",
        "AddressRefusedError": "address_refused",
    }
    return codes.get(answer.reason, "unreachable")


def _refused(answer: Response) -> str:
    match answer.status:
        case 401 | 403:
            return "credentials"
        case 404 | 405 | 410:
            return "wrong_path"
        case status if 300 <= status < 400:
            return "redirect"
        case 400 if b"version" in answer.body.lower():
            return "version"
        case 429 | 503:
            return "busy"
        case status if status >= 500:
            return "broken"
        case status if status == 200:
            return "not_an_lrs"
    return "rejected"


def _headers(answer: Response, now: datetime) -> list[str]:
    found = [] if answer.headers.get("x-experience-api-version", "").startswith("1.0") else ["version_header"]
    try:
        moment = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return found
    return [*found, "clock"] if abs(moment - now) > CLOCK_SKEW else found


def _read_back(lrs: HttpLrs, test: str, statement_id: UUID, now: datetime) -> list[str]:
    answer = lrs.request("GET", params={"statementId": str(statement_id)})
    if not isinstance(answer, Response):
        return ["unread"]
    match classify_reading(answer, statement_id, now):
        case Found(copies) if all(is_same(test, copy) for copy in copies):
            return []
        case Found():
            return ["different"]
        case Absent():
            return ["unread"]
    return ["unread"]
