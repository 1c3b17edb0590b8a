"""An LRS that is added late gets everything that was told before, in order, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from lti_tool.learning_records import backfill
from lti_tool.learning_records.models import Delivery, IdentityMode, Lrs, LrsState
from lti_tool.learning_records.outbox import SqlOutbox
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.test_commands import Run, run
from tests.unit.lti_tool.learning_records.test_destinations import sent
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, World, make_world, mixed
from xapi.vocabulary import PASSED, SCORED

__all__ = ["run"]
MINUTE = timedelta(minutes=1)


def fill(world: World, lrs_id: UUID, **options: object) -> list[backfill.Progress]:
    steps = backfill.fill(world.database, lrs_id, PUBLIC_URL, world.clock(), **options)  # type: ignore[arg-type]
    return list(steps)


def test_everything_in_order_and_again_nothing(world: World, run: Run, add_lrs: Callable[..., UUID]) -> None:
    world.play(mixed)
    world.play(mixed, world.launch("5"))
    lrs_id = add_lrs()
    assert sent(world, lrs_id) == []

    done = run("lrs", "backfill", "LRS", "--json")
    count = len(world.bodies())
    assert json.loads(done.stdout) == {"name": "LRS", "seen": count, "total": count, "queued": count}
    assert sent(world, lrs_id) == [json.loads(body) for body in world.bodies()]
    assert json.loads(run("lrs", "backfill", "LRS", "--json").stdout)["queued"] == 0
    assert "0 trace(s)" in run("lrs", "backfill", "LRS").stdout


def test_nothing_is_sent_until_the_end(world: World, add_lrs: Callable[..., UUID]) -> None:
    world.play(mixed)
    outbox = SqlOutbox(world.database, add_lrs())
    with world.database.begin() as session:
        lrs_id = backfill.begin(session, "LRS")
    world.start(world.launch("5"))  # its statement must not overtake the others
    fill(world, lrs_id)

    assert outbox.acquire(UUID(int=1), world.clock(), MINUTE) is None
    with world.database.begin() as session:
        backfill.end(session, lrs_id)
    assert sent(world, lrs_id) == [json.loads(body) for body in world.bodies()]


def test_waits_for_the_relay_at_work(world: World, add_lrs: Callable[..., UUID]) -> None:
    outbox = SqlOutbox(world.database, add_lrs())
    lease = outbox.acquire(UUID(int=1), world.clock(), MINUTE)
    assert lease is not None
    with world.database.begin() as session:
        lrs_id = backfill.begin(session, "LRS")
        assert not backfill.is_free(session, lrs_id, world.clock())
        assert backfill.is_free(session, lrs_id, world.clock() + MINUTE)
    outbox.release(lease)
    with world.database.begin() as session:
        assert backfill.is_free(session, lrs_id, world.clock())


def test_goes_on_where_it_was_stopped(world: World, run: Run, add_lrs: Callable[..., UUID]) -> None:
    for subject in "abc":
        world.play(mixed, world.launch(subject))
    lrs_id = add_lrs()
    with world.database.begin() as session:
        backfill.begin(session, "LRS")
    fill(world, lrs_id)
    with world.database.begin() as session:  # what a kill in the middle leaves
        session.execute(delete(Delivery).where(Delivery.sequence > 10))

    assert "rattrapage à terminer" in run("lrs", "list").output
    done = json.loads(run("lrs", "backfill", "LRS", "--json").stdout)

    assert done["queued"] == len(world.bodies()) - 10
    assert sent(world, lrs_id) == [json.loads(body) for body in world.bodies()]
    with world.database.begin() as session:
        assert session.get_one(Lrs, lrs_id).state == LrsState.ACTIVE


def test_keeps_to_the_platform_the_verbs_the_day_and_the_identity(
    world: World, add_lrs: Callable[..., UUID]
) -> None:
    world.play(mixed)
    world.clock.advance(timedelta(days=2).total_seconds())
    world.play(mixed, world.launch("5"))
    lrs_id = add_lrs(platform_id=world.platform_id)
    with world.database.begin() as session:
        lrs = session.get_one(Lrs, lrs_id)
        lrs.verbs, lrs.identity = [SCORED.id, PASSED.id], IdentityMode.LMS
    since = world.clock() - timedelta(days=1)
    fill(world, lrs_id, since=since)

    [statement] = sent(world, lrs_id)
    assert statement["verb"]["id"] == SCORED.id
    assert statement["actor"]["account"]["name"] == "5"


def test_what_waits_for_the_first_time_is_not_late(
    world: World, run: Run, add_lrs: Callable[..., UUID]
) -> None:
    world.play(mixed)  # long ago
    add_lrs()
    run("lrs", "backfill", "LRS")

    assert run("outbox", "status").exit_code == 0


def test_the_statements_of_another_platform_stay_out(
    world: World, clock: ManualClock, add_lrs: Callable[..., UUID]
) -> None:
    other = make_world(world.database, clock)
    world.play(mixed)
    theirs = other.play(mixed)
    lrs_id = add_lrs(platform_id=other.platform_id)
    fill(world, lrs_id)

    assert sent(world, lrs_id) == [json.loads(body) for body in world.bodies(theirs)]
