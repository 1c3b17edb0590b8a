"""The skills to train first: the next step of most people, then the lower ones."""

from __future__ import annotations

from lti_tool.dashboard.results import GroupResults, SkillCount, TopicGroup
from lti_tool.dashboard.training import training_needs
from tests.unit.lti_tool.learning_records.world import shipped

TARGETS = {"mots-de-passe": 4, "hameconnage": 5, "rgpd": 4}


def results(reached: dict[str, dict[int, int]]) -> GroupResults:
    catalogue = shipped()
    skills = {
        (topic, level): SkillCount(0, 10)
        for topic in reached
        for level in catalogue.topics[topic].levels
        if level <= TARGETS[topic]
    }
    topics = tuple(
        TopicGroup(topic, topic, catalogue.topics[topic].competence, 0, 10, TARGETS[topic], levels)
        for topic, levels in reached.items()
    )
    return GroupResults(topics, skills, (), ())


def test_the_step_that_most_people_share_comes_first() -> None:
    needs = training_needs(
        results({"mots-de-passe": {0: 2, 2: 5, 4: 3}, "hameconnage": {1: 4, 3: 6}, "rgpd": {4: 10}}),
        shipped(),
    )

    assert [(need.skill.id, need.people) for need in needs] == [
        ("hameconnage.4", 6),
        ("mots-de-passe.3", 5),
        ("hameconnage.2", 4),
        ("mots-de-passe.1", 2),
    ]


def test_at_the_same_number_the_lower_step_comes_first() -> None:
    needs = training_needs(results({"mots-de-passe": {2: 5, 0: 5}}), shipped())

    assert [need.skill.level for need in needs] == [1, 3]


def test_a_group_that_has_everything_needs_nothing() -> None:
    assert training_needs(results({"rgpd": {4: 10}}), shipped()) == ()


def test_five_at_the_most_with_two_tutorials_each() -> None:
    needs = training_needs(
        results({topic: dict.fromkeys(range(target), 1) for topic, target in TARGETS.items()}), shipped()
    )

    assert len(needs) == 5
    assert all(0 < len(need.tutorials) <= 2 for need in needs)
