"""A lease outlives every request that is made under it, and a relay with nothing to do writes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from lti_tool import outgoing
from lti_tool.config import SHORTEST_LEASE_S, Settings, load_settings
from lti_tool.errors import OperatorError
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.learning_records.relay import Patience, Report, deliver_due
from lti_tool.outgoing import OutgoingSession
from lti_tool.security import Vault
from tests.unit.lti_tool.learning_records.world import World, mixed

GOOD = {"public_url": "https://parcours.example", "secret_key": "un-secret-de-test-assez-long-pour-servir"}


@pytest.mark.parametrize("seconds", [SHORTEST_LEASE_S, 120, 600])
def test_a_lease_outlives_the_longest_request(seconds: int) -> None:
    patience = Patience(timedelta(seconds=seconds))
    connect, read = patience.timeouts
    body = max(patience.answer_seconds, outgoing.TOTAL_SECONDS) + read  # the last byte may come late

    assert connect + read + body < seconds


def test_the_usual_time_outs_are_those_of_the_sender() -> None:
    patience = Patience()

    assert (patience.timeouts, patience.answer_seconds) == ((5.0, 30.0), 35.0)
    assert patience.lease == timedelta(seconds=Settings(**GOOD).relay_lease_s)


@pytest.mark.parametrize("seconds", [0, SHORTEST_LEASE_S - 1, 601])
def test_a_lease_that_is_too_short_or_too_long_is_refused(seconds: int) -> None:
    with pytest.raises(
        OperatorError, match=r"^Réglages à corriger :\n- PARCOURS_RELAY_LEASE_S : au (moins|plus)"
    ):
        load_settings(**GOOD, relay_lease_s=seconds)


def test_a_short_lease_is_for_this_machine_only() -> None:
    assert load_settings(**GOOD, allow_loopback=True, relay_lease_s=6).relay_lease_s == 6


def test_with_nothing_to_send_it_writes_nothing(
    world: World, add_lrs: Callable[..., UUID], http: OutgoingSession, vault: Vault
) -> None:
    add_lrs()
    written: list[str] = []
    event.listen(
        world.database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: written.append(statement.split()[0]),
    )

    report = deliver_due(world.database, http, vault, world.clock, rng=random.Random(1), stop=lambda: False)

    assert report == Report()
    assert set(written) <= {"BEGIN", "SELECT"}


def test_it_leaves_an_lrs_that_another_relay_serves(
    world: World, add_lrs: Callable[..., UUID], http: OutgoingSession
) -> None:
    """Not even its password is looked at: this vault could not open it."""
    lrs_id = add_lrs()
    world.play(mixed)
    lease = SqlOutbox(world.database, lrs_id).acquire(UUID(int=1), world.clock(), timedelta(minutes=2))
    assert lease is not None

    other = Vault("une autre clé, assez longue aussi")
    report = deliver_due(world.database, http, other, world.clock, rng=random.Random(1), stop=lambda: False)

    assert report == Report()
