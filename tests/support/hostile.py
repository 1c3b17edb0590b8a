"""A platform that we hold in our hands: its keys, its tokens, its JWKS server, and every way to lie.

`KeyServer`         a real HTTP server on loopback whose answer the test changes
`HostilePlatform`   forges id_tokens, byte by byte: nothing of what it signs is checked before
`Ground`            the application on a fresh database, registrations on it, and what it has kept
`ground`            the fixture, on SQLite and on PostgreSQL
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from flask import Flask
from flask.testing import FlaskClient
from jwcrypto.jwk import JWK
from pydantic import SecretStr
from sqlalchemy import func, select
from werkzeug.test import TestResponse

import content
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.db import Base, Database
from lti_tool.launch import claims as names
from lti_tool.outgoing import AddressPolicy
from lti_tool.platforms.models import Platform, PlatformStatus
from lti_tool.platforms.services import Registration, add_platform
from lti_tool.wiring import Tool
from tests.support.clock import ManualClock

PUBLIC_URL = "http://127.0.0.1:8000"
TARGET = f"{PUBLIC_URL}/"
ISSUER = "https://lms.example"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
REMOVED = object()  # as the new value of a claim, a header or a field: take it away
CACHES = {"alembic_version", "platform_key_set", "tool_key"}  # may change without anything being created


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A private key by its name; the same for the whole run, since making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def public_jwk(name: str, kid: str | None = None) -> dict[str, Any]:
    """The public part of `rsa_key(name)`, as a platform publishes it."""
    pem = (
        rsa_key(name)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return json.loads(JWK.from_pem(pem).export_public()) | {"kid": kid or name, "alg": "RS256", "use": "sig"}


def b64(raw: bytes) -> str:
    """base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def sign(header: bytes, body: bytes, key: rsa.RSAPrivateKey) -> str:
    """A compact JWS whatever the bytes say."""
    signed = f"{b64(header)}.{b64(body)}"
    return f"{signed}.{b64(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def changed(given: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`given` with `changes` on top; `REMOVED` takes a name away."""
    return {key: value for key, value in {**given, **changes}.items() if value is not REMOVED}


class KeyServer:
    """Answers every GET with `status`, `headers` and `body`, after `delay` seconds; counts them in `hits`."""

    def __init__(self, *kids: str) -> None:
        self.hits, self.status, self.delay = 0, 200, 0.0
        self.headers: dict[str, str] = {}
        self.publish(*kids)
        owner, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with lock:
                    owner.hits += 1
                owner._released.wait(owner.delay)
                self.send_response(owner.status)
                for header in {"Content-Length": str(len(owner.body)), **owner.headers}.items():
                    self.send_header(*header)
                self.end_headers()
                self.wfile.write(owner.body)

            def log_message(self, *args: Any) -> None:
                """Say nothing: the assertions tell."""

            def handle(self) -> None:
                try:
                    super().handle()
                except ConnectionError:  # the tool hung up, as it should on a huge or slow answer
                    return

        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.request_queue_size = 64
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/jwks"

    def publish(self, *kids: str) -> None:
        """Serve the keys of these names."""
        self.body = json.dumps({"keys": [public_jwk(kid) for kid in kids]}).encode()

    def stop(self) -> None:
        """Go down: the port refuses connections."""
        self._released.set()
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()


@dataclass
class HostilePlatform:
    """One registration, and the forge behind it."""

    keys: KeyServer
    clock: ManualClock
    issuer: str = ISSUER
    client_id: str = "outil-1"
    deployment_id: str = "1"
    kid: str = "cle-1"
    auth_login_url: str = "https://lms.example/auth.php"

    def registration(self) -> Registration:
        """What an administrator would copy."""
        return Registration(
            name="Un LMS",
            issuer=self.issuer,
            client_id=self.client_id,
            deployment_ids=(self.deployment_id,),
            auth_login_url=self.auth_login_url,
            auth_token_url="https://lms.example/token.php",
            jwks_url=self.keys.url,
        )

    def claims(self, nonce: str, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The claims of an honest learner's launch, with `changes` on top."""
        now = int(self.clock().timestamp())
        honest = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": "42",
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            names.MESSAGE_TYPE: "LtiResourceLinkRequest",
            names.VERSION: "1.3.0",
            names.DEPLOYMENT_ID: self.deployment_id,
            names.TARGET_LINK_URI: TARGET,
            names.ROLES: [MEMBERSHIP + "Learner"],
            names.RESOURCE_LINK: {"id": "rl-1", "title": "Activité"},
            names.CONTEXT: {"id": "c-1", "title": "Cours"},
        }
        return changed(honest, changes or {})

    def id_token(
        self,
        nonce: str,
        changes: Mapping[str, Any] | None = None,
        *,
        header: Mapping[str, Any] | None = None,
        key: str | None = None,
        body: bytes | None = None,
    ) -> str:
        """A signed token: `key` names the key that signs, `body` replaces the JSON of the claims."""
        head = changed({"typ": "JWT", "alg": "RS256", "kid": self.kid}, header or {})
        raw = body if body is not None else json.dumps(self.claims(nonce, changes)).encode()
        return sign(json.dumps(head).encode(), raw, rsa_key(key or self.kid))


