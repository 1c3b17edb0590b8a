"""The outbox on SQL keeps the protocol that the one in memory keeps, and what only a database can break."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from lti_tool.db import Database
from lti_tool.learning_records import services
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, LrsState, StatementRow
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import World, add_destination, make_world
from tests.unit.xapi import test_outbox as contract
from tests.unit.xapi.examples import START, after, many
from xapi.errors import LeaseLostError, OutboxError
from xapi.freezing import FrozenStatement
from xapi.outbox import Delayed, Delivered, OutboxEntry, Postponed, Quarantined

MINUTE = timedelta(minutes=1)
SENDERS = 8


class OpenOutbox(SqlOutbox):
    """The outbox, with windows: what the clauses of the contract look at besides the protocol."""

    def __init__(self, database: Database, lrs_id: UUID) -> None:
        super().__init__(database, lrs_id)
        self.database, self.lrs_id = database, lrs_id

    def lrs(self) -> Lrs:
        with self.database.begin() as session:
            return session.get_one(Lrs, self.lrs_id)

    def rows(self) -> Sequence[Delivery]:
        with self.database.begin() as session:
            mine = select(Delivery).where(Delivery.lrs_id == self.lrs_id)
            return session.scalars(mine.order_by(Delivery.sequence)).all()

    @property
    def waiting(self) -> list[Delivery]:
        return [row for row in self.rows() if row.state == DeliveryState.WAITING]

    @property
    def paused(self) -> str | None:
        return self.lrs().pause_reason if self.lrs().state == LrsState.PAUSED else None

    def resume(self) -> None:
        with self.database.begin() as session:
            services.retry(session)


def add_row(session: Session, platform_id: UUID, frozen: FrozenStatement, *lrs_ids: UUID) -> None:
    row = StatementRow(
        id=frozen.id,
        registration=frozen.registration,
        platform_id=platform_id,
        body=frozen.body,
        sha256=frozen.sha256,
        created_at=START,
    )
    session.add(row)
    session.flush()
    session.add_all([Delivery(lrs_id=lrs_id, sequence=row.sequence) for lrs_id in lrs_ids])
    session.flush()


def enqueue(database: Database, platform_id: UUID, frozen: FrozenStatement, *lrs_ids: UUID) -> None:
    with database.begin() as session:
        add_row(session, platform_id, frozen, *lrs_ids)


@pytest.fixture
def other(add_lrs: Callable[..., UUID]) -> UUID:
    """A second destination of the same statements."""
    return add_lrs(name="autre")


@pytest.fixture
def outbox(world: World, add_lrs: Callable[..., UUID], other: UUID) -> OpenOutbox:
    """Four statements: two of one registration, two of another."""
    lrs_id = add_lrs()
    for frozen in many(4, per_registration=2):
        enqueue(world.database, world.platform_id, frozen, lrs_id, other)
    return OpenOutbox(world.database, lrs_id)


@pytest.mark.parametrize(
    "clause",
    [
        contract.test_one_sender_at_a_time,
        contract.test_a_sender_that_lost_its_lease_changes_nothing,
        contract.test_a_lease_that_ran_out_untaken_is_still_ours,
        contract.test_limits,
        contract.test_order_within_a_registration,
        contract.test_a_record_is_whole_or_nothing,
        contract.test_delays_and_pauses,
    ],
    ids=lambda clause: clause.__name__.removeprefix("test_"),
)
def test_keeps_the_contract(outbox: OpenOutbox, clause: Callable[[Any], None]) -> None:
    clause(outbox)


def test_gives_the_stored_texts(outbox: OpenOutbox) -> None:
    lease = contract.held(outbox)
    stored = many(4, per_registration=2)

    assert outbox.due(lease, START, limit=50, max_bytes=10**6) == [
        OutboxEntry(sequence, each.id, each.registration, each.body)
        for sequence, each in enumerate(stored, start=1)
    ]


def test_a_postponed_statement_holds_what_follows_it_not_what_precedes(outbox: OpenOutbox) -> None:
    lease = contract.held(outbox)
    outbox.record(lease, START, [Postponed(2, after(30))])

    assert contract.due(outbox, lease) == [1, 3, 4]
    entries = outbox.due(lease, after(30), limit=50, max_bytes=10**6)
    assert [entry.postponements for entry in entries] == [0, 1, 0, 0]


def test_a_postponement_once_settled_holds_nothing(outbox: OpenOutbox) -> None:
    lease = contract.held(outbox)
    outbox.record(lease, START, [Postponed(1, after(30))])
    outbox.record(lease, START, [Delivered(1)])

    assert contract.due(outbox, lease) == [2, 3, 4]


@pytest.mark.parametrize("outcome", [Delivered(1), Quarantined(1, "conflict", ""), Postponed(1, after(9))])
def test_what_is_settled_stays_settled(outbox: OpenOutbox, outcome: Any) -> None:
    lease = contract.held(outbox)
    outbox.record(lease, START, [Delivered(1)])
    before = [(row.state, row.postponed_until, row.reason, row.settled_at) for row in outbox.rows()]

    with pytest.raises(OutboxError):
        outbox.record(lease, after(1), [Delayed(after(60), "x"), Delivered(2), outcome])

    assert [(row.state, row.postponed_until, row.reason, row.settled_at) for row in outbox.rows()] == before
    assert (outbox.lrs().failures, outbox.lrs().delayed_until) == (0, None)


def test_destinations_know_nothing_of_each_other(outbox: OpenOutbox, other: UUID) -> None:
    lease = contract.held(outbox)
    outbox.record(lease, START, [Delivered(1), Quarantined(2, "rejected", "400"), Postponed(3, after(60))])

    second = OpenOutbox(outbox.database, other)
    lease = contract.held(second)
    assert contract.due(second, lease) == [1, 2, 3, 4]


def test_why_and_when_are_kept_for_a_person(outbox: OpenOutbox) -> None:
    lease = contract.held(outbox)
    outbox.record(lease, after(3), [Quarantined(1, "rejected", "400 no"), Delivered(2)])

    first, second, *_ = outbox.rows()
    assert (first.state, first.reason, first.detail) == (DeliveryState.QUARANTINED, "rejected", "400 no")
    assert second.state == DeliveryState.DELIVERED
    assert second.settled_at is not None


@pytest.fixture
def queries(database: Database) -> Iterator[list[str]]:
    """The SELECT statements that reach the database."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_reading_what_is_due_takes_three_queries(outbox: OpenOutbox, queries: list[str]) -> None:
    lease = contract.held(outbox)
    queries.clear()

    assert contract.due(outbox, lease) == [1, 2, 3, 4]

    assert len(queries) == 3


