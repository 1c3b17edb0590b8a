"""What is over goes, what is not stays, and a rehearsal says how much."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from lti_tool.assessment.models import Administration, Attempt
from lti_tool.config import Settings
from lti_tool.db import Base, Database
from lti_tool.grades.models import Score, ScoreState
from lti_tool.launch.models import EntryCode, LaunchSession, LoginTransaction
from lti_tool.learning_records.models import Delivery, DeliveryState, StatementRow
from lti_tool.people import retention
from lti_tool.upkeep import Upkeep
from tests.unit.lti_tool.learning_records.test_commands import Run
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, World, mixed
from tests.unit.lti_tool.people.test_erasure import play

DAY = timedelta(days=1).total_seconds()


def settings(**days: int) -> Settings:
    kept = {"keep_sessions_days": 0, "keep_logins_days": 0} | days
    return Settings(public_url=PUBLIC_URL, secret_key="s" * 32, **kept)  # type: ignore[arg-type]


def count(database: Database, model: type[Base]) -> int:
    with database.begin() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def purge(world: World, **days: int) -> dict[str, int]:
    """The rehearsal and the removal agree."""
    with world.database.begin() as session:
        told = retention.preview(session, settings(**days), world.clock())
    done = retention.purge(world.database, settings(**days), world.clock())
    assert told == done
    return done


def test_by_default_traces_and_attempts_are_kept(world: World) -> None:
    play(world, "4")
    world.clock.advance(4000 * DAY)

    assert purge(world) == {}
    assert count(world.database, Attempt) == 1


def test_traces_go_once_settled_everywhere(world: World, add_lrs: Callable[..., UUID]) -> None:
    add_lrs()
    world.play(mixed)
    total = len(world.bodies())
    with world.database.begin() as session:
        session.execute(update(Delivery).values(state=DeliveryState.DELIVERED))
        session.execute(
            update(Delivery).where(Delivery.sequence == 1).values(state=DeliveryState.QUARANTINED)
        )
        session.execute(update(Delivery).where(Delivery.sequence == 2).values(state=DeliveryState.WAITING))
    world.clock.advance(9 * DAY)
    assert purge(world, keep_statements_days=10) == {"traces": 0}
    world.clock.advance(2 * DAY)

    assert purge(world, keep_statements_days=10) == {"traces": total - 2}
    assert count(world.database, Delivery) == count(world.database, StatementRow) == 2
    assert count(world.database, Attempt) == 1


def test_the_traces_of_an_attempt_that_goes_on_are_kept(world: World) -> None:
    world.start(world.launch())
    world.clock.advance(100 * DAY)

    assert purge(world, keep_statements_days=10) == {"traces": 0}


def test_an_attempt_goes_with_its_answers_once_its_grade_has_arrived(world: World) -> None:
    play(world, "4")
    open_attempt = world.start(world.launch("5"))
    world.clock.advance(40 * DAY)
    assert purge(world, keep_attempts_days=30) == {"parcours terminés": 0}
    with world.database.begin() as session:
        session.execute(update(Score).values(state=ScoreState.SENT))

    assert purge(world, keep_attempts_days=30) == {"parcours terminés": 1}
    assert count(world.database, Score) == 0
    with world.database.begin() as session:
        assert session.scalars(select(Attempt.id)).all() == [open_attempt]
        assert set(session.scalars(select(Administration.attempt_id))) <= {open_attempt}
    assert world.bodies()


def test_sessions_and_logins(world: World) -> None:
    play(world, "4")
    with world.database.begin() as session:
        session.add(
            LoginTransaction(
                state_hash=uuid4().hex,
                nonce="n",
                binding_hash="b",
                platform_id=world.platform_id,
                target_link_uri="https://parcours.example/",
                created_at=world.clock(),
                expires_at=world.clock(),
            )
        )
    world.clock.advance(2 * DAY)
    assert purge(world, keep_sessions_days=2, keep_logins_days=1) == {
        "séances": 0,
        "connexions": 1,
        "clés d’entrée": 1,
    }
    assert count(world.database, EntryCode) == count(world.database, LoginTransaction) == 0
    world.clock.advance(2 * DAY)
    assert purge(world, keep_sessions_days=2) == {"séances": 1}
    assert count(world.database, LaunchSession) == 0


def test_in_small_transactions_until_nothing_is_left(world: World) -> None:
    with world.database.begin() as session:
        session.add_all(
            LoginTransaction(
                state_hash=uuid4().hex,
                nonce="n",
                binding_hash="b",
                platform_id=world.platform_id,
                target_link_uri="https://parcours.example/",
                created_at=world.clock(),
                expires_at=world.clock(),
            )
            for _ in range(retention.AT_ONCE * 2 + 1)
        )
    world.clock.advance(2 * DAY)
    stopped = iter([False, True])
    done = retention.purge(
        world.database, settings(keep_logins_days=1), world.clock(), lambda: next(stopped, True)
    )

    assert done["connexions"] == retention.AT_ONCE
    assert purge(world, keep_logins_days=1)["connexions"] == retention.AT_ONCE + 1


def test_the_command_rehearses(world: World, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    world.play(mixed)  # in March: everything is long over
    rehearsal = json.loads(run("purge", "--dry-run", "--json").output)
    assert rehearsal == {"dry_run": True, "rows": {"séances": 1, "connexions": 0, "clés d’entrée": 0}}
    assert count(world.database, LaunchSession) == 1

    assert "séances" in run("purge").output
    assert count(world.database, LaunchSession) == 0


class TestUpkeep:
    def test_stamps_warns_and_purges_each_at_its_pace(
        self, world: World, add_lrs: Callable[..., UUID], caplog: pytest.LogCaptureFixture
    ) -> None:
        add_lrs()
        world.start(world.launch())
        upkeep = Upkeep(world.database, settings(keep_sessions_days=1), world.clock)

        def alerts() -> int:
            return len([each for each in caplog.records if "is late" in each.getMessage()])

        with caplog.at_level(logging.ERROR, logger="lti_tool.upkeep"):
            upkeep.run()
            assert alerts() == 0
            world.clock.advance(3700)
            upkeep.run()
            upkeep.run()
            assert alerts() == 1
            world.clock.advance(601)
            upkeep.run()
            assert alerts() == 2
        with world.database.begin() as session:
            assert None not in session.scalars(select(StatementRow.stored_at)).all()
        world.clock.advance(3 * DAY)
        upkeep.run()
        assert count(world.database, LaunchSession) == 0
