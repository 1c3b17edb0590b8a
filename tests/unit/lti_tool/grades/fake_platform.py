"""A strict LMS on loopback: a token end point and line items, with the manners of Moodle 4.5.

It refuses what Moodle refuses, and writes every breach of the specifications in `breaches`, which the
fixture wants empty at the end of each test.
"""

from __future__ import annotations

import json
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jwt
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from lti_tool.clock import Clock

SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCOPES = {
    SCORE_SCOPE,
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
}
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FINAL_KEYS = {"userId", "scoreGiven", "scoreMaximum", "activityProgress", "gradingProgress", "timestamp"}


Service = Callable[[Request], Response]


@dataclass(frozen=True)
class Fault:
    """An answer given in place of the right one; `after` keeps the effect and spoils the answer only."""

    status: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False
    hang: bool = False


class _Quiet(WSGIRequestHandler):
    def log(self, *args: Any) -> None:
        """Say nothing: the assertions tell."""


class FakePlatform:
    """Serves until the `with` block of `serving` ends."""

    def __init__(self, clock: Clock, client_id: str = "outil-1") -> None:
        self.client_id = client_id
        self.gradable = {"4", "5", "6"}
        self.keys: dict[str, Any] = {}  # kid → public key, as read from our JWKS
        self.token_answer: dict[str, object] = {
            "token_type": "Bearer",
            "expires_in": 3600,
        }
        self.grades: dict[tuple[str, str], dict[str, Any]] = {}
        self.token_calls: list[dict[str, Any]] = []
        self.posts: list[tuple[str, bytes]] = []
        self.tokens: set[str] = set()
        self.scopes_of: dict[str, str] = {}
        self.services: dict[str, Service] = {}  # by the beginning of the path; see `fake_services`
        self.breaches: list[str] = []
        self.during: Callable[[], None] = lambda: None
        self.url = ""
        self.audience: str | None = None
        self._clock = clock
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._under_way: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._released = threading.Event()

    @contextmanager
    def serving(self) -> Iterator[FakePlatform]:
        server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._released.set()
            server.shutdown()
            thread.join(10)
            server.server_close()

    @property
    def token_url(self) -> str:
        return f"{self.url}/mod/lti/token.php"

    def line_item(self, number: int = 3) -> str:
        return f"{self.url}/mod/lti/services.php/2/lineitems/{number}/lineitem?type_id=2"

    def fail(self, where: str, *faults: Fault) -> None:
        """The next answers of `token` or `score`."""
        self._faults[where].extend(faults)

    def _answer(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        where = "token" if request.path == "/mod/lti/token.php" else "score"
        self.during()
        for beginning, service in self.services.items():
            if request.path == beginning:
                return service(request)(environ, start_response)
        fault = self._faults[where].popleft() if self._faults[where] else None
        if fault is not None and fault.hang:
            self._released.wait(30)
        if fault is not None and not fault.after:
            if where == "score":
                self.posts.append((_full_path(request), request.get_data()))
            else:
                self.token_calls.append(dict(request.form))
            return _faulty(fault)(environ, start_response)
        response = self._token(request) if where == "token" else self._score(request)
        return (_faulty(fault) if fault else response)(environ, start_response)

    # Token end point: OAuth 2 client credentials, LTI Security 4.1

    def _token(self, request: Request) -> Response:
        form = dict(request.form)
        self.token_calls.append(form)
        try:
            claims = self._assertion(form)
        except (jwt.PyJWTError, KeyError, AssertionError) as error:
            self.breaches.append(f"token: {error!r}")
            return Response('{"error":"invalid_client"}', 400, content_type="text/html")
        with self._lock:
            token = f"jeton-{claims['jti']}"
            self.tokens.add(token)
        answer = {"access_token": token, "scope": form["scope"], **self.token_answer}
        return Response(json.dumps(answer), 200, content_type="text/html; charset=utf-8")

    def _assertion(self, form: dict[str, Any]) -> dict[str, Any]:
        assert set(form) == {"grant_type", "client_assertion_type", "client_assertion", "scope"}, form
        assert form["grant_type"] == "client_credentials"
        assert form["client_assertion_type"] == JWT_BEARER
        assert form["scope"] in SCOPES, "one scope, one that the task needs"
        self.scopes_of[f"jeton-{_jti(form)}"] = form["scope"]
        kid = jwt.get_unverified_header(form["client_assertion"])["kid"]
        options = {
            "verify_exp": False,
            "verify_iat": False,
            "require": ["iss", "sub", "aud", "iat", "exp", "jti"],
        }
        claims: dict[str, Any] = jwt.decode(
            form["client_assertion"],
            self.keys[kid],
            algorithms=["RS256"],
            audience=self.audience or self.token_url,
            options=options,
        )
        now = self._clock().timestamp()
        assert claims["iss"] == claims["sub"] == self.client_id
        assert claims["iat"] < now < claims["exp"], "iat must be past: no leeway"
        assert claims["exp"] - claims["iat"] == 60
        assert f"jeton-{claims['jti']}" not in self.tokens, "jti used twice"
        return claims

    # Line items: AGS 2.0 with Moodle's rules

    def _score(self, request: Request) -> Response:
        body = request.get_data()
        with self._lock:
            self.posts.append((_full_path(request), body))
        fault = self._form_fault(request)
        if fault:
            self.breaches.append(fault)
            return Response("[]", 400)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Response("[]", 401)
        score = json.loads(body, parse_constant=_not_a_number)
        person = (request.path, str(score["userId"]))
        with self._alone(person):
            return self._recorded(person, score)

    def _form_fault(self, request: Request) -> str | None:
        if request.method != "POST" or not request.path.endswith("/lineitem/scores"):
            return f"No handler found for {request.method} {request.path}"
        if request.query_string != b"type_id=2":
            return f"query lost: {request.query_string!r}"
        if request.headers.get("Content-Type") != SCORE_TYPE:
            return f"media type {request.headers.get('Content-Type')}"
        score = json.loads(request.get_data(), parse_constant=_not_a_number)
        if set(score) - {"comment"} != FINAL_KEYS:
            return f"members {sorted(score)}"
        if (score["activityProgress"], score["gradingProgress"]) != ("Completed", "FullyGraded"):
            return "a score that is not final erases the grade"
        if not 0 <= score["scoreGiven"] <= score["scoreMaximum"] or score["scoreMaximum"] <= 0:
            return "score out of range"
        return None

    def _recorded(self, person: tuple[str, str], score: dict[str, Any]) -> Response:
        if person[1] not in self.gradable:
            return Response("[]", f"400 User {person[1]} is not gradable in this course")
        instant = datetime.fromisoformat(score["timestamp"])
        if instant > self._clock():
            self.breaches.append("dated in the future: the learner is locked out")
        with self._lock:
            stored = self.grades.get(person)
            if stored and instant <= datetime.fromisoformat(stored["timestamp"]):
                return Response("[]", 409)
            self.grades[person] = score
        return Response(b"", 200, content_type="text/html")

    @contextmanager
    def _alone(self, person: tuple[str, str]) -> Iterator[None]:
        with self._lock:
            self._under_way[person] += 1
            if self._under_way[person] > 1:
                self.breaches.append(f"two scores of {person} at once")
        try:
            yield
        finally:
            with self._lock:
                self._under_way[person] -= 1


def _jti(form: dict[str, Any]) -> str:
    return str(jwt.decode(form["client_assertion"], options={"verify_signature": False})["jti"])


def _faulty(fault: Fault) -> Response:
    headers = {"Content-Type": "text/html", **fault.headers}
    return Response(fault.body, fault.status, headers)


def _full_path(request: Request) -> str:
    return f"{request.path}?{request.query_string.decode()}"


def _not_a_number(name: str) -> float:
    raise ValueError(name)
