"""From an attempt to the demonstration LRS, over real HTTP, with an LRS that misbehaves."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import select

from lti_tool.db import Database
from lti_tool.demo.live import DemoLrs
from lti_tool.errors import OperatorError
from lti_tool.learning_records import services
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, LrsState, StatementRow
from lti_tool.learning_records.relay import Report, deliver_due
from lti_tool.outgoing import OutgoingSession
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import World, make_world, mixed

PASSWORD = "demo-traces"
ROUNDS = 400  # far above what any test needs: a relay that never ends is a failure, not a wait
STARTED = 2  # statements of an attempt that has just begun: launched, initialized


@pytest.fixture
def demo(clock: ManualClock) -> Iterator[DemoLrs]:
    with DemoLrs(clock=clock, timeout_seconds=0.01) as server:
        yield server


@pytest.fixture
def relay(
    database: Database, http: OutgoingSession, vault: Vault, clock: ManualClock
) -> Callable[..., Report]:
    """One round."""

    def run(**changes: Any) -> Report:
        options = {"rng": random.Random(1), "stop": lambda: False} | changes
        return deliver_due(database, http, options.pop("vault", vault), clock, **options)

    return run


def stored(server: DemoLrs) -> list[dict[str, Any]]:
    """What the LRS holds, in the order of arrival; it has one copy of each."""
    answer = requests.get(f"{server.url}/_demo/statements", timeout=10)
    answer.raise_for_status()
    assert set(server.stats()["ids"].values()) <= {1}
    return list(answer.json())


def states(database: Database) -> list[str]:
    with database.begin() as session:
        return [str(state) for state in session.scalars(select(Delivery.state))]


def assert_each_once(world: World, server: DemoLrs) -> None:
    """Every statement is there, once, as it was written but for what an LRS adds, and in order."""
    with world.database.begin() as session:
        rows = session.scalars(select(StatementRow).order_by(StatementRow.sequence)).all()
    kept = stored(server)
    assert len(kept) == len(rows)
    for registration in {row.registration for row in rows}:
        sent = [json.loads(row.body) for row in rows if row.registration == registration]
        arrived = [each for each in kept if each["context"]["registration"] == str(registration)]
        assert [each["id"] for each in arrived] == [each["id"] for each in sent]
        assert all(there.items() >= here.items() for there, here in zip(arrived, sent, strict=True))


def drain(world: World, relay: Callable[..., Report]) -> list[Report]:
    """Rounds, with time in between, until nothing waits."""
    reports = []
    while DeliveryState.WAITING in states(world.database):
        assert len(reports) < ROUNDS
        reports.append(relay(rng=random.Random(len(reports))))
        world.clock.advance(60)
    return reports


def test_an_attempt_arrives_whole_and_in_order(
    world: World, demo: DemoLrs, add_lrs: Callable[..., UUID], relay: Callable[..., Report]
) -> None:
    add_lrs(endpoint=demo.endpoint, password=PASSWORD)
    world.play(mixed)

    report = relay()

    assert report.delivered == len(world.bodies()) > 5
    assert report.quarantined == 0
    assert_each_once(world, demo)
    assert relay() == Report()


@pytest.mark.parametrize(
    "faults",
    [
        {"error_before": 0.5},
        {"error_after": 0.5},
        {"timeout": 0.3},
        {"throttle": 0.5},
        {"html": 0.4},
        {"error_after": 0.4, "conflict_identical": 1.0},
        {"error_after": 0.4, "partial_ids": 1.0},
        {
            "timeout": 0.1,
            "error_before": 0.1,
            "error_after": 0.2,
            "throttle": 0.1,
            "html": 0.1,
            "conflict_identical": 0.5,
            "partial_ids": 0.5,
        },
    ],
    ids=lambda faults: "+".join(faults) if len(faults) < 4 else "everything",
)
def test_an_lrs_that_misbehaves_gets_each_statement_once(
    world: World,
    demo: DemoLrs,
    add_lrs: Callable[..., UUID],
    relay: Callable[..., Report],
    faults: dict[str, float],
) -> None:
    add_lrs(endpoint=demo.endpoint, password=PASSWORD)
    demo.set_faults(**faults)
    launch_id = world.launch()
    attempt_id = world.start(launch_id)
    while world.step(launch_id, attempt_id, mixed):  # a round after each answer: many small batches
        relay(rng=random.Random(1))

    drain(world, relay)

    assert sum(demo.stats()["faults"].values()) > 0  # else this test is about nothing
    assert set(states(world.database)) == {DeliveryState.DELIVERED}
    assert_each_once(world, demo)


def test_a_wrong_password_pauses_and_loses_nothing(
    world: World, demo: DemoLrs, add_lrs: Callable[..., UUID], relay: Callable[..., Report], vault: Vault
) -> None:
    lrs_id = add_lrs(endpoint=demo.endpoint, password="faux")
    world.play(mixed)

    assert relay().delivered == 0

    with world.database.begin() as session:
        lrs = session.get_one(Lrs, lrs_id)
        assert (lrs.state, lrs.pause_reason) == (LrsState.PAUSED, "credentials")
        lrs.password_encrypted = vault.encrypt(PASSWORD)
        services.retry(session)
    assert relay().delivered == len(world.bodies())
    assert_each_once(world, demo)


def test_an_lrs_that_is_down_leaves_the_others_alone(
    world: World, demo: DemoLrs, add_lrs: Callable[..., UUID], relay: Callable[..., Report]
) -> None:
    with DemoLrs() as gone:
        down = gone.endpoint
    add_lrs(name="a", endpoint=down)
    add_lrs(name="b", endpoint=demo.endpoint, password=PASSWORD)
    world.start(world.launch())

    assert relay().delivered == STARTED

    waiting, delivered = [DeliveryState.WAITING] * STARTED, [DeliveryState.DELIVERED] * STARTED
    assert sorted(states(world.database)) == [*delivered, *waiting]
    assert_each_once(world, demo)


def test_an_lrs_of_one_platform_gets_nothing_of_another(
    world: World, demo: DemoLrs, add_lrs: Callable[..., UUID], relay: Callable[..., Report]
) -> None:
    other = make_world(world.database, world.clock)
    add_lrs(endpoint=demo.endpoint, password=PASSWORD, platform_id=world.platform_id)
    other.start(other.launch())
    attempt_id = world.start(world.launch())

    assert relay().delivered == STARTED

    assert [each["context"]["registration"] for each in stored(demo)] == [str(attempt_id)] * STARTED


def test_an_address_inside_the_network_is_not_called(
    world: World, add_lrs: Callable[..., UUID], relay: Callable[..., Report]
) -> None:
    add_lrs(endpoint="https://10.0.0.1/xapi")
    world.start(world.launch())

    assert relay() == Report()
    assert states(world.database) == [DeliveryState.WAITING] * STARTED


def test_told_to_stop_it_starts_nothing(
    world: World, demo: DemoLrs, add_lrs: Callable[..., UUID], relay: Callable[..., Report]
) -> None:
    add_lrs(endpoint=demo.endpoint, password=PASSWORD)
    world.start(world.launch())

    assert relay(stop=lambda: True) == Report()
    assert stored(demo) == []
    assert relay().delivered == STARTED


def test_under_another_secret_key_it_says_so(
    world: World, demo: DemoLrs, add_lrs: Callable[..., UUID], relay: Callable[..., Report]
) -> None:
    add_lrs(endpoint=demo.endpoint, password=PASSWORD)
    world.start(world.launch())

    with pytest.raises(OperatorError, match="PARCOURS_SECRET_KEY"):
        relay(vault=Vault("une autre clé, assez longue aussi"))

    assert relay().delivered == STARTED  # nothing was leased


def test_two_relays_at_once_send_each_statement_once(
    postgres_url: str, demo: DemoLrs, clock: ManualClock, vault: Vault, http: OutgoingSession
) -> None:
    """Two processes on one PostgreSQL, each with its own connections."""
    first, second = Database(postgres_url), Database(postgres_url)
    world = make_world(first, clock)
    with first.begin() as session:
        session.add(
            Lrs(
                name="LRS",
                endpoint=demo.endpoint,
                username="demo",
                password_encrypted=vault.encrypt(PASSWORD),
                created_at=clock(),
            )
        )
    for subject in range(3):
        world.play(mixed, world.launch(subject=str(subject)))

    def send(database: Database) -> int:
        done = 0
        for _ in range(ROUNDS):
            done += deliver_due(
                database, http, vault, clock, rng=random.Random(1), stop=lambda: False
            ).delivered
            if DeliveryState.WAITING not in states(database):
                break
        return done

    with ThreadPoolExecutor(2) as pool:
        delivered = sum(pool.map(send, (first, second)))

    assert delivered == len(world.bodies())
    assert_each_once(world, demo)
    for database in (first, second):
        database.dispose()
