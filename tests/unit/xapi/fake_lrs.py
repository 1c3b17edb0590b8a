"""A strict LRS on a loopback port, with the manners of two real ones, and faults on demand."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

USERNAME, PASSWORD = "relais", "clé-secrète"


@dataclass
class Fault:
    """Replaces the answer to one request; `store` says whether the statements are kept all the same."""

    status: int = 0  # 0: the connection is cut without an answer
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    store: bool = False
    hang: bool = False


@dataclass
class FakeLrs:
    """`ralph`: 204 when all is known, only new ids, readings in a list. `adl`: 409 and bare readings."""

    manners: str = "ralph"
    poison: set[str] = field(default_factory=set)
    largest: int = 10**9  # bytes of a request
    faults: list[Fault | None] = field(default_factory=list)  # one a request, in order
    read_faults: dict[str, Fault] = field(default_factory=dict)  # by statement id, every time
    statements: dict[str, dict[str, Any]] = field(default_factory=dict)
    stored_in_order: list[str] = field(default_factory=list)
    posts: list[bytes] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    connections: int = 0
    violations: list[str] = field(default_factory=list)
    endpoint: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def keep(self, batch: list[dict[str, Any]]) -> list[str]:
        new = [each for each in batch if each["id"] not in self.statements]
        for each in new:
            enriched = {**each, "stored": "2026-11-23T09:00:00Z", "authority": {"objectType": "Agent"}}
            enriched["timestamp"] = each["timestamp"].replace("Z", "+00:00")
            self.statements[each["id"]] = enriched
            self.stored_in_order.append(each["id"])
        return [each["id"] for each in new]

    def post(self, raw: bytes) -> tuple[int, bytes]:
        if len(raw) > self.largest:
            return 413, b"too large"
        batch = json.loads(raw)
        ids = [each["id"] for each in batch]
        if not batch or len(set(ids)) != len(ids) or self.poison & set(ids):
            return (422 if self.manners == "ralph" else 400), "refusé".encode()
        known = [each for each in batch if each["id"] in self.statements]
        if any(not self._equal(each) for each in known) or (known and self.manners == "adl"):
            return 409, b"conflict"
        new = self.keep(batch)
        return (200, json.dumps(new).encode()) if new else (204, b"")

    def get(self, statement_id: str) -> tuple[int, bytes]:
        found = self.statements.get(statement_id)
        if self.manners == "adl":
            return (200, json.dumps(found).encode()) if found else (404, b"")
        return 200, json.dumps({"statements": [found] if found else []}).encode()

    def _equal(self, each: dict[str, Any]) -> bool:
        kept = self.statements[each["id"]]
        return all(kept[key] == value for key, value in each.items() if key != "timestamp")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 64 * 1024  # header and body in one packet, or each answer waits for a delayed acknowledgement
    lrs: FakeLrs

    def setup(self) -> None:
        super().setup()
        self.lrs.connections += 1

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self._check("POST", "application/json")
        self.lrs.posts.append(raw)
        fault = self.lrs.faults.pop(0) if self.lrs.faults else None
        if fault is None:
            return self._answer(*self.lrs.post(raw), {})
        if fault.store:
            self.lrs.post(raw)  # what a sane LRS would have kept; the answer is lost
        return self._fail(fault)

    def do_GET(self) -> None:
        self._check("GET", None)
        [statement_id] = parse_qs(urlsplit(self.path).query)["statementId"]
        self.lrs.reads.append(statement_id)
        if fault := self.lrs.read_faults.get(statement_id):
            return self._fail(fault)
        return self._answer(*self.lrs.get(statement_id), {})

    def _check(self, method: str, content_type: str | None) -> None:
        wanted = "Basic " + b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
        seen = {
            "path": urlsplit(self.path).path == "/xAPI/statements",
            "version": self.headers["X-Experience-API-Version"] == "1.0.3",
            "credentials": self.headers["Authorization"] == wanted,
            "content type": self.headers["Content-Type"] == content_type,
        }
        self.lrs.violations += [f"{method} {name}" for name, right in seen.items() if not right]

    def _fail(self, fault: Fault) -> None:
        if fault.hang:
            self.lrs.released.wait(10)
        if not fault.status:
            self.close_connection = True
            return
        self._answer(fault.status, fault.body, fault.headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(lrs: FakeLrs) -> Iterator[FakeLrs]:
    """Listen on a free loopback port; at the end, a request that broke the protocol fails the test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"lrs": lrs}))
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    lrs.endpoint = f"http://127.0.0.1:{server.server_port}/xAPI/"
    try:
        yield lrs
    finally:
        lrs.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
    assert lrs.violations == []
