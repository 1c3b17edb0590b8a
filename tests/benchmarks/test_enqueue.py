"""What one answered statement costs before it waits in the outbox: built, frozen, checked, stored.

Processor time of this process: a busy machine does not change it much. What PostgreSQL itself works, in
another process, is not in it.
"""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from tincan import Statement

from lti_tool.assessment.models import Attempt
from lti_tool.db import Database
from lti_tool.learning_records.handlers import Recorder
from lti_tool.security import Vault
from tests.benchmarks.test_traces import tell
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, World, add_destination, make_world
from xapi import AnswerOutcome, AttemptContext, Expectations, ItemAnswer, Namespace, activities, statements
from xapi.freezing import freeze
from xapi.profile import profile_of
from xapi.validator import check

ROUNDS, TIMES, STORED = 15, 200, 300
NAMESPACE = Namespace(PUBLIC_URL)
ITEM = activities.item(
    NAMESPACE,
    "hameconnage-2-a",
    3,
    "Où regarder en premier ?",
    "choice",
    {"choices": [(one, f"Une proposition comme une autre, la {one}") for one in "abcd"]},
)
ANSWER = ItemAnswer(AnswerOutcome.CORRECT, timedelta(seconds=12.34), "a")


@pytest.fixture
def world(database: Database, clock: ManualClock) -> World:
    return make_world(database, clock)


def microseconds(work: Callable[[], object]) -> float:
    """The median over rounds of the mean time of one call."""
    work()
    rounds = []
    gc.disable()
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(TIMES):
            work()
        rounds.append((time.process_time() - begun) / TIMES * 1e6)
    gc.enable()
    return statistics.median(rounds)


def bare_dict(document: object) -> Callable[[], object]:
    """A function that builds the same document as one dict display, and does nothing else."""
    make: Callable[[], object] = eval(f"lambda: {document!r}")  # our own document
    return make


def build(context: AttemptContext, clock: ManualClock, position: int) -> Statement:
    return statements.answered(context, clock(), position, ITEM, ANSWER)


def test_one_answered_statement(world: World, database_kind: str) -> None:
    with world.database.begin() as session:
        add_destination(session, Vault("un secret pour les tests, assez long"), world.clock)
    attempt_id, recorder, clock = (
        world.start(world.launch()),
        Recorder(world.catalogue, PUBLIC_URL),
        world.clock,
    )
    with world.database.begin() as session:
        attempt = session.get_one(Attempt, attempt_id)
        context = recorder._context(attempt, session)
        made = build(context, clock, 1)
        body, rules = freeze(made).body, Expectations(NAMESPACE, now=clock())
        document = json.loads(body)
        assert check(body, rules) == []
        bare = microseconds(bare_dict(document))
        building = microseconds(lambda: build(context, clock, 1))
        freezing = microseconds(lambda: freeze(made))
        checking = microseconds(lambda: check(body, rules))
        templates = microseconds(lambda: profile_of(NAMESPACE).broken_rules(document))
    enqueueing = enqueue_microseconds(world, recorder, attempt_id)
    storing, total = enqueueing - freezing - checking, building + enqueueing
    tell(
        f"one answered statement, {database_kind}: {total:.0f} µs = "
        f"built {building:.0f} + frozen {freezing:.0f} "
        f"+ checked {checking:.0f} (of which profile {templates:.0f}) + stored {storing:.0f}; "
        f"{total / bare:.0f} times its bare dict ({bare:.1f} µs)"
    )


def enqueue_microseconds(world: World, recorder: Recorder, attempt_id: object) -> float:
    """Frozen, checked and stored for one destination; the commit is that of the answer and not counted."""
    with world.database.begin() as session:
        attempt = session.get_one(Attempt, attempt_id)
        context = recorder._context(attempt, session)
        ready = [build(context, world.clock, position) for position in range(1, STORED + 2)]
        recorder.tell(session, attempt, ready.pop(), world.clock())
        begun = time.process_time()
        for statement in ready:
            recorder.tell(session, attempt, statement, world.clock())
        taken = (time.process_time() - begun) / STORED * 1e6
    assert len(world.bodies()) == STORED + 3
    return taken
