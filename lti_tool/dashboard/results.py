"""The group's results, by one aggregated read-only query, whatever the number of people.

A level is the one of the framework (1 to 8). The level that a person reached in a topic is the highest
mastered one, 0 when none is; a group's is the mean of its people's. What was set aside for a person
(no usable item) leaves their count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.dashboard.models import TopicResult


@dataclass(frozen=True)
class SkillCount:
    """How many people master a skill, out of those for whom it counts."""

    mastered: int
    counted: int

    @property
    def percent(self) -> int:
        """Share of the people who master it."""
        return round(100 * self.mastered / self.counted) if self.counted else 0


@dataclass(frozen=True)
class TopicGroup:
    """One topic of the pathway, for the group. `reached_by` says how many people reached each level."""

    id: str
    title: str
    competence_id: str
    mastered: int
    counted: int
    targeted: float  # the highest level that the pathway aims at
    reached_by: dict[int, int]

    @property
    def reached(self) -> float:
        """Mean of the people's levels."""
        people = sum(self.reached_by.values())
        return sum(level * count for level, count in self.reached_by.items()) / people if people else 0.0

    @property
    def percent(self) -> int:
        """Share of the targeted skills that are mastered."""
        return round(100 * self.mastered / self.counted) if self.counted else 0


@dataclass(frozen=True)
class Heading:
    """A competence or a domain: its topics put together."""

    id: str
    title: str
    topics: tuple[TopicGroup, ...]

    @property
    def percent(self) -> int:
        """Share of the targeted skills that are mastered."""
        counted = sum(one.counted for one in self.topics)
        return round(100 * sum(one.mastered for one in self.topics) / counted) if counted else 0

    @property
    def reached(self) -> float:
        """Mean level over the topics."""
        return sum(one.reached for one in self.topics) / len(self.topics)

    @property
    def targeted(self) -> float:
        """Mean targeted level over the topics."""
        return sum(one.targeted for one in self.topics) / len(self.topics)


@dataclass(frozen=True)
class GroupResults:
    """What a group masters."""

    topics: tuple[TopicGroup, ...]
    skills: dict[tuple[str, int], SkillCount]
    competences: tuple[Heading, ...]
    domains: tuple[Heading, ...]

    @property
    def percent(self) -> int:
        """Share of the targeted skills that are mastered, over everybody."""
        counted = sum(one.counted for one in self.topics)
        return round(100 * sum(one.mastered for one in self.topics) / counted) if counted else 0


def latest_results(link_id: UUID, learner_id: UUID | None = None) -> Select[UUID]:
    """The attempt that counts for each person (or for one): the last one finished and not set aside."""
    place = func.row_number().over(partition_by=Attempt.learner_id, order_by=Attempt.number.desc())
    ranked = select(Attempt.id, place.label("place")).where(
        Attempt.resource_link_id == link_id,
        Attempt.mode == Mode.GRADED,
        Attempt.finished_at.is_not(None),
        Attempt.set_aside_at.is_(None),
    )
    if learner_id is not None:
        ranked = ranked.where(Attempt.learner_id == learner_id)
    found = ranked.subquery()
    return select(found.c.id).where(found.c.place == 1)


def group_results(session: Session, link_id: UUID, catalogue: Catalogue) -> GroupResults:
    """The results of everybody who finished, in the order of the framework."""
    skills, reached = _counts(session, link_id)
    topics = tuple(
        _topic(topic_id, skills, reached[topic_id], catalogue)
        for topic_id in catalogue.topics
        if topic_id in reached
    )
    competences = _headings(
        (catalogue.competences[one.competence_id].title, one.competence_id, one) for one in topics
    )
    domains = _headings(
        (catalogue.domains[domain].title, domain, one)
        for one in topics
        for domain in [catalogue.competences[one.competence_id].domain_id]
    )
    return GroupResults(topics, skills, competences, domains)


def _counts(
    session: Session, link_id: UUID
) -> tuple[dict[tuple[str, int], SkillCount], dict[str, dict[int, int]]]:
    """By skill: the people who master it; by topic: how many have each level as their highest (0: none)."""
    mastered_by: Counter[tuple[str, int]] = Counter()
    counted_by: Counter[tuple[str, int]] = Counter()
    reached: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    query = (
        select(TopicResult.topic, TopicResult.mastered, TopicResult.counted, func.count())
        .where(TopicResult.attempt_id.in_(latest_results(link_id)), TopicResult.counted > 0)
        .group_by(TopicResult.topic, TopicResult.mastered, TopicResult.counted)
    )
    for topic, mastered, counted, people in session.execute(query):
        reached[topic][max(mastered.bit_length() - 1, 0)] += people
        for level in range(1, counted.bit_length()):
            counted_by[(topic, level)] += people * (counted >> level & 1)
            mastered_by[(topic, level)] += people * (mastered >> level & 1)
    skills = {key: SkillCount(mastered_by[key], count) for key, count in counted_by.items() if count}
    return skills, {topic: dict(levels) for topic, levels in reached.items()}


def _topic(
    topic_id: str,
    skills: dict[tuple[str, int], SkillCount],
    reached_by: dict[int, int],
    catalogue: Catalogue,
) -> TopicGroup:
    mine = {level: count for (topic, level), count in skills.items() if topic == topic_id}
    topic = catalogue.topics[topic_id]
    return TopicGroup(
        id=topic_id,
        title=topic.title,
        competence_id=topic.competence,
        mastered=sum(one.mastered for one in mine.values()),
        counted=sum(one.counted for one in mine.values()),
        targeted=max(mine),
        reached_by=reached_by,
    )


def _headings(rows: Iterable[tuple[str, str, TopicGroup]]) -> tuple[Heading, ...]:
    grouped: dict[tuple[str, str], list[TopicGroup]] = {}
    for title, id_, topic in rows:
        grouped.setdefault((id_, title), []).append(topic)
    return tuple(Heading(id_, title, tuple(topics)) for (id_, title), topics in sorted(grouped.items()))
