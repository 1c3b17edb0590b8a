from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from lti_tool.db import Database
from lti_tool.grades.models import Score, ScoreState
from lti_tool.grades.relay import Report, Status, retry_failed, status
from lti_tool.outgoing import OutgoingSession
from lti_tool.platforms.models import Platform, PlatformStatus
from tests.support.clock import START, ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.world import World, register

Relay = Callable[..., Report]
PAGE = b"<html>Erreur</html>"


def only(world: World) -> Score:
    (score,) = world.scores()
    return score


def test_a_grade_reaches_the_gradebook(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete(200 / 3)
    clock.advance(2.5)
    assert relay() == Report(sent=1)
    score = only(world)
    assert (score.state, score.sent_at, score.last_error) == (ScoreState.SENT, clock(), None)
    assert (score.lease_owner, score.leased_until, score.attempts) == (None, None, 1)
    assert [grade["scoreGiven"] for grade in lms.grades.values()] == [66.67]
    assert relay() == Report()


def test_a_class_costs_one_token(world: World, relay: Relay, lms: FakePlatform) -> None:
    for subject in ("4", "5", "6"):
        world.complete(subject=subject)
    assert relay() == Report(sent=3)
    assert len(lms.token_calls) == 1


@pytest.mark.parametrize(
    ("fault", "state", "error"),
    [
        (Fault("409 Conflict"), ScoreState.SUPERSEDED, "conflict"),
        (Fault("404 Not Found"), ScoreState.FAILED, "line_item_gone Not Found"),
        (Fault("400 User is not gradable"), ScoreState.FAILED, "rejected_400 User is not gradable"),
        (Fault("422 Non"), ScoreState.FAILED, "rejected_422 Non"),
        (Fault("403 Forbidden"), ScoreState.QUEUED, "forbidden Forbidden"),
        (Fault("500 Oops", PAGE), ScoreState.QUEUED, "http_500"),
        (Fault("200 OK", PAGE), ScoreState.QUEUED, "html_page"),
        (Fault("429 Slow"), ScoreState.QUEUED, "busy"),
    ],
)
def test_every_answer_has_its_end(
    world: World, relay: Relay, lms: FakePlatform, fault: Fault, state: ScoreState, error: str
) -> None:
    world.complete()
    lms.fail("score", fault)
    report = relay()
    score = only(world)
    assert (score.state, score.last_error) == (state, error)
    assert (report.postponed, report.failed, report.superseded) == (
        state == ScoreState.QUEUED,
        state == ScoreState.FAILED,
        state == ScoreState.SUPERSEDED,
    )
    assert score.sent_at is None
    assert len(lms.posts) == 1


def test_a_second_401_waits(world: World, relay: Relay, lms: FakePlatform) -> None:
    world.complete()
    lms.fail("score", Fault("401 No"), Fault("401 No"))
    assert relay() == Report(postponed=1)
    assert only(world).last_error == "unauthorized"


def test_a_refused_token_waits_and_is_cured_without_a_hand(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete()
    lms.fail("token", Fault("404 Not Found", PAGE))
    assert relay() == Report(postponed=1)
    assert only(world).last_error == "platform_cannot_read_our_keys"
    clock.advance(1)
    assert relay() == Report(sent=1)


def test_a_column_elsewhere_fails_without_a_call(world: World, relay: Relay, lms: FakePlatform) -> None:
    world.complete(line_item_url="https://mal.example\\@lms.exemple.fr/lineitem")
    assert relay() == Report(failed=1)
    assert only(world).last_error == "foreign_line_item"
    assert lms.token_calls == lms.posts == []


class HighestWait(random.Random):
    """Chance that always draws the upper bound."""

    def uniform(self, a: float, b: float) -> float:
        return b


def test_an_outage_has_no_limit_and_waits_from_1_second_to_15_minutes(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete()
    waits = []
    for _ in range(40):
        lms.fail("score", Fault("503 Down"))
        assert relay(rng=HighestWait()) == Report(postponed=1)
        wait = only(world).next_try_at - clock()
        waits.append(wait.total_seconds())
        clock.advance(wait.total_seconds() - 0.001)
        assert relay() == Report()
        clock.advance(0.001)
    assert waits[:11] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]
    assert set(waits[10:]) == {900}
    assert relay() == Report(sent=1)


def test_the_wait_is_drawn_between_zero_and_the_bound(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete()
    world.change(only(world), attempts=4)
    lms.fail("score", Fault("503 Down"))
    relay(rng=random.Random(7))
    drawn = timedelta(seconds=random.Random(7).uniform(0, 16))
    assert only(world).next_try_at == clock() + drawn


def test_a_busy_platform_is_obeyed_for_all_its_scores(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete()
    world.complete(subject="5")
    lms.fail("score", Fault("429 Slow", headers={"Retry-After": "120"}))
    assert relay() == Report(postponed=1)
    assert {score.next_try_at for score in world.scores()} == {START + timedelta(seconds=120)}
    clock.advance(119)
    assert relay() == Report()
    clock.advance(1)
    assert relay() == Report(sent=2)


def test_a_platform_that_is_down_does_not_keep_the_others_waiting(
    world: World,
    database: Database,
    relay: Relay,
    lms: FakePlatform,
    clock: ManualClock,
    impatient: OutgoingSession,
) -> None:
    with FakePlatform(clock).serving() as silent:
        silent.fail("token", *[Fault("200 OK", hang=True)] * 3)
        other = register(database, clock, silent)
        for subject in ("4", "5", "6"):
            other.complete(subject=subject)
        world.complete()
        assert relay(http=impatient) == Report(postponed=1, sent=1)
    assert len(lms.grades) == 1


def test_a_score_dated_ahead_waits_for_its_second(world: World, relay: Relay, clock: ManualClock) -> None:
    for percent in (10, 20, 30):
        world.complete(percent)
    assert relay() == Report(sent=1)
    clock.advance(0.999)
    assert relay() == Report()
    clock.advance(0.001)
    assert relay() == Report(sent=1)
    with world.database.begin() as session:
        retry_failed(session)
    assert relay() == Report()
    clock.advance(1)
    assert relay() == Report(sent=1)


def test_a_score_waits_for_a_clock_that_was_put_back(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete()
    clock.advance(-60)
    world.change(only(world), next_try_at=clock())  # as a retry decided after the correction
    assert relay() == Report()
    clock.advance(60)
    assert relay() == Report(sent=1)


def test_scores_of_one_person_leave_in_order(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    for percent in (10, 20, 30):
        world.complete(percent)
    clock.advance(10)
    lms.fail("score", Fault("503 Down"))
    assert relay() == Report(postponed=1)
    assert len(lms.posts) == 1  # the newer ones do not pass it
    clock.advance(10)
    assert relay() == Report(sent=3)
    assert [grade["scoreGiven"] for grade in lms.grades.values()] == [30]


def test_an_older_score_never_follows_a_newer_one(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock, database: Database
) -> None:
    world.complete(10)
    world.complete(20)
    clock.advance(10)
    lms.fail("score", Fault("400 Not yet enrolled"))
    assert relay() == Report(failed=1, sent=1)
    with database.begin() as session:
        assert retry_failed(session) == 1
    lms.posts.clear()
    assert relay() == Report(superseded=1)
    assert lms.posts == []
    older, newer = world.scores()
    assert (older.state, older.last_error) == (ScoreState.SUPERSEDED, "newer_score_sent")
    assert newer.state == ScoreState.SENT


def test_a_failed_score_is_sent_again_on_request(
    world: World, relay: Relay, lms: FakePlatform, database: Database
) -> None:
    lms.gradable.clear()
    world.complete()
    assert relay() == Report(failed=1)
    assert relay() == Report()
    lms.gradable.add("4")
    with database.begin() as session:
        assert retry_failed(session) == 1
        assert retry_failed(session) == 0
    assert relay() == Report(sent=1)


def test_an_answer_lost_on_its_way_ends_well(
    world: World, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete()
    lms.fail("score", Fault("502 Bad Gateway", after=True))
    assert relay() == Report(postponed=1)
    clock.advance(5)
    assert relay() == Report(superseded=1)
    score = only(world)
    assert (score.state, score.last_error) == (ScoreState.SUPERSEDED, "conflict_after_retry")
    (_, first), (_, second) = lms.posts
    assert first == second
    assert len(lms.grades) == 1


def test_a_disabled_platform_gets_nothing_until_it_is_back(world: World, relay: Relay) -> None:
    world.complete()
    for state, report in [(PlatformStatus.DISABLED, Report()), (PlatformStatus.ACTIVE, Report(sent=1))]:
        with world.database.begin() as session:
            session.get_one(Platform, world.platform_id).status = state
        assert relay() == report


def test_it_stops_between_two_scores(world: World, relay: Relay) -> None:
    world.complete()
    world.complete(subject="5")
    answers = iter([False, True])
    assert relay(stop=lambda: next(answers)) == Report(sent=1)


def test_neither_the_person_nor_the_token_is_told(
    world: World, relay: Relay, lms: FakePlatform, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="lti_tool.grades.relay")
    lms.gradable.clear()
    world.complete(subject="agent-7")
    relay()
    assert only(world).last_error == "rejected_400 User … is not gradable in this course"
    assert "rejected_400" in caplog.text
    assert "agent-7" not in caplog.text
    assert not any(token in caplog.text for token in lms.tokens)


def test_the_outbox_at_a_glance(
    world: World, relay: Relay, lms: FakePlatform, database: Database, clock: ManualClock
) -> None:
    with database.begin() as session:
        assert status(session) == Status(0, 0, 0, 0, None, {})
    for subject in ("4", "5", "99"):
        world.complete(subject=subject)
        clock.advance(1)
    lms.fail("score", Fault("403 Forbidden"))
    relay()
    with database.begin() as session:
        seen = status(session)
    assert (seen.queued, seen.sent, seen.superseded, seen.failed) == (1, 1, 0, 1)
    assert seen.oldest_queued == START
    assert seen.problems == {
        "forbidden Forbidden": 1,
        "rejected_400 User … is not gradable in this course": 1,
    }
