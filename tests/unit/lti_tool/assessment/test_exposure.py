"""Items that many people were shown lately are withheld, and an attempt remembers which."""

from __future__ import annotations

from collections import Counter

from lti_tool import adaptive
from lti_tool.adaptive.joint.exposure import GREATEST_EXPOSURE, over_exposed
from lti_tool.assessment import services
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.exposure import shown_too_often
from lti_tool.assessment.models import Attempt
from tests.unit.lti_tool.assessment.conftest import Room


def begun(room: Room, count: int) -> list[Attempt]:
    """So many people begin, each on their own, and answer three items."""
    attempts = []
    for _ in range(count):
        launch = room.learner()
        attempt = services.start(room.desk(), launch)
        for right in (True, False, True):
            room.answer(launch, attempt, right=right)
        room.clock.advance(60)
        attempts.append(attempt)
    return attempts


def test_a_share_is_only_a_share_of_enough_attempts() -> None:
    assert over_exposed({"a": 3}, 3) == {}
    assert over_exposed({"a": 4, "b": 3}, 4) == {"a": 0.4}
    assert over_exposed({"a": 41, "b": 39}, 100) == {"a": 0.41}
    assert over_exposed({}, 0) == {}


def test_nobody_starts_with_an_item_that_four_in_ten_were_shown(room: Room) -> None:
    attempts = begun(room, 30)

    firsts = Counter(one.administrations[0].item_id for one in attempts)
    assert max(firsts.values()) <= GREATEST_EXPOSURE * len(attempts) + 1
    assert any(one.withheld for one in attempts)
    for one in attempts:
        assert one.administrations[0].item_id not in (one.withheld or {})
        assert one.engine_version == adaptive.engine_named(one.engine).version


def test_what_others_do_later_changes_nothing_to_an_attempt(room: Room) -> None:
    *_, mine = begun(room, 12)
    engine, state = engine_state(mine, room.catalogue)
    then = engine.next(state), engine.estimate(state)
    begun(room, 5)
    room.session.flush()
    room.session.expire_all()

    again, rebuilt = engine_state(mine, room.catalogue)

    assert (again.next(rebuilt), again.estimate(rebuilt)) == then
    assert shown_too_often(room.session, mine.pathway_id) != mine.withheld


def test_an_attempt_of_before_the_count_draws_lots_as_it_did(room: Room) -> None:
    (attempt,) = begun(room, 1)
    attempt.withheld = attempt.engine_version = None
    room.session.flush()
    room.session.expire_all()

    _, state = engine_state(attempt, room.catalogue)

    assert attempt.withheld is None
    assert all(item.usage is None for item in state.bank)
