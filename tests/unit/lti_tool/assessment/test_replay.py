"""An attempt rebuilt from its stored answers gives the same items and the same estimates."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest

from lti_tool import adaptive
from lti_tool.assessment import results, services
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.models import Attempt, Outcome
from tests.factories import launches
from tests.unit.lti_tool.assessment.conftest import Room


def played(room: Room, engine: str) -> Attempt:
    """Right, wrong and unusable answers, to the end."""
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    if engine != attempt.engine:  # as if it had begun before this version
        attempt.engine = engine
    for right in cycle([True, True, False, None]):
        shown = attempt.pending
        if shown is None:
            return attempt
        if right is None:
            services.pass_item(room.desk(), launch, shown.id, Outcome.UNUSABLE)
        else:
            room.answer(launch, attempt, right=right)
    raise AssertionError("an attempt ends")


@pytest.mark.parametrize("name", ["joint", "ladder"])
def test_what_is_stored_gives_back_every_item_and_the_estimate(room: Room, name: str) -> None:
    attempt = played(room, name)
    asked = [one.item_id for one in attempt.administrations]
    engine, state = engine_state(attempt, room.catalogue)
    estimate = engine.estimate(state)
    room.session.flush()
    room.session.expire_all()  # from here on, only what the database kept

    again, rebuilt = engine_state(attempt, room.catalogue)

    assert (again.name, attempt.engine) == (name, name)
    assert again.estimate(rebuilt) == estimate
    assert attempt.percent == estimate.percent
    choices = [
        again.next(replace(rebuilt, answers=rebuilt.answers[:done])) for done in range(len(rebuilt.answers))
    ]
    first = 0 if name == "joint" else 1  # the other one was begun by `joint`
    found = [choice.item_id for choice in choices if isinstance(choice, adaptive.Choice)]
    assert found[first:] == asked[first:]
    assert again.next(rebuilt) == adaptive.Stop(adaptive.StopReason(attempt.stop_reason or ""))


def test_an_attempt_that_began_on_the_ladder_goes_on_with_it(room: Room) -> None:
    attempt = played(room, "ladder")

    assert attempt.stop_reason in {"all_assessed", "out_of_reach", "no_item_left", "max_items"}
    assert results.learner_result(attempt, room.catalogue).competences == ()


def test_items_of_earlier_attempts_come_last_and_are_kept_with_the_attempt(room: Room) -> None:
    launch = room.learner()
    first = services.start(room.desk(), launch)
    room.play(launch, first)
    met = {one.item_id for one in first.administrations}
    link = launches.activity(room.session, launch.resource_link.deployment.platform)
    elsewhere = launches.launch(room.session, link, room.clock(), learner=launch.learner)

    second = services.start(room.desk(), elsewhere)
    room.answer(elsewhere, second, right=True)
    room.answer(elsewhere, second, right=True)

    assert first.seen_before == []
    assert set(second.seen_before) == met
    assert {one.item_id for one in second.administrations}.isdisjoint(met)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"max_items": 3}, "max_items"), ({"precision": 0.05, "max_items": None}, "no_item_left")],
)
def test_the_pathway_says_when_it_is_enough(room: Room, changes: dict[str, object], reason: str) -> None:
    pathway = room.catalogue.pathways["cyber-rgpd"].model_copy(update=changes)
    room.catalogue = room.catalogue.model_copy(update={"pathways": {"cyber-rgpd": pathway}})
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    number = room.play(launch, attempt)

    assert attempt.stop_reason in {reason, "nothing_useful"}
    assert number == 3 if reason == "max_items" else number > 10
