"""A small HTTP proxy between a relay and an LRS, which spoils answers: the same faults for every LRS.

It sees whole requests. A fault strikes some of the POSTs (one in `every`), never a reading.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import requests

PATIENCE = 60.0  # seconds: a test that fails must not leave a thread behind
HOP = {
    "connection",
    "transfer-encoding",
    "content-length",
    "content-encoding",
    "keep-alive",
    "date",
    "server",
}


@dataclass
class Proxy:
    """`fault` is a key of `FAULTS`; `down` refuses everything; `held` keeps answers back until `release`."""

    upstream: str  # the endpoint of the LRS
    clock: Callable[[], datetime]
    fault: str = "none"
    every: int = 3
    largest: int = 20_000  # bytes, for the fault `too_large`
    down: Callable[[], bool] = lambda: False
    on_strike: Callable[[], None] = lambda: None
    endpoint: str = ""
    posts: int = 0
    reads: int = 0
    strikes: int = 0
    hold: bool = False
    holding: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def strikes_now(self) -> bool:
        """Counts a POST; whether the fault is for this one."""
        with self.lock:
            strike = self.fault != "none" and self.posts % self.every == 0
            self.posts += 1
            self.strikes += strike
            return strike


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 64 * 1024  # header and body in one packet
    proxy: ClassVar[Proxy]
    local: ClassVar[threading.local]

    def do_GET(self) -> None:
        self.proxy.reads += 1
        if self.proxy.down():
            return self.hang_up()
        return self.give(self.forward(b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.proxy.down():
            return self.hang_up()
        if self.proxy.strikes_now():
            self.proxy.on_strike()
            return FAULTS[self.proxy.fault](self, body)
        return self.give(self.forward(body))

    def forward(self, body: bytes) -> requests.Response:
        """What the LRS really says."""
        if not hasattr(self.local, "session"):
            self.local.session = requests.Session()
        url = self.proxy.upstream + self.path.removeprefix("/xapi")
        headers = {key: value for key, value in self.headers.items() if key.lower() not in {*HOP, "host"}}
        answer: requests.Response = self.local.session.request(
            self.command, url, data=body, headers=headers, timeout=PATIENCE
        )
        return answer

    def give(self, answer: requests.Response) -> None:
        if self.proxy.hold and self.command == "POST":
            self.proxy.holding.set()
            self.proxy.release.wait(PATIENCE)
        self.say(answer.status_code, answer.content, **dict(answer.headers))

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in HOP:
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _answer_lost(handler: _Handler, body: bytes) -> None:
    """Stored, and the line goes dead: the same batch comes again, and an LRS like Ralph says 204."""
    handler.forward(body)
    handler.hang_up()


def _part_known(handler: _Handler, body: bytes) -> None:
    """The first half is in the LRS already: an LRS like Ralph lists only what was new."""
    batch = json.loads(body)
    if half := batch[: len(batch) // 2]:
        handler.forward(json.dumps(half, ensure_ascii=False, separators=(",", ":")).encode())
    handler.give(handler.forward(body))


def _conflict(handler: _Handler, body: bytes) -> None:
    """Stored, then 409 as the ADL LRS says to identical statements."""
    handler.forward(body)
    handler.say(409, b"conflict")


def _too_large(handler: _Handler, body: bytes) -> None:
    """A server in front of the LRS that takes small requests only."""
    if len(body) > handler.proxy.largest:
        return handler.say(413, b"too large")
    return handler.give(handler.forward(body))


def _error_after(handler: _Handler, body: bytes) -> None:
    handler.forward(body)
    handler.say(500, b"broker down")


def _busy(handler: _Handler, _body: bytes) -> None:
    """Seconds, then a date, in turn."""
    moment = handler.proxy.clock() + timedelta(seconds=7)
    value = "7" if handler.proxy.strikes % 2 else format_datetime(moment, usegmt=True)
    handler.say(429, b"", **{"Retry-After": value})


def _slow(handler: _Handler, body: bytes) -> None:
    """The answer comes drop by drop, for longer than a relay waits."""
    answer = handler.forward(body)
    handler.send_response(answer.status_code)
    handler.send_header("Content-Length", str(len(answer.content) + 1))
    handler.end_headers()
    for drop in answer.content[:40]:
        handler.wfile.write(bytes([drop]))
        handler.wfile.flush()
        time.sleep(0.05)
    handler.hang_up()


def _cut(handler: _Handler, body: bytes) -> None:
    """Half of the answer, then nothing."""
    answer = handler.forward(body)
    handler.send_response(answer.status_code)
    handler.send_header("Content-Length", str(len(answer.content) + 10))
    handler.end_headers()
    handler.wfile.write(answer.content[: len(answer.content) // 2])
    handler.hang_up()


def _portal(handler: _Handler, _body: bytes) -> None:
    """A page that says yes to everything, in place of the LRS."""
    handler.say(200, b"<!doctype html><title>Portail</title>", **{"Content-Type": "text/html"})


def _nothing(handler: _Handler, body: bytes) -> None:
    handler.give(handler.forward(body))


FAULTS: dict[str, Callable[[_Handler, bytes], None]] = {
    "answer_lost": _answer_lost,
    "part_known": _part_known,
    "conflict": _conflict,
    "too_large": _too_large,
    "error_after": _error_after,
    "busy": _busy,
    "slow": _slow,
    "cut": _cut,
    "portal": _portal,
    "nothing": _nothing,
}


@contextmanager
def proxied(proxy: Proxy) -> Iterator[Proxy]:
    """Listen on a free loopback port, `proxy.endpoint`, until the end of the block."""
    handler = type("Handler", (_Handler,), {"proxy": proxy, "local": threading.local()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    proxy.endpoint = f"http://127.0.0.1:{server.server_port}/xapi"
    try:
        yield proxy
    finally:
        proxy.release.set()
        server.shutdown()
        thread.join()
        server.server_close()