class LoopbackClient(FlaskClient):
    """A browser at the public address of the tool."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("base_url", PUBLIC_URL)
        return super().open(*args, **kwargs)


@dataclass(frozen=True)
class Opened:
    """The first page of a launch, as the browser got it."""

    client: FlaskClient
    launch_id: str
    bearer: str
    html: str
    code: str
    response: TestResponse = field(repr=False)

    @property
    def path(self) -> str:
        """Where the pages of this launch are."""
        return f"/seance/{self.launch_id}/"

    def post(self, page: str, /, **fields: Any) -> TestResponse:
        """Send a form of the page; `bearer=None` leaves it out."""
        form = {"bearer": self.bearer} | fields
        return self.client.post(
            self.path + page, data={key: value for key, value in form.items() if value is not None}
        )


class Ground:
    """The application, its database, and the registrations of the test."""

    def __init__(
        self, url: str, clock: ManualClock, parts: Mapping[str, Any] | None = None, **settings: Any
    ) -> None:
        given = {
            "public_url": PUBLIC_URL,
            "secret_key": SecretStr("un-secret-de-test-assez-long-pour-servir"),
        }
        self.settings = Settings(**given | {"database_url": url, "allow_loopback": True} | settings)
        self.clock = clock
        self.app: Flask = create_app(self.settings, clock=clock, catalogue=catalogue(), **parts or {})
        self.app.test_client_class = LoopbackClient
        self._servers: list[KeyServer] = []
        self.platform = self.register()

    @property
    def tool(self) -> Tool:
        return self.app.extensions["parcours"]  # type: ignore[no-any-return]  # Flask types it as Any

    @property
    def database(self) -> Database:
        return self.tool.database

    def register(self, kid: str = "cle-1", keys: KeyServer | None = None, **options: Any) -> HostilePlatform:
        """A platform of its own, active; by default with a JWKS server of its own."""
        if keys is None:
            keys = KeyServer(kid)
            self._servers.append(keys)
        platform = HostilePlatform(keys, self.clock, kid=kid, **options)
        policy = AddressPolicy(allow_loopback=True, private_hosts=frozenset())
        with self.database.begin() as session:
            add_platform(session, platform.registration(), policy, self.clock())
        return platform

    def set_status(self, platform: HostilePlatform, status: PlatformStatus) -> None:
        """What an administrator of the tool does to a registration."""
        with self.database.begin() as session:
            row = session.scalars(
                select(Platform).where(
                    Platform.issuer == platform.issuer, Platform.client_id == platform.client_id
                )
            ).one()
            row.status = status

    def client(self) -> FlaskClient:
        """A browser of its own, without any cookie."""
        return self.app.test_client()

    def login_fields(self, platform: HostilePlatform | None = None, **changes: Any) -> dict[str, Any]:
        """The form that an honest platform posts to `/lti/login`."""
        of = platform or self.platform
        honest = {"iss": of.issuer, "client_id": of.client_id, "login_hint": "42", "target_link_uri": TARGET}
        return changed(honest, changes)

    def begin_login(
        self, client: FlaskClient, platform: HostilePlatform | None = None, **changes: Any
    ) -> tuple[str, str]:
        """Log in; the `state` and the `nonce` that the tool sent to the platform."""
        response = client.post("/lti/login", data=self.login_fields(platform, **changes))
        assert response.status_code == 302, response.text
        query = dict(re.findall(r"[?&](state|nonce)=([^&]+)", response.location))
        return query["state"], query["nonce"]

    def post_launch(self, client: FlaskClient, token: object, state: object, **fields: Any) -> TestResponse:
        """The platform's answer, through the browser."""
        return client.post("/lti/launch", data=changed({"id_token": token, "state": state}, fields))

    def launch(
        self,
        changes: Mapping[str, Any] | None = None,
        *,
        client: FlaskClient | None = None,
        platform: HostilePlatform | None = None,
        **options: Any,
    ) -> TestResponse:
        """Login and launch in one go; `options` are those of `id_token`."""
        client, platform = client or self.client(), platform or self.platform
        state, nonce = self.begin_login(client, platform)
        return self.post_launch(client, platform.id_token(nonce, changes, **options), state)

    def open(self, changes: Mapping[str, Any] | None = None, **options: Any) -> Opened:
        """Launch, follow the redirect, and read the page."""
        client = options.pop("client", None) or self.client()
        answer = self.launch(changes, client=client, **options)
        assert answer.status_code == 303, answer.text
        launch_id, code = re.fullmatch(
            r"/seance/([0-9a-f-]{36})/(?:\w+/)?\?cle=(\S+)", answer.location
        ).groups()  # type: ignore[union-attr]  # a failure tells enough
        page = client.get(answer.location)
        assert page.status_code == 200, page.text
        bearer = re.search(r'name="bearer" value="([^"]+)"', page.text)
        return Opened(client, launch_id, bearer[1] if bearer else "", page.text, code, page)

    def counts(self) -> dict[str, int]:
        """The number of rows of every table where something could have been created."""
        tables = [table for table in Base.metadata.sorted_tables if table.name not in CACHES]
        counts = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
        with self.database.begin() as session:
            return dict(
                zip((table.name for table in tables), session.execute(select(*counts)).one(), strict=True)
            )

    def close(self) -> None:
        """Give back every connection and every port."""
        self.database.dispose()
        self.tool.http.close()
        for server in self._servers:
            server.stop()


@cache
def catalogue() -> content.Catalogue:
    """The content that we ship, read once."""
    return content.load()


@pytest.fixture
def ground(database_url: str, clock: ManualClock) -> Iterator[Ground]:
    """The tool with one active platform; on both databases."""
    ground = Ground(database_url, clock)
    yield ground
    ground.close()