def test_of_senders_that_come_together_one_gets_in(outbox: OpenOutbox) -> None:
    together = Barrier(SENDERS, timeout=60)

    def try_in(_: int) -> object:
        together.wait()
        return SqlOutbox(outbox.database, outbox.lrs_id).acquire(uuid4(), START, MINUTE)

    with ThreadPoolExecutor(SENDERS) as pool:
        leases = list(pool.map(try_in, range(SENDERS)))

    assert sum(lease is not None for lease in leases) == 1


def test_a_sender_replaced_while_it_writes_writes_nothing(outbox: OpenOutbox) -> None:
    """One records, the other takes over, at the same instant: whoever is second finds out."""
    old = contract.held(outbox)
    together = Barrier(2, timeout=60)

    def record() -> bool:
        together.wait()
        try:
            SqlOutbox(outbox.database, outbox.lrs_id).record(old, after(61), [Delivered(1)])
        except LeaseLostError:
            return False
        return True

    def take_over() -> object:
        together.wait()
        return SqlOutbox(outbox.database, outbox.lrs_id).acquire(contract.TWO, after(61), MINUTE)

    with ThreadPoolExecutor(2) as pool:
        writing, taking = pool.submit(record), pool.submit(take_over)
        written, taken = writing.result(), taking.result()

    assert taken is not None
    assert (outbox.rows()[0].state == DeliveryState.DELIVERED) is written
    with pytest.raises(LeaseLostError):
        outbox.record(old, after(62), [Delivered(2)])


def test_an_answer_under_way_does_not_hold_the_relay_up(
    postgres_url: str, clock: ManualClock, vault: Vault
) -> None:
    """A learner's transaction has a delivery for the LRS, not committed yet; the relay goes on.

    On PostgreSQL only: SQLite has one writer at a time, and the other waits.
    """
    web = Database(postgres_url)
    relay = Database(f"{postgres_url}{'&' if '?' in postgres_url else '?'}options=-c%20lock_timeout%3D3000")
    world = make_world(web, clock)
    with web.begin() as session:
        lrs_id = add_destination(session, vault, clock)
    first, second = many(2)
    enqueue(web, world.platform_id, first, lrs_id)
    sender = SqlOutbox(relay, lrs_id)
    lease = contract.held(sender)

    with web.begin() as session:
        add_row(session, world.platform_id, second, lrs_id)
        sender.record(sender.renew(lease, after(1), MINUTE), after(1), [Delivered(1)])

    assert [entry.sequence for entry in sender.due(lease, after(1), limit=50, max_bytes=10**6)] == [2]
    for database in (web, relay):
        database.dispose()
