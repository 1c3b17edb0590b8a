"""A strict LMS over real HTTP, a registration on it, and a relay."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest

from lti_tool.db import Database
from lti_tool.grades.relay import Report, deliver_due
from lti_tool.grades.tokens import Tokens
from lti_tool.outgoing import AddressPolicy, OutgoingSession
from lti_tool.platforms.keys import published_jwks
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform
from tests.unit.lti_tool.grades.world import World, register


class ImpatientSession(OutgoingSession):
    """The tool's own session, for an LMS that never answers: no test waits ten seconds."""

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs["timeout"] = (3.0, 0.3)
        return super().request(method, url, *args, **kwargs)


@pytest.fixture
def vault() -> Vault:
    return Vault("un secret pour les tests, assez long")


@pytest.fixture
def policy() -> AddressPolicy:
    return AddressPolicy(allow_loopback=True, private_hosts=frozenset())


@pytest.fixture
def http(policy: AddressPolicy) -> Iterator[OutgoingSession]:
    with OutgoingSession(policy) as session:
        yield session


@pytest.fixture
def impatient(policy: AddressPolicy) -> Iterator[OutgoingSession]:
    with ImpatientSession(policy) as session:
        yield session


@pytest.fixture
def lms(database: Database, vault: Vault, clock: ManualClock) -> Iterator[FakePlatform]:
    """An LMS that has read our keys, and that we have been fair to when the test ends.

    It also checks, in every request, that no transaction of ours waits for the network.
    """
    with FakePlatform(clock).serving() as lms:
        with database.begin() as session:
            keys = published_jwks(session, vault, clock())["keys"]
        lms.keys = {key["kid"]: jwt.PyJWK(key) for key in keys}  # type: ignore[attr-defined]
        lms.during = lambda: None if _idle(database) else lms.breaches.append("a transaction is open")
        yield lms
    assert lms.breaches == []


def _idle(database: Database) -> bool:
    return database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # every pool that we use


@pytest.fixture
def world(database: Database, clock: ManualClock, lms: FakePlatform) -> World:
    return register(database, clock, lms)


@pytest.fixture
def tokens(database: Database, http: OutgoingSession, vault: Vault, clock: ManualClock) -> Tokens:
    return Tokens(database, http, vault, clock)


@pytest.fixture
def relay(
    database: Database, http: OutgoingSession, vault: Vault, clock: ManualClock
) -> Callable[..., Report]:
    """One round of a relay; the arguments replace the usual ones."""

    def run(**changes: Any) -> Report:
        options = {"owner": "relais-1", "stop": lambda: False, "rng": random.Random(1)} | changes
        session = options.pop("http", http)
        return deliver_due(database, session, vault, clock, **options)

    return run
