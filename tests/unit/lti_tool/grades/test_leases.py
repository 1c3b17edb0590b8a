from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from lti_tool.db import Database
from lti_tool.grades.leases import LEASE, Outcome, settle, take
from lti_tool.grades.models import ScoreState
from lti_tool.grades.relay import Report, deliver_due
from lti_tool.outgoing import TIMEOUTS, AddressPolicy, OutgoingSession
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.world import World

Relay = Callable[..., Report]


def test_a_lease_outlives_every_call_made_under_it() -> None:
    assert LEASE.total_seconds() > 4 * sum(TIMEOUTS)


def test_a_leased_score_is_nobody_elses(world: World, database: Database, clock: ManualClock) -> None:
    world.complete()
    lease = take(database, clock(), "relais-1", set())
    assert lease is not None
    assert take(database, clock(), "relais-2", set()) is None
    clock.advance(LEASE.total_seconds() - 0.001)
    assert take(database, clock(), "relais-2", set()) is None
    clock.advance(0.001)
    again = take(database, clock(), "relais-2", set())
    assert again is not None
    assert again.score.attempts == 2


def test_the_mark_of_a_relay_that_slept_is_not_written(
    world: World, database: Database, clock: ManualClock
) -> None:
    world.complete()
    slow = take(database, clock(), "relais-1", set())
    clock.advance(LEASE.total_seconds())
    # Even under the same name: a relay that was started again is not the one that held the lease.
    fast = take(database, clock(), "relais-1", set())
    assert slow is not None
    assert fast is not None
    assert not settle(database, slow, Outcome(ScoreState.FAILED, "late"), clock())
    assert settle(database, fast, Outcome(ScoreState.SENT), clock())
    assert not settle(database, fast, Outcome(ScoreState.FAILED, "twice"), clock())
    assert [score.state for score in world.scores()] == [ScoreState.SENT]


def test_a_newer_score_waits_while_an_older_one_is_held(
    world: World, database: Database, clock: ManualClock
) -> None:
    world.complete(10)
    world.complete(20)
    world.complete(subject="5")
    clock.advance(5)
    leases = [take(database, clock(), f"relais-{n}", set()) for n in range(3)]
    held = [(lease.score.user_id, lease.score.score_given) for lease in leases if lease]
    assert sorted(held) == [("4", 10), ("5", 66.67)]


def test_an_older_score_put_back_waits_while_a_newer_one_is_held(
    world: World, database: Database, clock: ManualClock
) -> None:
    older, newer = world.complete(10), world.complete(20)
    assert older is not None
    assert newer is not None
    clock.advance(5)
    world.change(older, state=ScoreState.FAILED)
    held = take(database, clock(), "relais-1", set())
    assert held is not None
    assert held.score.id == newer.id
    world.change(older, state=ScoreState.QUEUED)
    assert take(database, clock(), "relais-2", set()) is None


def test_a_relay_that_dies_after_the_post_loses_and_doubles_nothing(
    world: World, database: Database, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete()
    dead = take(database, clock(), "relais-mort", set())
    assert dead is not None
    clock.advance(LEASE.total_seconds())
    # What the dead one had posted, by way of a live relay whose own answer is lost as well.
    lms.fail("score", Fault("504 Gateway Timeout", after=True))
    assert relay() == Report(postponed=1)
    clock.advance(5)
    assert relay() == Report(superseded=1)
    (score,) = world.scores()
    assert (score.last_error, score.attempts) == ("conflict_after_retry", 3)
    assert len(set(lms.posts)) == len(lms.grades) == 1


def test_an_answer_that_comes_after_the_lease_is_told_as_lost(
    world: World, database: Database, relay: Relay, lms: FakePlatform, clock: ManualClock
) -> None:
    world.complete(subject="5")
    assert relay() == Report(sent=1)  # the token is there: the next call is the score
    world.complete()

    def sleep() -> None:
        lms.during = lambda: None
        clock.advance(LEASE.total_seconds())
        assert take(database, clock(), "relais-2", set()) is not None

    lms.during = sleep
    assert relay() == Report(lost=1)
    assert {score.user_id: score.lease_owner for score in world.scores()} == {"4": "relais-2", "5": None}


def test_several_relays_at_once_send_each_score_once(
    world: World, database: Database, lms: FakePlatform, clock: ManualClock, vault: Vault
) -> None:
    lms.during = lambda: None  # transactions of the other relays are open, and may be
    for percent in range(8):
        for subject in ("4", "5", "6"):
            world.complete(percent, subject=subject)
    clock.advance(60)
    start = threading.Barrier(4)

    def run(number: int) -> Report:
        start.wait(10)
        total = Report()
        policy = AddressPolicy(allow_loopback=True, private_hosts=frozenset())
        with OutgoingSession(policy) as http:
            while any(score.state == ScoreState.QUEUED for score in world.scores()):
                report = deliver_due(
                    database,
                    http,
                    vault,
                    clock,
                    owner=f"relais-{number}",
                    stop=lambda: False,
                    rng=random.Random(number),
                )
                assert report == Report(sent=report.sent)
                total = Report(sent=total.sent + report.sent)
        return total

    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(run, range(4)))
    assert sum(report.sent for report in reports) == len(lms.posts) == len(set(lms.posts)) == 24
    assert {grade["scoreGiven"] for grade in lms.grades.values()} == {7}
