"""The group's results, by aggregated read-only queries: two, whatever the number of people.

A level is the one of the framework (1 to 8). The level that a person reached in a topic is the highest
mastered one, 0 when none is; a group's is the mean of its people's. What was set aside for a person
(no usable item) leaves their count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.adaptive import Mastery
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.dashboard.models import SkillResult


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


def latest_results(link_id: UUID) -> Select[UUID]:
    """The attempt that counts for each person: the last one finished and not set aside."""
    wanted = (
        Attempt.resource_link_id == link_id,
        Attempt.mode == Mode.GRADED,
        Attempt.finished_at.is_not(None),
        Attempt.set_aside_at.is_(None),
    )
    last = (
        select(Attempt.learner_id, func.max(Attempt.number).label("number"))
        .where(*wanted)
        .group_by(Attempt.learner_id)
        .subquery()
    )
    return (
        select(Attempt.id)
        .join(last, and_(last.c.learner_id == Attempt.learner_id, last.c.number == Attempt.number))
        .where(*wanted)
    )


def group_results(session: Session, link_id: UUID, catalogue: Catalogue) -> GroupResults:
    """The results of everybody who finished, in the order of the framework."""
    skills = _skill_counts(session, link_id)
    reached = _levels_reached(session, link_id)
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


def _skill_counts(session: Session, link_id: UUID) -> dict[tuple[str, int], SkillCount]:
    rows = session.execute(
        select(
            SkillResult.topic,
            SkillResult.level,
            func.sum(case((SkillResult.mastery == Mastery.MASTERED, 1), else_=0)),
            func.sum(case((SkillResult.mastery == Mastery.SET_ASIDE, 0), else_=1)),
        )
        .where(SkillResult.attempt_id.in_(latest_results(link_id)))
        .group_by(SkillResult.topic, SkillResult.level)
    )
    return {
        (topic, level): SkillCount(int(mastered), int(counted)) for topic, level, mastered, counted in rows
    }


def _levels_reached(session: Session, link_id: UUID) -> dict[str, dict[int, int]]:
    """By topic: how many people have each level as their highest mastered one (0: none)."""
    level = case((SkillResult.mastery == Mastery.MASTERED, SkillResult.level), else_=0)
    one = (
        select(SkillResult.topic, func.max(level).label("reached"))
        .where(
            SkillResult.attempt_id.in_(latest_results(link_id)),
            SkillResult.mastery != Mastery.SET_ASIDE,
        )
        .group_by(SkillResult.attempt_id, SkillResult.topic)
        .subquery()
    )
    found: dict[str, dict[int, int]] = defaultdict(dict)
    query = select(one.c.topic, one.c.reached, func.count()).group_by(one.c.topic, one.c.reached)
    for topic, reached, count in session.execute(query):
        found[topic][reached] = count
    return found


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
