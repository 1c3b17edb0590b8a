"""Statements a second into the same LRS, in the same run, four ways.

    tincan, one by one      `RemoteLRS.save_statement`, a connection a statement
    tincan, by fifties      `RemoteLRS.save_statements`, which parses and writes each statement again
    bare                    a keep-alive client that posts ready bytes by fifties: what the LRS can take
    relay                   ours: outbox on a database, lease, frozen bytes, each outcome recorded

The four take turns, several times over, so that a busy moment of the machine falls on all of them.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

import pytest
import requests
from tincan import RemoteLRS, Statement

from lti_tool.clock import utc_now
from lti_tool.db import Database
from lti_tool.demo.live import DemoLrs
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.outgoing import AddressPolicy, OutgoingSession
from tests.functional.lrs.faults.stores import DemoStore, RalphStore
from tests.functional.lrs.faults.trial import Store, Trial, statements
from tests.support.clock import ManualClock
from tests.support.databases import Databases
from tests.support.fault_proxy import Proxy
from xapi import Credentials, HttpLrs, deliver_once
from xapi.freezing import FrozenStatement

ALONE, TOGETHER, BATCH, TURNS = 40, 1000, 50, 3
Way = Callable[[Store, Sequence[FrozenStatement]], float]

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(params=["demo", pytest.param("Ralph", marks=pytest.mark.ralph)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "demo":
        with DemoLrs() as server:
            yield DemoStore(server)
    else:
        yield RalphStore(request.getfixturevalue("ralph"))


def batches(sent: Sequence[FrozenStatement]) -> Iterator[Sequence[FrozenStatement]]:
    return (sent[start : start + BATCH] for start in range(0, len(sent), BATCH))


def tincan_client(store: Store) -> RemoteLRS:
    return RemoteLRS(
        version="1.0.3", endpoint=store.endpoint, username=store.username, password=store.password
    )


def tincan_one_by_one(store: Store, sent: Sequence[FrozenStatement]) -> float:
    client, made = tincan_client(store), [Statement.from_json(each.body) for each in sent]
    begun = time.perf_counter()
    assert all(client.save_statement(each).success for each in made)
    return time.perf_counter() - begun


def tincan_by_fifties(store: Store, sent: Sequence[FrozenStatement]) -> float:
    client = tincan_client(store)
    made = [[Statement.from_json(each.body) for each in batch] for batch in batches(sent)]
    begun = time.perf_counter()
    assert all(client.save_statements(each).success for each in made)
    return time.perf_counter() - begun


def bare(store: Store, sent: Sequence[FrozenStatement]) -> float:
    ready = [b"[" + b",".join(each.body.encode() for each in batch) + b"]" for batch in batches(sent)]
    headers = {"X-Experience-API-Version": "1.0.3", "Content-Type": "application/json"}
    with requests.Session() as session:
        session.auth, session.trust_env = (store.username, store.password), False
        begun = time.perf_counter()
        for body in ready:
            session.post(f"{store.endpoint}/statements", data=body, headers=headers).raise_for_status()
        return time.perf_counter() - begun


def relay(databases: Databases, kind: str) -> Way:
    """Ours, on a fresh database of this kind."""

    def run(store: Store, sent: Sequence[FrozenStatement]) -> float:
        url = databases.create(kind)
        database = Database(url)
        made = Trial(database, store, Proxy(store.endpoint, utc_now), ManualClock(utc_now()), sent)
        made.fill()
        policy = AddressPolicy(allow_loopback=True, private_hosts=frozenset())
        with OutgoingSession(policy) as http:
            lrs = HttpLrs(http, Credentials(store.endpoint, store.username, store.password))
            begun = time.perf_counter()
            report = deliver_once(
                SqlOutbox(database, made.lrs_id),
                lrs,
                owner=uuid4(),
                clock=utc_now,
                random=random.Random(1).random,
                stop=lambda: False,
            )
            taken = time.perf_counter() - begun
        assert report.delivered == len(sent)
        database.dispose()
        databases.drop(url)
        return taken

    return run


def test_the_relay_beside_tincan_and_a_bare_client(store: Store, databases: Databases) -> None:
    sent = statements(TOGETHER)
    ways: dict[str, tuple[Way, Sequence[FrozenStatement]]] = {
        "tincan, one by one": (tincan_one_by_one, sent[:ALONE]),
        "tincan, by fifties": (tincan_by_fifties, sent),
        "bare": (bare, sent),
        "relay, SQLite": (relay(databases, "sqlite"), sent),
        "relay, PostgreSQL": (relay(databases, "postgresql"), sent),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(TURNS):
        for name, (way, some) in ways.items():
            store.reset()
            rates[name].append(len(some) / way(store, some))
            assert len(store.stored()) == len(some)
    tell(store.name, {name: statistics.median(each) for name, each in rates.items()})


def tell(store: str, rate: dict[str, float]) -> None:
    for name, each in rate.items():
        sys.stdout.write(f"\n{store:<6}{name:<20}{each:>8.0f} statements/s")
    for name in ("relay, SQLite", "relay, PostgreSQL"):
        sys.stdout.write(
            f"\n{store:<6}{name}: {rate[name] / rate['tincan, one by one']:.1f} × tincan one by one, "
            f"{rate[name] / rate['tincan, by fifties']:.2f} × tincan by fifties, "
            f"{100 * rate[name] / rate['bare']:.0f} % of bare"
        )
    sys.stdout.write("\n")
