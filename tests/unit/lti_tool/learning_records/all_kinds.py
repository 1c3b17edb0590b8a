"""Attempts of every kind, and what they leave in the outbox: every verb of the catalogue is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from lti_tool.assessment.models import Outcome
from lti_tool.config import Settings
from lti_tool.db import Database
from lti_tool.expiry import expire
from lti_tool.learning_records.corrections import Replacement, correct
from lti_tool.learning_records.handlers import Recorder
from tests.support.clock import ManualClock
from tests.support.databases import SQLITE, Databases
from tests.unit.lti_tool.learning_records.world import (
    PUBLIC_URL,
    World,
    always,
    make_world,
    mixed,
    shipped,
    with_threshold,
)
from xapi import results, vocabulary
from xapi.vocabulary import CorrectionReason


def play_everything(world: World) -> None:
    """Attempts of every kind: with and without a threshold, interrupted, abandoned, corrected."""
    world.progress = True
    for number, (threshold, play) in enumerate(
        [
            (None, mixed),
            (None, always(Outcome.CORRECT)),
            (None, always(Outcome.UNUSABLE)),
            (None, always(Outcome.UNKNOWN)),
            (60, always(Outcome.CORRECT)),
            (100, lambda position: Outcome.CORRECT if position % 2 else Outcome.INCORRECT),
        ]
    ):
        world.catalogue = with_threshold(threshold)
        world.play(play, world.launch(subject=f"played-{number}"))
    world.catalogue = shipped()
    interrupted = world.launch(subject="interrupted")
    attempt_id = world.start(interrupted)
    world.step(interrupted, attempt_id, mixed)
    world.clock.advance(7200)
    again = world.launch(subject="interrupted")
    world.start(again)
    while world.step(again, attempt_id, mixed):
        pass
    world.start(world.launch(subject="gone"))
    correct_the_failed(world)
    world.clock.advance(timedelta(days=200).total_seconds())
    settings = Settings(public_url=PUBLIC_URL, secret_key="x" * 32)  # type: ignore[call-arg]  # rest by default
    assert expire(settings, world.database, world.catalogue, world.clock, days=180) == 1


def correct_the_failed(world: World) -> None:
    failed = [body for body in map(json.loads, world.bodies()) if body["verb"]["id"] == vocabulary.FAILED.id]
    result = results.of_positioning(100, timedelta(seconds=60), success=True, mastery=1.0)
    recorder = Recorder(world.catalogue, PUBLIC_URL)
    with world.database.begin() as session:
        correct(
            session,
            recorder,
            UUID(failed[0]["id"]),
            CorrectionReason.REGRADE,
            world.clock(),
            Replacement(result, vocabulary.PASSED),
        )


@contextmanager
def emitted_by_all_kinds(databases: Databases) -> Iterator[list[dict[str, Any]]]:
    """What the recorder wrote for these attempts, in order."""
    url = databases.create(SQLITE)
    database = Database(url)
    world = make_world(database, ManualClock())
    play_everything(world)
    yield [json.loads(body) for body in world.bodies()]
    database.dispose()
    databases.drop(url)
