"""The group as a table: one row a person, columns for domains, competences and skills.

A person whose result may not be read has a row with where they stand, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import format_datetime, gettext
from sqlalchemy import select

from content.model import Catalogue, Skill
from lti_tool.adaptive import Mastery
from lti_tool.assessment.models import Attempt, ResultSharing
from lti_tool.assessment.visibility import Visibility
from lti_tool.dashboard.models import SkillResult
from lti_tool.dashboard.people import Person, Status
from lti_tool.dashboard.results import latest_results
from lti_tool.dashboard.room import Room
from lti_tool.typography import french_text

Cell = str | int | float | None
Masteries = dict[tuple[str, int], Mastery]


@dataclass(frozen=True)
class Table:
    """A heading and rows; cells are text, numbers or nothing."""

    heading: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True)
class TableInSteps:
    """A table whose rows are made as they are read, inside the transaction; about `total` of them."""

    heading: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]
    total: int


def group_in_steps(room: Room) -> TableInSteps:
    """One row a person, in the order of the page."""
    catalogue = room.tool.catalogue
    skills = catalogue.target_skills(room.pathway)
    columns = _columns(skills, catalogue)
    readable = _masteries(room)
    statuses, words = status_words(), mastery_words()
    people = room.people()
    rows = (
        (
            room.label(person),
            statuses[person.status],
            moment(person.started_at),
            moment(person.finished_at),
            *_result(person, room, skills, columns, readable, words),
        )
        for person in people
    )
    heading = (*_about_people(), *(title for title, _ in columns), *(skill.id for skill in skills))
    return TableInSteps(heading, rows, len(people))


def status_words() -> dict[Status, str]:
    """Where a person stands, as the page says it."""
    return {
        Status.NOT_STARTED: gettext("Pas commencé"),
        Status.UNDER_WAY: gettext("En cours"),
        Status.FINISHED: gettext("Terminé"),
    }


def mastery_words() -> dict[Mastery, str]:
    """What is known of a skill, in a word."""
    return {
        Mastery.MASTERED: gettext("maîtrisé"),
        Mastery.NOT_MASTERED: gettext("non maîtrisé"),
        Mastery.NOT_ASSESSED: gettext("non évalué"),
        Mastery.SET_ASIDE: gettext("sans objet"),
    }


def moment(at: datetime | None) -> str | None:
    """A date and time that a spreadsheet sorts: 2026-03-02 09:30."""
    return None if at is None else str(format_datetime(at, "yyyy-MM-dd HH:mm"))


def _about_people() -> tuple[str, ...]:
    titles = (
        gettext("Personne"),
        gettext("Situation"),
        gettext("Début"),
        gettext("Fin"),
        gettext("Acquis maîtrisés (%)"),
    )
    return tuple(str(title) for title in titles)


def _columns(
    skills: Sequence[Skill], catalogue: Catalogue
) -> tuple[tuple[str, frozenset[tuple[str, int]]], ...]:
    """Domains then competences: their title, and the skills that they hold."""
    domains: dict[str, set[tuple[str, int]]] = defaultdict(set)
    competences: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for skill in skills:
        competence = catalogue.competences[catalogue.topics[skill.topic].competence]
        domain = catalogue.domains[competence.domain_id]
        domains[f"{domain.id} {domain.title} (%)"].add((skill.topic, skill.level))
        competences[f"{competence.id} {competence.title} (%)"].add((skill.topic, skill.level))
    return tuple(
        (french_text(title), frozenset(held))
        for group in (domains, competences)
        for title, held in sorted(group.items())
    )


def _masteries(room: Room) -> dict[UUID, Masteries]:
    """By attempt, for the people whose result may be read; one query."""
    by_word = {one.value: one for one in Mastery}
    query = (
        select(SkillResult.attempt_id, SkillResult.topic, SkillResult.level, SkillResult.mastery)
        .join(Attempt, Attempt.id == SkillResult.attempt_id)
        .where(Attempt.id.in_(latest_results(room.link.id)))
    )
    if room.visibility == Visibility.GROUP:
        shared = select(ResultSharing.learner_id).where(
            ResultSharing.resource_link_id == room.link.id, ResultSharing.revoked_at.is_(None)
        )
        query = query.where(Attempt.learner_id.in_(shared))
    found: dict[UUID, Masteries] = defaultdict(dict)
    for attempt_id, topic, level, mastery in room.session.execute(query):
        found[attempt_id][(topic, level)] = by_word[mastery]
    return found


def _result(
    person: Person,
    room: Room,
    skills: Sequence[Skill],
    columns: Sequence[tuple[str, frozenset[tuple[str, int]]]],
    readable: dict[UUID, Masteries],
    words: dict[Mastery, str],
) -> Iterator[Cell]:
    if person.result_id is None:
        yield from [None] * (1 + len(columns) + len(skills))
        return
    if not room.may_read(person):
        yield str(gettext("non partagé"))
        yield from [None] * (len(columns) + len(skills))
        return
    mine = readable.get(person.result_id, {})
    yield None if person.percent is None else round(person.percent, 1)
    for _, held in columns:
        yield _share([mine[key] for key in held if key in mine])
    for skill in skills:
        mastery = mine.get((skill.topic, skill.level))
        yield None if mastery is None else words[mastery]


def _share(masteries: Sequence[Mastery]) -> float | None:
    counted = [one for one in masteries if one is not Mastery.SET_ASIDE]
    if not counted:
        return None
    return round(100 * sum(one is Mastery.MASTERED for one in counted) / len(counted), 1)
