"""A person asks for what is held on them, then for its end: nothing is forgotten, nobody else is touched."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests
from sqlalchemy import select

from lti_tool.db import Base, Database
from lti_tool.demo.live import DemoLrs
from lti_tool.errors import OperatorError
from lti_tool.grades.models import Score
from lti_tool.launch.models import EntryCode, LaunchSession, Learner
from lti_tool.learning_records.models import Delivery, DeliveryState, StatementRow
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.learning_records.relay import deliver_due
from lti_tool.outgoing import OutgoingSession
from lti_tool.people import holdings, services
from lti_tool.platforms.models import Platform
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.test_commands import Run
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, World, make_world, mixed
from tests.unit.xapi import test_outbox as contract
from xapi.errors import EntryGoneError
from xapi.outbox import Delivered, Quarantined

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


@pytest.fixture
def demo(clock: ManualClock) -> Iterator[DemoLrs]:
    with DemoLrs(clock=clock) as server:
        yield server


def play(world: World, subject: str) -> UUID:
    """A whole attempt, with all that a launch and a grade leave behind."""
    launch_id = world.launch(subject)
    attempt_id = world.play(mixed, launch_id)
    with world.database.begin() as session:
        now = world.clock()
        session.add(
            EntryCode(
                code_hash=uuid4().hex, launch_session_id=launch_id, bearer_encrypted="x", expires_at=now
            )
        )
        session.add(
            Score(
                attempt_id=attempt_id,
                platform_id=world.platform_id,
                line_item_url="https://moodle.example/l",
                line_item_hash=uuid4().hex,
                user_id=subject,
                score_given=1.0,
                score_maximum=1.0,
                timestamp=now,
                next_try_at=now,
                created_at=now,
            )
        )
    return attempt_id


def person(session: Any, world: World, subject: str) -> Learner:
    return services.find_person(session, session.get_one(Platform, world.platform_id), subject)


def erase(world: World, subject: str) -> services.Erasure:
    with world.database.begin() as session:
        return services.erase(session, person(session, world, subject), PUBLIC_URL, world.clock())


def snapshot(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.begin() as session:
        return {
            table.name: sorted(tuple(map(str, row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def test_nothing_of_the_person_is_left_and_nobody_else_is_touched(
    world: World, clock: ManualClock, add_lrs: Callable[..., UUID]
) -> None:
    other = make_world(world.database, clock)
    add_lrs()
    before_them = snapshot(world.database)
    play(world, "5")
    play(other, "4")  # the same number on another platform is another person
    others = snapshot(world.database)
    play(world, "4")
    with world.database.begin() as session:
        pseudonym = str(person(session, world, "4").pseudonym)

    done = erase(world, "4")

    left = snapshot(world.database)
    assert done.rows["attempt"] == done.rows["score"] == done.rows["entry_code"] == done.rows["learner"] == 1
    assert done.rows["administration"] > 1
    assert pseudonym not in str(left)
    assert left.keys() == others.keys() == before_them.keys()
    for name in left.keys() - {"statement", "delivery"}:
        assert left[name] == others[name], name
    with world.database.begin() as session:
        verbs = session.scalars(select(StatementRow.verb).where(StatementRow.voids.is_not(None))).all()
    assert set(verbs) == {VOIDED}
    assert set(others["statement"]) <= set(left["statement"])
    assert len(left["statement"]) - len(others["statement"]) == len(verbs) == done.voided["LRS"]


def test_what_was_sent_is_voided_in_the_lrs(
    world: World,
    demo: DemoLrs,
    add_lrs: Callable[..., UUID],
    http: OutgoingSession,
    vault: Vault,
) -> None:
    add_lrs(endpoint=demo.endpoint, password="demo-traces")
    mine, theirs = world.play(mixed), world.play(mixed, world.launch("5"))

    def deliver() -> int:
        options = {"rng": random.Random(1), "stop": lambda: False}
        return deliver_due(world.database, http, vault, world.clock, **options).delivered  # type: ignore[arg-type]

    deliver()
    told = [json.loads(body)["id"] for body in world.bodies(mine)]
    assert erase(world, "4").voided == {"LRS": len(told)}
    assert deliver() == len(told)

    def seen(**query: str) -> list[dict[str, Any]]:
        headers = {"X-Experience-API-Version": "1.0.3"}
        where = f"{demo.endpoint}/statements"
        answer = requests.get(where, params=query, auth=("demo", "demo-traces"), headers=headers, timeout=10)
        return list(answer.json()["statements"])

    assert seen(registration=str(mine)) == []
    assert len(seen(registration=str(theirs))) == len(world.bodies(theirs))
    voided = {each["object"]["id"] for each in seen(verb=VOIDED)}
    assert voided == set(told)
    assert all("learner" not in each["actor"]["account"]["name"] for each in seen(verb=VOIDED))


def test_a_refused_statement_is_not_voided_but_one_in_conflict_is(
    world: World, add_lrs: Callable[..., UUID]
) -> None:
    outbox = SqlOutbox(world.database, add_lrs())
    world.play(mixed)
    lease = contract.held(outbox)  # type: ignore[arg-type]
    outbox.record(lease, world.clock(), [Quarantined(1, "rejected", ""), Quarantined(2, "conflict", "")])
    count = len(world.bodies())

    assert erase(world, "4").voided == {"LRS": count - 1}


def test_without_an_lrs_nothing_is_left_to_say(world: World) -> None:
    world.play(mixed)

    assert erase(world, "4").voided == {}
    assert world.bodies() == []


def test_a_sender_who_held_the_statement_finds_it_gone(world: World, add_lrs: Callable[..., UUID]) -> None:
    outbox = SqlOutbox(world.database, add_lrs())
    world.play(mixed)
    lease = contract.held(outbox)  # type: ignore[arg-type]
    [entry] = outbox.due(lease, world.clock(), limit=1, max_bytes=10**6)
    erase(world, "4")

    with pytest.raises(EntryGoneError):
        outbox.record(lease, world.clock(), [Delivered(entry.sequence)])
    states = {row.state for row in world.deliveries()}
    assert states == {DeliveryState.WAITING}  # the voiding statements follow, behind what was on its way


def test_all_or_nothing(world: World, add_lrs: Callable[..., UUID]) -> None:
    add_lrs()
    play(world, "4")
    before = snapshot(world.database)

    def fail_at_the_end() -> None:
        with world.database.begin() as session:
            services.erase(session, person(session, world, "4"), PUBLIC_URL, world.clock())
            raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    assert snapshot(world.database) == before


def test_the_person_may_come_back_as_somebody_new(world: World) -> None:
    world.play(mixed)
    with world.database.begin() as session:
        before = person(session, world, "4").pseudonym
    erase(world, "4")
    world.play(mixed)

    with world.database.begin() as session:
        assert person(session, world, "4").pseudonym != before


def test_an_unknown_person(world: World) -> None:
    with pytest.raises(OperatorError, match="personne n’est venu"):
        erase(world, "inconnu")


class TestCommands:
    def test_export_holds_everything_but_keys(self, world: World, run: Run) -> None:
        play(world, "4")
        play(world, "5")
        held = json.loads(run("people", "export", "--platform", "Moodle", "--subject", "4").output)

        with world.database.begin() as session:
            learner = person(session, world, "4")
            expected = holdings.count(session, services._everything(learner))
        assert {name: len(rows) for name, rows in held["data"].items()} == {
            name: count for name, count in expected.items() if count
        }
        assert held["data"]["statement"][0]["body"]["verb"]["id"].endswith("launched")
        assert held["data"]["administration"][0]["item_id"]
        assert not [name for row in held["data"]["launch_session"] for name in row if "hash" in name]
        assert "bearer_encrypted" not in held["data"]["entry_code"][0]

    def test_a_rehearsal_changes_nothing(self, world: World, run: Run, add_lrs: Callable[..., UUID]) -> None:
        add_lrs()
        play(world, "4")
        before = snapshot(world.database)
        arguments = ("people", "erase", "--platform", "Moodle", "--subject", "4", "--json")

        told = json.loads(run(*arguments, "--dry-run").output)
        assert snapshot(world.database) == before
        done = json.loads(run(*arguments, "--yes").output)
        assert {name: count for name, count in told["rows"].items() if count} == {
            name: count for name, count in done["rows"].items() if count
        }
        assert told["voided"] == done["voided"] == {"LRS": done["rows"]["statement"]}

    def test_asks_before(self, world: World, run: Run) -> None:
        world.play(mixed)

        refused = run("people", "erase", "--platform", "Moodle", "--subject", "4")
        assert refused.exit_code == 1
        assert world.bodies()

    def test_says_who_is_unknown(self, world: World, run: Run) -> None:
        for command in ("export", "erase"):
            more = ("--yes",) if command == "erase" else ()
            unknown = run("people", command, "--platform", "Moodle", "--subject", "9", *more)
            assert (unknown.exit_code, "« 9 »" in unknown.output) == (2, True)


def test_a_launch_session_goes_with_its_learner(world: World) -> None:
    world.launch("4")
    erase(world, "4")

    with world.database.begin() as session:
        assert session.scalars(select(LaunchSession)).all() == []
        assert session.scalars(select(Delivery)).all() == []


def test_no_table_with_people_is_unknown() -> None:
    """A feature that refers to a learner must be among the models that the search reads."""
    script = """
import importlib, pathlib
from lti_tool.people import holdings
from lti_tool.launch.models import Learner
from lti_tool.learning_records.models import StatementRow
from sqlalchemy import true
def found():
    roots = {holdings.table_of(Learner): true(), holdings.table_of(StatementRow): true()}
    return sorted(table.name for table in holdings.belonging(roots))
alone = found()
import lti_tool
for models in pathlib.Path(lti_tool.__file__).parent.glob('*/models.py'):
    importlib.import_module(f'lti_tool.{models.parent.name}.models')
assert found() == alone, set(found()) - set(alone)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
