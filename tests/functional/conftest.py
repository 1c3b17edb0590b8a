"""The whole installation, in real parts: the tool behind HTTP, a demo LMS on another site, a demo LRS."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

import content
from lti_tool.app import create_app
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.db import Database
from lti_tool.demo.live import DemoLms, DemoLrs, LiveServer, ReservedPort
from lti_tool.demo.lms.keys import new_private_key
from lti_tool.learning_records.services import add_lrs
from lti_tool.outgoing import make_session
from lti_tool.platforms.services import Registration, add_platform
from lti_tool.relay import Relay
from lti_tool.security import Vault


@pytest.fixture(scope="session")
def catalogue() -> content.Catalogue:
    """The content that is shipped."""
    return content.load()


@pytest.fixture(scope="session")
def lms_key() -> str:
    """The key of the demo LMS, made once: making one takes longer than most tests."""
    return new_private_key()


@dataclass
class Installation:
    """The tool, and those it speaks with."""

    settings: Settings
    database: Database
    tool: LiveServer
    lms: DemoLms
    lrs: DemoLrs
    relay: Relay

    def deliver(self) -> int:
        """What the relay process does, once."""
        return self.relay.run_once()


@pytest.fixture
def installation(database_url: str, catalogue: content.Catalogue, lms_key: str) -> Iterator[Installation]:
    """Registered and ready, on SQLite then on PostgreSQL."""
    with run_installation(database_url, catalogue, lms_key) as make:
        yield make()


@contextmanager
def run_installation(
    database_url: str, catalogue: content.Catalogue, lms_key: str
) -> Iterator[Callable[..., Installation]]:
    """A maker of installations, whose options are those of the LMS; everything stops at the end."""
    with ExitStack() as stack:

        def make(**lms_options: Any) -> Installation:
            port = ReservedPort()
            settings = Settings(
                public_url=f"http://127.0.0.1:{port.number}",
                secret_key=secrets.token_hex(32),
                database_url=database_url,
                allow_loopback=True,
            )
            app = create_app(settings, catalogue=catalogue)
            database, vault, http = (
                Database(database_url),
                Vault(settings.secret_key.get_secret_value()),
                make_session(settings),
            )
            stack.callback(app.extensions["parcours"].database.dispose)
            stack.callback(database.dispose)
            tool = stack.enter_context(LiveServer(app, port=port))
            lms = stack.enter_context(
                DemoLms(tool_url=settings.public_url, signing_key=lms_key, **lms_options)
            )
            lrs = stack.enter_context(DemoLrs())
            register(database, vault, http.policy, lms, lrs)
            return Installation(settings, database, tool, lms, lrs, Relay(database, http, vault, utc_now))

        yield make


def register(database: Database, vault: Vault, policy: object, lms: DemoLms, lrs: DemoLrs) -> None:
    """What an administrator does by hand: the LMS, then the LRS."""
    wanted = Registration(
        name="Espace de formation",
        issuer=lms.url,
        client_id=lms.config.client_id,
        deployment_ids=(lms.config.deployment_id,),
        auth_login_url=f"{lms.url}/lti/auth",
        auth_token_url=f"{lms.url}/lti/token",
        jwks_url=f"{lms.url}/lti/jwks",
    )
    with database.begin() as session:
        add_platform(session, wanted, policy, utc_now())  # type: ignore[arg-type]
        add_lrs(
            session,
            vault,
            policy,  # type: ignore[arg-type]
            name="LRS",
            endpoint=lrs.endpoint,
            username=lrs.config.username,
            password=lrs.config.password,
            platform_id=None,
            now=utc_now(),
        )
