"""Transactions and dates, on both databases; what only SQLite needs, on SQLite."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from lti_tool.db import Database, UtcDateTime

METADATA = MetaData()
MOMENT = Table("moment", METADATA, Column("id", Integer, primary_key=True), Column("at", UtcDateTime))
COUNTER = Table("counter", METADATA, Column("name", String(20), primary_key=True), Column("value", Integer))

NOON = datetime(2026, 3, 29, 12, 0, 0, 123456, tzinfo=UTC)  # the day when clocks change in France


@pytest.fixture
def store(empty_database_url: str) -> Iterator[Database]:
    """A database with two tables of our own, so that these tests outlive any change of the product's."""
    database = Database(empty_database_url)
    METADATA.create_all(database.engine)
    yield database
    database.dispose()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    METADATA.create_all(database.engine)
    yield database
    database.dispose()


def sqlite_path(database: Database) -> str:
    assert database.engine.url.database
    return database.engine.url.database


def write_then_fail(database: Database) -> None:
    with database.begin() as session:
        session.execute(insert(COUNTER).values(name="a", value=1))
        raise RuntimeError("halfway")


def write_the_same_twice(database: Database) -> None:
    with database.begin() as session:
        session.execute(insert(COUNTER).values(name="a", value=1))
        session.execute(insert(COUNTER).values(name="a", value=2))


class TestUtcDateTime:
    @pytest.mark.parametrize(
        "given",
        [
            NOON,
            NOON.astimezone(ZoneInfo("Europe/Paris")),
            NOON.astimezone(ZoneInfo("Indian/Reunion")),
            NOON.astimezone(timezone(timedelta(hours=-3, minutes=-30))),
        ],
        ids=["utc", "paris", "reunion", "minus-3-30"],
    )
    def test_any_zone_comes_back_as_the_same_instant_in_utc(self, store: Database, given: datetime) -> None:
        with store.begin() as session:
            session.execute(insert(MOMENT).values(id=1, at=given))
        with store.begin() as session:
            found = session.scalar(select(MOMENT.c.at))

        assert found == NOON
        assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)
        assert found.isoformat() == "2026-03-29T12:00:00.123456+00:00"

    def test_nothing_stays_nothing(self, store: Database) -> None:
        with store.begin() as session:
            session.execute(insert(MOMENT).values(id=1, at=None))
        with store.begin() as session:
            assert session.scalar(select(MOMENT.c.at)) is None

    def test_a_naive_datetime_is_refused(self, store: Database) -> None:
        with pytest.raises(StatementError, match="naive datetime"), store.begin() as session:
            session.execute(insert(MOMENT).values(id=1, at=NOON.replace(tzinfo=None)))
        with store.begin() as session:
            assert session.scalar(select(func.count()).select_from(MOMENT)) == 0

    def test_comparisons_look_at_the_instant_not_at_the_clock_face(self, store: Database) -> None:
        paris = ZoneInfo("Europe/Paris")
        with store.begin() as session:
            session.execute(insert(MOMENT), [{"id": n, "at": NOON + timedelta(hours=n)} for n in range(3)])
        with store.begin() as session:
            due = session.scalars(
                select(MOMENT.c.id)
                .where(MOMENT.c.at <= (NOON + timedelta(hours=1)).astimezone(paris))
                .order_by(MOMENT.c.at.desc())
            ).all()

        assert due == [1, 0]

    def test_a_server_in_another_zone_changes_nothing(self, postgres_url: str) -> None:
        database = Database(postgres_url)
        METADATA.create_all(database.engine)
        with database.begin() as session:
            session.execute(text("SET LOCAL TIME ZONE 'Indian/Reunion'"))
            session.execute(insert(MOMENT).values(id=1, at=NOON))
            assert session.scalar(select(MOMENT.c.at)).isoformat() == "2026-03-29T12:00:00.123456+00:00"
        database.dispose()


