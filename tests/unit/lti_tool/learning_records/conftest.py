"""A vault, the tool's own HTTP session, and a world to play in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from lti_tool.db import Database
from lti_tool.outgoing import AddressPolicy, OutgoingSession
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import World, add_destination, make_world


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
def world(database: Database, clock: ManualClock) -> World:
    return make_world(database, clock)


@pytest.fixture
def add_lrs(database: Database, vault: Vault, clock: ManualClock) -> Callable[..., UUID]:
    """`add_lrs(name=…, endpoint=…, password=…, platform_id=…)`: a destination, by its id."""

    def add(**values: object) -> UUID:
        with database.begin() as session:
            return add_destination(session, vault, clock, **values)  # type: ignore[arg-type]  # tests

    return add
