"""What the traces cost to an answer, and what batches gain on the way to the LRS."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
import requests
from sqlalchemy import select, update

from lti_tool.assessment import services
from lti_tool.clock import utc_now
from lti_tool.db import Database
from lti_tool.demo.live import DemoLrs
from lti_tool.launch.models import LaunchSession
from lti_tool.learning_records.handlers import Recorder
from lti_tool.learning_records.models import Delivery, DeliveryState
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.outgoing import AddressPolicy, OutgoingSession
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import (
    PUBLIC_URL,
    World,
    add_destination,
    make_world,
    mixed,
)
from xapi import Credentials, HttpLrs, deliver_once
from xapi.relay import Limits

PEOPLE = 8  # attempts a measure; some hundred answers

Publish = Callable[[object, object], None]


@pytest.fixture
def world(database: Database, clock: ManualClock) -> World:
    return make_world(database, clock)


@pytest.fixture
def demo() -> Iterator[DemoLrs]:
    with DemoLrs() as server:
        yield server


def answer_seconds(world: World, publish: Publish) -> float:
    """The median time of one answer, commit included."""
    taken: list[float] = []
    for _ in range(PEOPLE):
        launch_id = world.launch(subject=uuid4().hex)
        with world.database.begin() as session:
            desk = services.Desk(session, world.catalogue, publish, world.clock())
            attempt_id = services.start(desk, session.get_one(LaunchSession, launch_id)).id
        is_going_on = True
        while is_going_on:
            world.clock.advance(20)
            begun = time.perf_counter()
            with world.database.begin() as session:
                desk = services.Desk(session, world.catalogue, publish, world.clock())
                is_going_on = world.answer(desk, launch_id, attempt_id, mixed)
            if is_going_on:
                taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def test_an_answer_with_and_without_its_trace(world: World, database_kind: str) -> None:
    with world.database.begin() as session:
        add_destination(session, Vault("un secret pour les tests, assez long"), world.clock)
    recorder = Recorder(world.catalogue, PUBLIC_URL)
    answer_seconds(world, recorder.handle)  # warm: caches of SQL and of types are filled

    without = answer_seconds(world, lambda _event, _session: None)
    traced = answer_seconds(world, recorder.handle)

    tell(f"answer, {database_kind}: {traced / without:.2f} times as long with its trace in the outbox")
    assert world.bodies()


def test_statements_in_batches_and_one_by_one(world: World, demo: DemoLrs, database_kind: str) -> None:
    with world.database.begin() as session:
        lrs_id = add_destination(session, Vault("un secret pour les tests, assez long"), world.clock)
    for _ in range(PEOPLE):
        world.play(mixed, world.launch(subject=uuid4().hex))

    alone = delivery_seconds(world, demo, lrs_id, Limits(statements=1))
    together = delivery_seconds(world, demo, lrs_id, Limits())

    tell(f"relay, {database_kind}: {alone / together:.1f} times as many statements a second by fifties")
    assert set(demo.stats()["deliveries"].values()) == {1}


def delivery_seconds(world: World, demo: DemoLrs, lrs_id: UUID, limits: Limits) -> float:
    """Everything to an empty LRS on this machine that has no fault."""
    requests.delete(f"{demo.url}/_demo/statements", timeout=10).raise_for_status()
    with world.database.begin() as session:
        session.execute(update(Delivery).values(state=DeliveryState.WAITING))
        waiting = len(session.scalars(select(Delivery.sequence)).all())
    policy = AddressPolicy(allow_loopback=True, private_hosts=frozenset())
    with OutgoingSession(policy) as http:
        lrs = HttpLrs(http, Credentials(demo.endpoint, demo.config.username, demo.config.password))
        begun = time.perf_counter()
        report = deliver_once(
            SqlOutbox(world.database, lrs_id),
            lrs,
            owner=uuid4(),
            clock=utc_now,
            random=random.Random(1).random,
            stop=lambda: False,
            limits=limits,
        )
        taken = time.perf_counter() - begun
    assert report.delivered == waiting
    return taken


def tell(figure: str) -> None:
    sys.stdout.write(f"\n{figure}\n")
