"""What the learner reads at the end."""

from __future__ import annotations

import pytest

from lti_tool.assessment import results, services
from lti_tool.assessment.models import Outcome
from tests.unit.lti_tool.assessment.conftest import Room


def test_three_priorities_from_the_lowest_level_with_the_right_answer(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    room.play(launch, attempt, right=False)
    result = results.learner_result(attempt, room.catalogue)

    assert len(result.priorities) == 3
    assert all(review.unknown and review.expected for review in result.priorities)
    levels = {item.title: item.level for item in room.catalogue.items.values()}
    found = [levels[review.title] for review in result.priorities]
    assert found == sorted(found)
    assert result.strengths == ()


def test_strengths_are_the_topics_that_are_whole(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    room.play(launch, attempt)
    result = results.learner_result(attempt, room.catalogue)

    assert len(result.strengths) == len(result.topics) == 5
    assert (result.mastered, result.targeted, result.percent) == (20, 20, 100)
    assert result.priorities == ()
    assert {topic.percent for topic in result.topics} == {100}


def test_what_could_not_be_used_is_said_apart(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    while (shown := attempt.pending) is not None:
        services.pass_item(room.desk(), launch, shown.id, Outcome.UNUSABLE)
    result = results.learner_result(attempt, room.catalogue)

    assert result.percent is None
    assert (result.mastered, result.targeted) == (0, 0)
    assert result.set_aside > 0


@pytest.mark.parametrize(("level", "name"), [(1, "novice"), (3, "independant"), (6, "avance"), (8, "expert")])
def test_levels_have_the_words_of_the_framework(level: int, name: str) -> None:
    assert results.level_name(level) == name