class TestTransactions:
    def test_what_is_done_is_seen_by_others(self, store: Database) -> None:
        with store.begin() as session:
            session.execute(insert(COUNTER).values(name="a", value=1))
        other = Database(store.engine.url.render_as_string(hide_password=False))
        with other.begin() as session:
            assert session.scalar(select(COUNTER.c.value)) == 1
        other.dispose()

    def test_an_error_undoes_everything(self, store: Database) -> None:
        with pytest.raises(RuntimeError, match="halfway"):
            write_then_fail(store)
        with store.begin() as session:
            assert session.scalar(select(func.count()).select_from(COUNTER)) == 0

    def test_a_refused_row_undoes_those_before_it(self, store: Database) -> None:
        with pytest.raises(IntegrityError):
            write_the_same_twice(store)
        with store.begin() as session:
            assert session.scalar(select(func.count()).select_from(COUNTER)) == 0

    def test_the_store_is_usable_after_an_error(self, store: Database) -> None:
        for _ in range(40):  # more than the pool holds: a connection that leaks would stop us
            with pytest.raises(RuntimeError, match="halfway"):
                write_then_fail(store)
        with store.begin() as session:
            session.execute(insert(COUNTER).values(name="a", value=1))

    def test_a_reference_to_nothing_is_refused(self, database: Database) -> None:
        with pytest.raises(IntegrityError), database.begin() as session:
            session.execute(
                text("INSERT INTO deployment (id, platform_id, deployment_id) VALUES (:id, :platform, '1')"),
                {"id": "0" * 31 + "1", "platform": "0" * 31 + "2"},
            )

    def test_has_schema_tells_an_empty_database(self, store: Database) -> None:
        assert not store.has_schema()
        with store.begin() as session:
            session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        assert store.has_schema()


class TestSqlite:
    def test_pragmas(self, sqlite_store: Database) -> None:
        with sqlite_store.begin() as session:
            found = {
                name: session.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }

        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}

    def test_a_transaction_holds_the_write_lock_from_its_first_moment(self, sqlite_store: Database) -> None:
        rival = sqlite3.connect(sqlite_path(sqlite_store), timeout=0, isolation_level=None)
        with sqlite_store.begin() as session:
            session.execute(select(1))  # has only read
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                rival.execute("BEGIN IMMEDIATE")
        rival.execute("BEGIN IMMEDIATE")  # free again
        rival.close()

    def test_readers_are_not_kept_waiting(self, sqlite_store: Database) -> None:
        reader = sqlite3.connect(sqlite_path(sqlite_store), timeout=0)
        with sqlite_store.begin() as session:
            session.execute(insert(COUNTER).values(name="a", value=1))
            assert reader.execute("SELECT count(*) FROM counter").fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM counter").fetchone() == (1,)
        reader.close()

    def test_the_second_writer_waits_and_sees_what_the_first_wrote(self, sqlite_store: Database) -> None:
        first_holds, seen = threading.Event(), []
        second_is_in = threading.Event()

        def second() -> None:
            first_holds.wait()
            with sqlite_store.begin() as session:
                seen.append(session.scalar(select(COUNTER.c.value)))
                second_is_in.set()

        thread = threading.Thread(target=second)
        thread.start()
        with sqlite_store.begin() as session:
            session.execute(insert(COUNTER).values(name="a", value=7))
            first_holds.set()
            assert not second_is_in.wait(0.3)  # a slow machine can only make this pass
        thread.join()

        assert seen == [7]

    def test_writers_that_read_first_lose_nothing(self, sqlite_store: Database) -> None:
        with sqlite_store.begin() as session:
            session.execute(insert(COUNTER).values(name="a", value=0))
        all_ready = threading.Barrier(4)

        def count_to_25() -> None:
            all_ready.wait()
            for _ in range(25):
                with sqlite_store.begin() as session:
                    value = session.scalar(select(COUNTER.c.value))
                    session.execute(update(COUNTER).values(value=value + 1))

        threads = [threading.Thread(target=count_to_25) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        with sqlite_store.begin() as session:
            assert session.scalar(select(COUNTER.c.value)) == 100
