"""The trainer's pages with two thousand people and sixty thousand answers, against twenty people."""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from content.model import Format
from lti_tool.adaptive import Mastery, Skill, SkillEstimate
from lti_tool.assessment.models import Administration, Attempt, Mode, Outcome
from lti_tool.assessment.visibility import Visibility
from lti_tool.dashboard.handlers import skill_rows, topic_rows
from lti_tool.dashboard.models import SkillResult, TopicResult
from lti_tool.launch.models import LaunchSession, Learner, ResourceLink, Role
from tests.factories.groups import Group
from tests.support.hostile import Opened
from tests.support.trainers import Classroom

FEW, MANY, ANSWERS, ROUNDS = 20, 2000, 30, 7
PAGES = ("groupe", "personnes", "epreuves")
EXPORTS = ("groupe.csv", "groupe.xlsx", "epreuves.csv", "reponses.csv", "rapport.pdf")


@pytest.fixture
def full(classroom: Classroom) -> Classroom:
    classroom.seams.visibility = Visibility.INDIVIDUAL
    classroom.fill(finished=0, under_way=0, absent=0)
    return classroom


def test_the_group_view_with_two_thousand_people(full: Classroom, database_kind: str) -> None:
    populate(full, FEW)
    few = {page: measure(full, page) for page in PAGES}
    populate(full, MANY - FEW)
    many = {page: measure(full, page) for page in PAGES}

    for page in PAGES:
        (before, queries, _), (after, queries_now, first) = few[page], many[page]
        tell(
            f"{page}, {database_kind}: first byte {after / before:.1f} times as long with {MANY} people "
            f"({1000 * before:.0f} → {1000 * after:.0f} ms; {1000 * first:.0f} ms the first time), "
            f"{queries} then {queries_now} queries"
        )
        assert queries == queries_now
    opened = full.trainer()
    for kind in EXPORTS:
        begun = time.perf_counter()
        page = opened.post(f"groupe/export/{kind}").text
        (file_id,) = re.findall(r'name="fichier" value="([^"]+)"', page)
        size = len(opened.post("groupe/fichier", fichier=file_id).get_data())
        tell(f"{kind}, {database_kind}: {time.perf_counter() - begun:.1f} s, {size / 1e6:.1f} MB")
    with full.ground.database.begin() as session:
        answers = session.query(Administration).count()
    assert answers == MANY * ANSWERS


def measure(classroom: Classroom, page: str) -> tuple[float, int, float]:
    """The median time to the first byte, in seconds, the number of statements, and the first time."""
    opened = classroom.trainer()
    address = {"groupe": "", "personnes": "personnes", "epreuves": "epreuves"}[page]
    taken, queries = [], 0
    for _ in range(ROUNDS):
        counted: list[str] = []
        listener = counter(counted)
        event.listen(classroom.ground.database.engine, "before_cursor_execute", listener)
        begun = time.perf_counter()
        answer = first_byte(opened, f"groupe/{address}")
        taken.append(time.perf_counter() - begun)
        event.remove(classroom.ground.database.engine, "before_cursor_execute", listener)
        assert answer == 200
        queries = len(counted)
    return statistics.median(taken), queries, taken[0]


def counter(counted: list[str]):  # type: ignore[no-untyped-def]  # SQLAlchemy's own signature
    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement)

    return count


def first_byte(opened: Opened, path: str) -> int:
    return opened.client.get(opened.path + path).status_code


def populate(classroom: Classroom, people: int) -> None:
    """People written straight to the tables: the services would take an hour."""
    group, catalogue = classroom.group, classroom.ground.tool.catalogue
    with classroom.ground.database.begin() as session:
        link = session.get_one(ResourceLink, group.link_id)
        pathway = catalogue.pathways[link.pathway_id]
        skills, playable = catalogue.target_skills(pathway), catalogue.playable_items(pathway)
        again = (one.model_copy(update={"id": f"{one.id}-bis"}) for one in playable)
        items = [*playable, *again][:ANSWERS]
        rows: dict[type, list[dict[str, object]]] = {
            Learner: [], LaunchSession: [], Attempt: [], Administration: [], SkillResult: [],
            TopicResult: [],
        }  # fmt: skip
        for _ in range(people):
            one_person(rows, group, link, skills, items)
        for model, values in rows.items():
            insert_all(session, model, values)
        session.execute(text("ANALYZE"))  # as the database does by itself within minutes


def insert_all(session: Session, model: type, values: list[dict[str, object]]) -> None:
    for start in range(0, len(values), 5000):
        session.execute(insert(model), values[start : start + 5000])


def one_person(rows, group: Group, link: ResourceLink, skills, items) -> None:  # type: ignore[no-untyped-def]
    number = len(group.names)
    draw, now = random.Random(number), group.clock()
    learner, attempt = uuid4(), uuid4()
    subject = group.enrol(number)
    rows[Learner].append(
        {"id": learner, "platform_id": link.platform.id, "subject": subject, "pseudonym": uuid4()}
    )
    rows[LaunchSession].append(
        {
            "id": uuid4(), "bearer_hash": uuid4().hex, "learner_id": learner, "resource_link_id": link.id,
            "role": Role.LEARNER, "services": {}, "created_at": now, "expires_at": now,
        }
    )  # fmt: skip
    percent = draw.uniform(10, 100)
    rows[Attempt].append(
        {
            "id": attempt, "learner_id": learner, "resource_link_id": link.id, "number": 1,
            "mode": Mode.GRADED, "pathway_id": link.pathway_id, "pathway_version": 1, "engine": "ladder",
            "seed": "0", "started_at": now,
            "last_event_at": now, "finished_at": now, "stop_reason": "all_assessed", "percent": percent,
        }
    )  # fmt: skip
    estimates = [
        SkillEstimate(
            Skill(skill.topic, skill.level),
            Mastery.MASTERED if draw.uniform(0, 100) < percent else Mastery.NOT_MASTERED,
        )
        for skill in skills
    ]
    rows[SkillResult] += skill_rows(attempt, estimates)
    rows[TopicResult] += topic_rows(attempt, estimates)
    rows[Administration] += [
        answer_row(attempt, place, item, draw, now) for place, item in enumerate(items, 1)
    ]


def answer_row(attempt: UUID, place: int, item, draw: random.Random, now) -> dict[str, object]:  # type: ignore[no-untyped-def]
    options = item.data.options if item.format == Format.CHOICE else ()
    outcome = draw.choice([Outcome.CORRECT, Outcome.CORRECT, Outcome.INCORRECT, Outcome.UNKNOWN])
    return {
        "id": uuid4(), "attempt_id": attempt, "position": place, "item_id": item.id, "item_version": 1,
        "skill": item.skill, "shown_at": now, "answered_at": now + timedelta(seconds=draw.uniform(10, 90)),
        "outcome": outcome, "score": 1.0 if outcome == Outcome.CORRECT else 0.0,
        "answer": draw.choice(options).id if options else None,
    }  # fmt: skip


def tell(figure: str) -> None:
    sys.stdout.write(f"\n{figure}\n")
