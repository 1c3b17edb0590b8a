"""The table that sorts answers."""

import json
from uuid import UUID

import pytest

from tests.unit.xapi.examples import START
from xapi.answers import (
    Absent,
    Accepted,
    Blocked,
    Busy,
    Conflicting,
    Found,
    Rejected,
    Response,
    TooLarge,
    Unavailable,
    Unclear,
    classify,
    classify_reading,
    retry_after,
)

ONE, TWO, OTHER = UUID(int=1, version=4), UUID(int=2, version=4), UUID(int=3, version=4)


def response(status: int, body: object = b"", **headers: str) -> Response:
    return Response(status, headers, body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (response(200, [str(ONE), str(TWO)]), Accepted),
        (response(200, [str(TWO).upper()]), Accepted),
        (response(204), Accepted),
        (response(200, []), Unclear),
        (response(200, [str(ONE), str(OTHER)]), Unclear),
        (response(200, {"inserted": 2}), Unclear),
        (response(200, [1]), Unclear),
        (response(200, b"<html>Bienvenue</html>"), Unclear),
        (response(200, b'["0000'), Unclear),
        (response(200, b"\xff\xfe"), Unclear),
        (response(202, [str(ONE)]), Unclear),
        (response(409), Conflicting),
        (response(400), Rejected),
        (response(422), Rejected),
        (response(413), TooLarge),
        (response(429), Busy),
        (response(503), Busy),
        (response(500), Unavailable),
        (response(502), Unavailable),
        (response(504), Unavailable),
        (response(408), Unavailable),
        *[(response(status), Blocked) for status in (301, 302, 307, 308, 401, 403, 404, 405, 406, 410, 415)],
    ],
)
def test_batch(answer: Response, kind: type):
    assert isinstance(classify(answer, {ONE, TWO}, START), kind)


def test_who_is_at_fault():
    assert classify(response(401), {ONE}, START).reason == "credentials"
    assert classify(response(404), {ONE}, START).reason == "endpoint"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (response(200, {"id": str(ONE)}), Found),
        (response(200, {"statements": [{"id": str(ONE)}]}), Found),
        (response(200, {"statements": [{"id": str(ONE)}, {"id": str(ONE)}]}), Found),
        (response(200, {"statements": []}), Absent),
        (response(404), Absent),
        (response(200, {"id": str(TWO)}), Unclear),
        (response(200, {"statements": [{"id": str(TWO)}]}), Unclear),
        (response(200, {"statements": "x"}), Unclear),
        (response(200, {"statements": [1]}), Unclear),
        (response(200, {}), Unclear),
        (response(200, b"<html>"), Unclear),
        (response(204), Unclear),
        (response(500), Unavailable),
        (response(503), Busy),
        (response(403), Blocked),
        (response(400), Blocked),
    ],
)
def test_reading(answer: Response, kind: type):
    assert isinstance(classify_reading(answer, ONE, START), kind)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Mon, 23 Nov 2026 08:31:00 GMT", 59.8741),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 08:31:00 -0000", 59.8741),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None):
    assert retry_after(value, START) == seconds


def test_an_excerpt_is_short_and_printable():
    excerpt = response(400, b"\x1b[31m a\n\nb \xff" + b"x" * 9000).excerpt
    assert excerpt.startswith("400 [31m a b �xx")
    assert len(excerpt) == 504
