"""The queues in words: what waits, since when, and why it does not leave."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from lti_tool.admin.queues import read_queues
from lti_tool.db import Database
from lti_tool.grades.models import ScoreState
from lti_tool.learning_records.models import Lrs, LrsState
from tests.support.clock import START, ManualClock
from tests.unit.lti_tool.grades.world import World, register

PUBLIC_URL = "https://parcours.example"


def world(database: Database, clock: ManualClock) -> World:
    lms = SimpleNamespace(
        url="https://lms.example",
        client_id="abc",
        token_url="https://lms.example/token",
        line_item=lambda: "https://lms.example/items/1",
    )
    return register(database, clock, lms)  # type: ignore[arg-type]


def test_empty_queues(database: Database) -> None:
    with database.begin() as session:
        traces, grades = read_queues(session, PUBLIC_URL)

    assert [dict(queue.counts)["en attente"] for queue in (traces, grades)] == [0, 0]
    assert traces.oldest is None
    assert not traces.needs_a_person
    assert not grades.needs_a_person


def test_what_waits_and_what_was_refused(database: Database, clock: ManualClock) -> None:
    place = world(database, clock)
    first = place.complete()
    clock.advance(60)
    second = place.complete(subject="5")
    assert first
    assert second
    place.change(second, state=ScoreState.FAILED, last_error="platform_cannot_read_our_keys")
    with database.begin() as session:
        session.add(
            Lrs(
                name="LRS de test",
                endpoint="https://lrs.example/xapi",
                username="u",
                password_encrypted="x",
                state=LrsState.PAUSED,
                pause_reason="credentials",
                failures=0,
                created_at=clock(),
            )
        )

    with database.begin() as session:
        traces, grades = read_queues(session, PUBLIC_URL)

    assert dict(grades.counts)["en attente"] == 1
    assert grades.oldest is not None
    assert abs(grades.oldest - START) < timedelta(seconds=61)
    assert grades.needs_a_person
    (problem,) = grades.problems
    assert f"{PUBLIC_URL}/lti/jwks.json" in problem.sentence
    (paused,) = traces.problems
    assert paused.sentence.startswith("Le LRS « LRS de test » est en pause : il refuse l’identifiant")
