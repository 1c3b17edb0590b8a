"""Two relays killed at random fifty times, an LRS and an LMS that fail: nothing lost, nothing twice."""

from __future__ import annotations

import hashlib
import json
import random
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tool.demo.lrs.config import FaultRates
from lti_tool.grades.models import Score, ScoreState
from lti_tool.learning_records.models import StatementRow
from tests.functional.lrs.installation import Installation, at_random, installed
from tests.functional.lrs.relays import Relays, running, wait_until

KILLS, STATEMENTS = 50, 2000
LEASE_S = 6
LRS_FAULTS = FaultRates(timeout=0.06, error_after=0.07, throttle=0.07)  # one request in five
LMS_FAULTS = {"ags_lost_answer": 3, "ags_500": 2, "ags_429": 1}  # every time five relays were killed
LONGEST_DELAY = 1.0  # seconds at work before a kill
LONGEST = 200.0  # seconds for the rest, once the killing is over

pytestmark = pytest.mark.slow


class Learners(threading.Thread):
    """They work all the while: statements flow as long as relays are killed."""

    def __init__(self, place: Installation, relays: Relays) -> None:
        super().__init__(daemon=True)
        self._place, self._relays = place, relays
        self._rng = random.Random(2)
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set() and (written := self._place.statements()) < STATEMENTS:
            if written < STATEMENTS * (self._relays.kills + 1) / KILLS:
                self._place.play(self._place.enrol(), at_random(self._rng))
            else:
                self.enough.wait(0.05)


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_nothing_comes_twice(database_url: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    faults = {"faults": LRS_FAULTS, "seed": 7, "timeout_seconds": 2.0, "retry_after_seconds": 1}
    with installed(database_url, lease_s=LEASE_S, **faults) as place:
        place.open_activity()
        with running(place.environment(), tmp_path, count=2) as relays:
            _kill(place, relays)
            killed = time.monotonic() - begun
            delivered = wait_until(place.is_delivered, LONGEST)
            relays.check_alive()
            codes = relays.stop()
        _print_summary(place, relays, f"killing {killed:.0f} s, all {time.monotonic() - begun:.0f} s")
        assert delivered, place.status()
        assert codes == [0, 0]
        _check_traces(place)
        _check_grades(place)


def _kill(place: Installation, relays: Relays) -> None:
    rng = random.Random(1)
    learners = Learners(place, relays)
    learners.start()
    try:
        while relays.kills < KILLS:
            relays.kill_one(rng, LONGEST_DELAY)
            if relays.kills % 5 == 0:
                place.lms.change("POST", "faults", dict(LMS_FAULTS))
        learners.join(60)  # what goes wrong in there is shown by pytest, and leaves too few statements
    finally:
        learners.enough.set()
        learners.join(60)


def _check_traces(place: Installation) -> None:
    with place.database.begin() as session:
        rows = session.scalars(select(StatementRow)).all()
    stored = {each["id"]: each for each in place.lrs.statements()}
    assert len(rows) >= STATEMENTS
    assert len(place.lrs.statements()) == len(stored) == len(rows)
    for row in rows:
        assert hashlib.sha256(row.body.encode()).hexdigest() == row.sha256
        shown = {
            key: value for key, value in stored[str(row.id)].items() if key not in {"stored", "authority"}
        }
        assert shown == json.loads(row.body)
    statements, _ = place.status()
    assert (statements.waiting, statements.quarantined) == (0, 0)
    assert statements.delivered == statements.statements == len(rows)
    assert place.lrs.watch.overlaps == set()


def _check_grades(place: Installation) -> None:
    attempts = place.attempts()
    assert all(attempt.finished_at for attempt in attempts)
    assert place.grades() == pytest.approx(place.expected_grades())
    assert len(place.grades()) == len([one for one in attempts if one.percent is not None])
    with place.database.begin() as session:
        scores = session.scalars(select(Score)).all()
    assert {score.state for score in scores} <= {ScoreState.SENT, ScoreState.SUPERSEDED}
    superseded = [score.last_error for score in scores if score.state == ScoreState.SUPERSEDED]
    assert set(superseded) <= {"conflict_after_retry"}
    assert all(post["score"]["gradingProgress"] == "FullyGraded" for post in place.lms.read("scores"))


def _print_summary(place: Installation, relays: Relays, times: str) -> None:
    stats, posts = place.lrs.stats(), place.lms.read("scores")
    again = sum(stats["deliveries"].values()) - len(stats["deliveries"])
    by_status: dict[int, int] = {}
    for post in posts:
        by_status[post["status"]] = by_status.get(post["status"], 0) + 1
    faults = {name: times for name, times in stats["faults"].items() if times}
    sys.stdout.write(
        f"\n{place.database.engine.dialect.name}: {relays.kills} kills, {place.statements()} statements, "
        f"{stats['count']} stored, {again} sent again, {len(place.lrs.watch.overlaps)} at once twice, "
        f"requests {stats['requests']}, faults {faults}; "
        f"{len(place.attempts())} attempts, scores {dict(sorted(by_status.items()))}; {times}\n"
    )
