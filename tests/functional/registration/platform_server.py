"""A platform that wants to register: real HTTP on loopback, every answer in the hands of the test."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lti_tool.platforms.client_metadata import TOOL
from lti_tool.platforms.openid_configuration import PLATFORM
from tests.support.hostile import changed

CONFIGURATION, REGISTRATION, CLIENT = "/openid-configuration", "/registration", "/client/abc"


@dataclass
class Answer:
    """What a path answers."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Call:
    """One request that the tool made."""

    method: str
    path: str
    authorization: str | None
    content_type: str | None
    sent: Any


class PlatformServer:
    """Honest until told otherwise: `configure(...)` and `answer(...)` change what it says."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                raw = self.rfile.read(length)
                path = self.path.partition("?")[0]
                owner.calls.append(
                    Call(
                        self.command,
                        path,
                        self.headers.get("Authorization"),
                        self.headers.get("Content-Type"),
                        json.loads(raw) if raw.startswith(b"{") else raw,
                    )
                )
                answer = owner.answers.get((self.command, path), Answer(b"<html>absent</html>", 404))
                body = answer.raw()
                self.send_response(answer.status)
                for header in {"Content-Length": str(len(body)), **answer.headers}.items():
                    self.send_header(*header)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.do_GET()

            def do_PUT(self) -> None:
                self.do_GET()

            def log_message(self, *args: Any) -> None:
                """Say nothing: the assertions tell."""

            def handle(self) -> None:
                try:
                    super().handle()
                except ConnectionError:
                    return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.answers: dict[tuple[str, str], Answer] = {
            ("GET", CONFIGURATION): Answer(self.configuration()),
            ("POST", REGISTRATION): Answer(self.registered()),
        }

    @property
    def configuration_url(self) -> str:
        return self.url + CONFIGURATION

    def configuration(self, **changes: Any) -> dict[str, Any]:
        """As Moodle answers, with `changes`; `REMOVED` takes a name away."""
        honest = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/auth",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/certs",
            "registration_endpoint": self.url + REGISTRATION,
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid"],
            PLATFORM: {"product_family_code": "moodle", "version": "4.5.6", "messages_supported": []},
        }
        return changed(honest, changes)

    def registered(self, **changes: Any) -> dict[str, Any]:
        """As Moodle answers a registration, with `changes`."""
        honest = {"client_id": "AbC123", TOOL: {"deployment_id": "7"}, "scope": "ignored"}
        return changed(honest, changes)

    def configure(self, **changes: Any) -> None:
        """Change the configuration document."""
        self.answers["GET", CONFIGURATION] = Answer(self.configuration(**changes))

    def answer(self, method: str, path: str, body: Any, status: int = 200, **headers: str) -> None:
        """Change one answer."""
        self.answers[method, path] = Answer(body, status, headers)

    def sent(self, method: str, path: str) -> list[Call]:
        """The requests that the tool made there."""
        return [call for call in self.calls if (call.method, call.path) == (method, path)]

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
