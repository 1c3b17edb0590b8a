"""From results to a training plan: the skills to train first, and words to copy into the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from content.model import Catalogue, Skill, Tutorial
from lti_tool.dashboard.results import GroupResults, TopicGroup

FIRST = 5
TUTORIALS = 2  # by skill; more is a library, not advice


@dataclass(frozen=True)
class TrainingNeed:
    """A skill that is the next step for `people` of the group."""

    skill: Skill
    topic_title: str
    competence_title: str
    people: int
    mastered_percent: int
    tutorials: tuple[Tutorial, ...]


def training_needs(results: GroupResults, catalogue: Catalogue) -> tuple[TrainingNeed, ...]:
    """The five skills to train first.

    A person's next step in a topic is the first rung above the one they reached: what lies higher can
    wait for it. The skills that are the next step of most people come first; then the lower ones.
    """
    next_steps: Counter[tuple[str, int]] = Counter()
    for topic in results.topics:
        next_steps.update(
            _next_steps(topic, sorted(level for id_, level in results.skills if id_ == topic.id))
        )
    order = {id_: place for place, id_ in enumerate(catalogue.topics)}
    ranked = sorted(next_steps.items(), key=lambda pair: (-pair[1], pair[0][1], order[pair[0][0]]))
    return tuple(_need(key, people, results, catalogue) for key, people in ranked[:FIRST])


def _next_steps(topic: TopicGroup, levels: list[int]) -> dict[tuple[str, int], int]:
    found: Counter[tuple[str, int]] = Counter()
    for reached, people in topic.reached_by.items():
        higher = [level for level in levels if level > reached]
        if higher:
            found[(topic.id, higher[0])] += people
    return found


def _need(key: tuple[str, int], people: int, results: GroupResults, catalogue: Catalogue) -> TrainingNeed:
    skill = catalogue.skills[f"{key[0]}.{key[1]}"]
    topic = catalogue.topics[key[0]]
    return TrainingNeed(
        skill=skill,
        topic_title=topic.title,
        competence_title=catalogue.competences[topic.competence].title,
        people=people,
        mastered_percent=results.skills[key].percent,
        tutorials=_tutorials(skill.id, catalogue),
    )


def _tutorials(skill_id: str, catalogue: Catalogue) -> tuple[Tutorial, ...]:
    found = {
        (one.title, one.source): one
        for item in catalogue.items.values()
        if item.skill == skill_id
        for one in item.tutorials
    }
    # Those that can be opened first.
    return tuple(sorted(found.values(), key=lambda one: one.source is None)[:TUTORIALS])
