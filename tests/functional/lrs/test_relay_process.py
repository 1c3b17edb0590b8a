"""`parcours relay` as a process: one round, a clean end, an end at once, an end that says why."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

from sqlalchemy import select

from lti_tool.learning_records.models import Lrs
from tests.functional.lrs.installation import Installation, at_random
from tests.functional.lrs.relays import RelayProcess, running, wait_until

SOON = 60.0  # seconds: never waited for when all is well
BATCH = 50


def played(place: Installation) -> int:
    """More than one batch of statements waits."""
    rng = random.Random(1)
    while place.statements() <= 2 * BATCH:
        place.play(place.enrol(), at_random(rng))
    return place.statements()


def lease(place: Installation) -> object:
    with place.database.begin() as session:
        return session.scalars(select(Lrs.lease_owner)).one()


def test_one_round(place: Installation, tmp_path: Path) -> None:
    written = played(place)
    relay = RelayProcess(place.environment(), tmp_path / "log", ["--once"])

    assert relay.wait() == 0
    attempts = len(place.expected_grades())
    assert relay.output.split("\n")[-2] == f"{written + attempts} livraison(s) terminée(s)."
    assert len(place.lrs.statements()) == written
    assert len(place.grades()) == attempts


def test_asked_to_stop_it_ends_the_request_under_way(place: Installation, tmp_path: Path) -> None:
    written = played(place)
    place.lrs.watch.open.clear()
    with running(place.environment(), tmp_path) as relays:
        assert place.lrs.watch.entered.wait(SOON)
        (relay,) = relays.all()
        relay.ask_to_stop()
        time.sleep(1)
        relay.check_alive()
        assert lease(place) is not None
        place.lrs.watch.open.set()

        assert relay.wait() == 0
    statements, _ = place.status()
    assert len(place.lrs.statements()) == statements.delivered == BATCH
    assert statements.waiting == written - BATCH
    assert lease(place) is None


def test_asked_twice_it_ends_at_once(place: Installation, tmp_path: Path) -> None:
    played(place)
    place.lrs.watch.open.clear()
    with running(place.environment(), tmp_path) as relays:
        assert place.lrs.watch.entered.wait(SOON)
        (relay,) = relays.all()

        def ended() -> bool:
            relay.ask_to_stop()
            return relay.has_ended

        assert wait_until(ended, SOON)
        assert relay.wait() == -signal.SIGTERM
        place.lrs.watch.open.set()


def test_an_lrs_that_does_not_answer_holds_no_grade_back(place: Installation, tmp_path: Path) -> None:
    played(place)
    place.lrs.watch.open.clear()
    with running(place.environment(), tmp_path):
        assert place.lrs.watch.entered.wait(SOON)
        assert wait_until(lambda: len(place.grades()) == len(place.expected_grades()), SOON)
        assert place.lrs.statements() == []
        place.lrs.watch.open.set()


def test_under_another_secret_key_it_ends_and_says_so(place: Installation, tmp_path: Path) -> None:
    """One of its two loops cannot go on: the other one alone would look like a relay that works."""
    played(place)
    environment = {**place.environment(), "PARCOURS_SECRET_KEY": "une-autre-cle-assez-longue-pour-servir"}
    relay = RelayProcess(environment, tmp_path / "log")

    assert relay.wait() == 2
    assert "PARCOURS_SECRET_KEY" in relay.output
    assert "Traceback" not in relay.output
    assert lease(place) is None
