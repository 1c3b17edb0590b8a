"""The verdict on an address: what an operator must change, said once and for each fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import requests
from werkzeug.wrappers import Request, Response

from lti_tool.demo.live import DemoLrs, LiveServer
from tests.support.network import free_port
from xapi import Credentials, HttpLrs
from xapi.checkup import Checkup, check_lrs

BASE = "https://tool.example"
IDS = (
    UUID("6f1c3c2e-7d0a-4f57-9d7e-2b8f5b9a1c01"),
    UUID("6f1c3c2e-7d0a-4f57-9d7e-2b8f5b9a1c02"),
)


def check(endpoint: str, password: str = "demo-traces", now: datetime | None = None) -> Checkup:
    with requests.Session() as session:
        lrs = HttpLrs(session, Credentials(endpoint, "demo", password), timeouts=(2.0, 2.0))
        return check_lrs(lrs, BASE, IDS, now or datetime.now(UTC))


@pytest.fixture
def demo() -> Iterator[DemoLrs]:
    with DemoLrs() as server:
        yield server


@pytest.fixture
def answering() -> Iterator[Callable[..., str]]:
    """`answering(status, body, **headers)`: a server that says the same to everything; its address."""
    servers: list[LiveServer] = []

    def start(status: int, body: str = "", **headers: str) -> str:
        def app(environ: Any, start_response: Any) -> Any:
            Request(environ).get_data()
            answer = Response(
                body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )
            return answer(environ, start_response)

        servers.append(LiveServer(app))
        return f"{servers[-1].url}/xapi"

    yield start
    for server in servers:
        server.stop()


def test_an_lrs_in_order_and_nothing_left_in_its_statistics(demo: DemoLrs):
    found = check(demo.endpoint)

    assert (found.code, found.warnings) == ("ok", ())

    shown = requests.get(
        f"{demo.endpoint}/statements",
        auth=("demo", "demo-traces"),
        headers={"X-Experience-API-Version": "1.0.3"},
        timeout=5,
    ).json()["statements"]
    assert [each["verb"]["id"].rsplit("/", 1)[-1] for each in shown] == ["voided"]


def test_wrong_password(demo: DemoLrs):
    assert check(demo.endpoint, "faux").code == "credentials"


def test_wrong_path(demo: DemoLrs):
    assert check(f"{demo.url}/xAPI/v1").code == "wrong_path"


def test_nobody_listens():
    assert check(f"http://127.0.0.1:{free_port()}/xapi").code == "unreachable"


def test_not_https_where_https_is_spoken(demo: DemoLrs):
    assert check(demo.endpoint.replace("http://", "https://")).code == "tls"


def test_not_an_address():
    assert check("lrs.example/xapi").code == "wrong_address"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, "<!doctype html><title>Portail</title>", "not_an_lrs"),
        (302, "", "redirect"),
        (403, "", "credentials"),
        (405, "", "wrong_path"),
        (400, "X-Experience-API-Version: 2.0 is expected", "version"),
        (400, "no", "rejected"),
        (422, "no", "rejected"),
        (429, "", "busy"),
        (500, "", "broken"),
    ],
)
def test_what_a_server_may_say(answering: Callable[..., str], status: int, body: str, code: str):
    found = check(answering(status, body))

    assert (found.code, found.is_ok) == (code, False)
    assert str(status) in found.detail


def test_an_lrs_that_takes_and_hides(answering: Callable[..., str]):
    found = check(answering(200, json.dumps([str(IDS[0])])))

    assert found.is_ok
    assert found.warnings == ("version_header", "unread")


def test_a_clock_that_is_wrong(demo: DemoLrs):
    assert "clock" in check(demo.endpoint, now=datetime(2026, 1, 1, tzinfo=UTC)).warnings
