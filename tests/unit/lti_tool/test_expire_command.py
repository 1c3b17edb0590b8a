"""`parcours attempts expire`, as an operator types it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lti_tool.cli import main
from lti_tool.clock import utc_now
from lti_tool.db import Database
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, make_world


@pytest.fixture
def environment(database_url: str) -> dict[str, str]:
    return {
        "PARCOURS_PUBLIC_URL": PUBLIC_URL,
        "PARCOURS_SECRET_KEY": "x" * 40,
        "PARCOURS_DATABASE_URL": database_url,
    }


def test_it_closes_old_attempts_once(environment: dict[str, str], database_url: str) -> None:
    database = Database(database_url)
    old = make_world(database, ManualClock())  # this clock stands in the past
    attempt_id = old.start(old.launch())
    new = make_world(database, ManualClock(utc_now()), issuer="https://other.example")
    new.start(new.launch(subject="9"))

    first = CliRunner().invoke(main, ["attempts", "expire", "--days", "30", "--json"], env=environment)
    again = CliRunner().invoke(main, ["attempts", "expire"], env=environment)

    assert (first.exit_code, json.loads(first.output)) == (0, {"closed": 1, "days": 30})
    assert again.output == "0 tentative(s) close(s) après 180 jours sans activité.\n"
    assert old.attempt(attempt_id).is_abandoned
    database.dispose()


def test_a_wrong_number_of_days_is_refused(environment: dict[str, str]) -> None:
    done = CliRunner().invoke(main, ["attempts", "expire", "--days", "0"], env=environment)
    assert done.exit_code == 2
