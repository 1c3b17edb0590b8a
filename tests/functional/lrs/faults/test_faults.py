"""The fault table: whatever fails, nothing is lost, nothing arrives twice, nothing overtakes.

`FAULT_STATEMENTS` (300 by default; `make faults` says 10,000) is how many statements each trial sends.
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lti_tool.learning_records.relay import Patience
from tests.functional.lrs.faults.trial import COUNT, Store, Trial, environment, trial
from tests.functional.lrs.relays import RelayProcess, wait_until
from tests.support.databases import prepare_schema
from tests.support.postgres import running_postgres

IS_LONG = COUNT > 1000
OUTAGE = timedelta(minutes=30)
POISON = 3 if not IS_LONG else 20
KILLS = 3 if not IS_LONG else 20
RESTARTS = 2 if not IS_LONG else 10
# One POST in so many is spoiled: some in a short trial, dozens in a long one.
EVERY = 2 if not IS_LONG else 5
SHORT = Patience(timedelta(seconds=3))  # an answer that takes a second is given up

pytestmark = pytest.mark.timeout(300 if not IS_LONG else 3600)


def run(made: Trial) -> float:
    """Deliver everything; the simulated seconds that passed."""
    start = made.clock()
    made.deliver()
    return (made.clock() - start).total_seconds()


@pytest.mark.parametrize(
    ("fault", "options"),
    [
        ("none", {}),
        ("busy", {}),
        ("error_after", {}),
        ("answer_lost", {}),
        ("part_known", {}),
        ("conflict", {"every": EVERY * 2}),
        ("too_large", {"every": 1}),
        ("slow", {"patience": SHORT, "every": EVERY * 2}),
        ("cut", {}),
        ("portal", {}),
    ],
)
def test_a_fault_of_the_way_or_of_the_lrs(
    store: Store, url: str, judge: Any, fault: str, options: dict[str, Any]
) -> None:
    begun = time.monotonic()
    with trial(url, store, COUNT, **{"fault": fault, "every": EVERY, **options}) as made:
        waited = run(made)
        row = judge(made, fault, begun)
        row.simulated_s = waited
        assert (made.proxy.strikes > 0) == (fault != "none")


def test_poison_in_the_middle(store: Store, url: str, judge: Any) -> None:
    begun = time.monotonic()
    with trial(url, store, COUNT, poison=POISON) as made:
        run(made)
        judge(made, "poison", begun, refused=len(made.poison))
        assert len(made.poison) >= POISON


def test_an_outage_of_half_an_hour(store: Store, url: str, judge: Any) -> None:
    begun = time.monotonic()
    with trial(url, store, COUNT) as made:
        end = made.clock() + OUTAGE
        made.proxy.down = lambda: made.clock() < end
        waited = run(made)
        row = judge(made, "outage of 30 min", begun)
        row.simulated_s = waited
        assert waited >= OUTAGE.total_seconds()


def test_the_relay_is_killed_with_statements_on_their_way(
    store: Store, url: str, judge: Any, tmp_path: Path
) -> None:
    """Each time at the worst moment: the LRS has stored the batch, the relay has not heard of it."""
    begun = time.monotonic()
    with trial(url, store, COUNT) as made:
        for number in range(KILLS):
            made.proxy.release.clear()
            made.proxy.holding.clear()
            made.proxy.hold = True
            relay = RelayProcess(environment(url, lease_s=3), tmp_path / f"relay-{number}.log")
            assert made.proxy.holding.wait(60), relay.output[-2000:]
            relay.kill()
            made.proxy.hold = False
            made.proxy.release.set()
        last = RelayProcess(environment(url, lease_s=3), tmp_path / "relay-last.log")
        try:
            assert wait_until(lambda: made.waiting() == 0, 1200), last.output[-2000:]
        finally:
            last.end()
        row = judge(made, f"SIGKILL × {KILLS}", begun)
        row.strikes = KILLS


def test_the_database_restarts_while_statements_are_on_their_way(store: Store, judge: Any) -> None:
    begun = time.monotonic()
    with running_postgres() as server:
        url = server.create_database("faults")
        prepare_schema(url)
        left = [RESTARTS]

        def restart() -> None:
            if left[0]:
                left[0] -= 1
                server.restart()

        with trial(url, store, COUNT, fault="nothing", every=2, on_strike=restart) as made:
            run(made)
            row = judge(made, f"PostgreSQL restart × {RESTARTS}", begun)
            row.strikes = RESTARTS - left[0]
            assert left == [0]
