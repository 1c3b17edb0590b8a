"""What the learner reads at the end."""

from __future__ import annotations

import pytest

from lti_tool.adaptive import CompetenceEstimate, Estimate, Mastery, Progress, Skill, SkillEstimate
from lti_tool.assessment import results, services
from lti_tool.assessment.levels import competence_results, level_name
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

    assert len(result.strengths) == len(result.topics) == 10
    assert (result.mastered, result.targeted, result.percent) == (37, 37, 100)
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


def test_each_competence_has_a_level_with_its_margin_and_its_skills_say_where_they_come_from(
    room: Room,
) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    room.play(launch, attempt)
    result = results.learner_result(attempt, room.catalogue)

    assert [one.targeted for one in result.competences] == [5, 4, 4]
    for one in result.competences:
        assert one.low <= one.score <= one.high <= one.targeted
        assert one.lowest <= one.highest
        assert one.level_name in {"independant", "avance"}
    skills = [skill for topic in result.topics for skill in topic.skills]
    assert len(skills) == 37
    assert sum(skill.observed for skill in skills) == len({one.skill for one in attempt.administrations})
    assert all(skill.statement for skill in skills)


@pytest.mark.parametrize(
    ("score", "deviation", "expected"),
    [(3.4, 0.6, (3, 4, "independant")), (0.1, 0.3, (0, 0, "novice")), (4.9, 0.2, (5, 5, "avance"))],
)
def test_a_score_becomes_words(
    room: Room, score: float, deviation: float, expected: tuple[int, int, str]
) -> None:
    skills = (SkillEstimate(Skill("rgpd", 1), Mastery.MASTERED),)
    competence = CompetenceEstimate("4.2", score, deviation, 0, 5, 5)
    unheard = CompetenceEstimate("1.1", 3.0, 1.0, 0, 5, 5)
    estimate = Estimate(3.0, (), skills, 100.0, Progress(1, 0, 0), (competence, unheard))

    (found,) = competence_results(estimate, room.catalogue)
    assert (found.lowest, found.highest, found.level_name) == expected
    assert found.is_top == (score > 4.5)


@pytest.mark.parametrize(
    ("level", "name"), [(0, "novice"), (1, "novice"), (3, "independant"), (6, "avance"), (8, "expert")]
)
def test_levels_have_the_words_of_the_framework(level: int, name: str) -> None:
    assert level_name(level) == name
