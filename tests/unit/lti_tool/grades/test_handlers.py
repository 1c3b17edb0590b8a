from __future__ import annotations

import math
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from lti_tool.assessment.events import AttemptCompleted
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.db import Database
from lti_tool.grades.handlers import enqueue_score
from lti_tool.grades.models import ScoreState
from lti_tool.grades.score import ScoreInvalidError
from tests.support.clock import START, ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform
from tests.unit.lti_tool.grades.world import World, register


def test_a_graded_attempt_is_queued_with_its_percent(world: World, clock: ManualClock) -> None:
    clock.advance(0.75)
    score = world.complete(200 / 3)
    assert score is not None
    assert (score.user_id, score.score_given, score.score_maximum) == ("4", 66.67, 100.0)
    assert (score.state, score.attempts, score.comment) == (ScoreState.QUEUED, 0, None)
    assert score.timestamp == score.next_try_at == START
    assert score.created_at == clock()
    assert score.platform_id == world.platform_id
    assert score.line_item_url == world.line_item()


def test_zero_is_a_score(world: World) -> None:
    score = world.complete(0.0)
    assert score is not None
    assert score.score_given == 0


@pytest.mark.parametrize(
    "options",
    [{"mode": Mode.PRACTICE}, {"subject": None}, {"line_item_url": None}, {"percent": None}],
    ids=["practice", "anonymous", "no line item", "no result"],
)
def test_the_others_queue_nothing(world: World, options: dict[str, object]) -> None:
    attempt_id = world.attempt(**options)  # type: ignore[arg-type]
    assert world.tell(attempt_id) is None
    assert world.scores() == []


def test_an_event_told_twice_counts_once(world: World) -> None:
    attempt_id = world.attempt()
    world.tell(attempt_id)
    world.tell(attempt_id)
    assert len(world.scores()) == 1


def test_scores_of_one_person_on_one_column_never_share_a_second(world: World, clock: ManualClock) -> None:
    for percent in (10, 20, 30):
        world.complete(percent)
        clock.advance(0.2)
    clock.advance(-60)  # a server clock that was put right
    world.complete(40)
    assert [score.timestamp - START for score in world.scores()] == [timedelta(seconds=n) for n in range(4)]
    assert [score.score_given for score in world.scores()] == [10, 20, 30, 40]


def test_other_people_and_other_columns_keep_their_second(world: World, lms: FakePlatform) -> None:
    world.complete()
    world.complete(subject="5")
    world.complete(line_item_url=lms.line_item(9))
    assert {score.timestamp for score in world.scores()} == {START}


def test_a_platform_cannot_delay_another_by_naming_its_column(
    world: World, database: Database, clock: ManualClock, lms: FakePlatform
) -> None:
    rival = register(database, clock, lms, client_id="outil-2")
    rival.complete()
    world.complete()
    assert {score.timestamp for score in world.scores()} == {START}


def test_a_percent_that_is_no_number_stops_the_transaction(world: World) -> None:
    attempt_id = world.attempt(140.0)
    with pytest.raises(ScoreInvalidError):
        world.tell(attempt_id)
    with pytest.raises(ScoreInvalidError):
        world.complete(math.inf)
    assert world.scores() == []


def test_the_score_is_lost_with_its_transaction(world: World, database: Database) -> None:
    attempt_id = world.attempt()

    def tell_and_fail() -> None:
        with database.begin() as session:
            attempt = session.get_one(Attempt, attempt_id)
            enqueue_score(AttemptCompleted(attempt, passed=True, at=START), session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        tell_and_fail()
    assert world.scores() == []


@pytest.mark.parametrize("same_attempt", [True, False])
def test_two_transactions_at_once_get_two_seconds(
    world: World, database: Database, clock: ManualClock, same_attempt: bool
) -> None:
    first = world.attempt(10.0)
    second = first if same_attempt else world.attempt(20.0)
    thread = threading.Thread(target=world.tell, args=[second])
    with database.begin() as session:
        attempt = session.get_one(Attempt, first)
        enqueue_score(AttemptCompleted(attempt, passed=None, at=clock()), session)
        session.flush()
        thread.start()
        if database.engine.dialect.name == "postgresql":
            _wait_for_a_blocked_writer(database)
    thread.join(30)
    expected = [START] if same_attempt else [START, START + timedelta(seconds=1)]
    assert [score.timestamp for score in world.scores()] == expected


def _wait_for_a_blocked_writer(database: Database) -> None:
    for _ in range(1000):
        with database.engine.connect() as connection:
            if connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
        time.sleep(0.01)
    pytest.fail("the second transaction did not meet the first")
