"""More time for one person: the closing date waits for them, and for nobody else."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_tool.dashboard.models import ActionKind, TrainerAction
from lti_tool.launch.models import Activity, Learner, ResourceLink
from lti_tool.launch.options import ActivityOptions
from tests.support.hostile import Opened
from tests.support.trainers import Classroom, follow


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def closing(classroom: Classroom, days: int | None) -> None:
    """The activity closes in `days`."""
    now = classroom.ground.clock()
    with classroom.ground.database.begin() as session:
        link = session.scalars(select(ResourceLink)).one()
        link.activity = Activity(
            id=uuid4(),
            platform_id=link.platform.id,
            pathway_id=link.pathway_id,
            pathway_version=1,
            title="x",
            options=ActivityOptions(closes_at=None if days is None else now + timedelta(days=days)),
            created_at=now,
        )


@pytest.fixture
def closed(classroom: Classroom) -> Classroom:
    """Nobody has begun, and the activity closed yesterday: two people of the list never opened it."""
    classroom.fill(finished=0, under_way=0, absent=2)
    closing(classroom, 1)
    classroom.ground.clock.advance(timedelta(days=2).total_seconds())
    return classroom


def person_page(classroom: Classroom, trainer: Opened, number: int) -> TestResponse:
    return follow(trainer.client, trainer.post("groupe/aller", membre=f"personne-{number}"))


def give(classroom: Classroom, trainer: Opened, number: int, days: object) -> TestResponse:
    person_page(classroom, trainer, number)
    return trainer.post("groupe/delai", personne=classroom.learner_id(number), jours=days)


def test_one_person_may_begin_the_other_may_not(closed: Classroom) -> None:
    trainer = closed.trainer()
    assert "Cette personne n’a pas encore commencé." in text_of(person_page(closed, trainer, 0).text)

    page = follow(trainer.client, give(closed, trainer, 0, 7))

    assert "fermeture repoussée pour cette personne" in text_of(page.text)
    assert "par vous" in text_of(page.text)
    assert "Commencer" in text_of(closed.learner(0).html)
    assert "Cette activité est fermée." in text_of(closed.learner(1).html)
    closed.ground.clock.advance(timedelta(days=8).total_seconds())
    assert "Cette activité est fermée." in text_of(closed.learner(0).html)


def test_time_adds_up_and_every_action_is_kept(closed: Classroom) -> None:
    for _ in range(2):
        give(closed, closed.trainer(), 0, 7)
        closed.ground.clock.advance(60)

    closed.ground.clock.advance(timedelta(days=13).total_seconds())
    assert "Commencer" in text_of(closed.learner(0).html)
    with closed.ground.database.begin() as session:
        rows = session.scalars(select(TrainerAction)).all()
    assert [one.kind for one in rows] == [ActionKind.TIME] * 2


@pytest.mark.parametrize("days", ["0", "-3", "2", "400", "x", ""])
def test_a_length_that_is_not_offered(closed: Classroom, days: str) -> None:
    assert give(closed, closed.trainer(), 0, days).status_code == 400
    assert "Cette activité est fermée." in text_of(closed.learner(0).html)


def test_an_activity_that_never_closes(classroom: Classroom) -> None:
    classroom.fill(finished=0, under_way=0, absent=1)
    trainer = classroom.trainer()
    assert "Donner plus de temps" not in person_page(classroom, trainer, 0).text
    answer = give(classroom, trainer, 0, 7)
    assert answer.status_code == 409
    assert "ne ferme pas" in text_of(answer.text)


def test_somebody_who_is_not_on_the_list(closed: Classroom) -> None:
    trainer = closed.trainer()
    assert trainer.post("groupe/aller", membre="personne-77").status_code == 404
    assert trainer.post("groupe/delai", personne=uuid4(), jours=7).status_code == 404
    assert trainer.post("groupe/delai", personne="x", jours=7).status_code == 404
    with closed.ground.database.begin() as session:
        assert session.scalars(select(Learner).filter_by(subject="personne-77")).all() == []


def test_a_learner_cannot_give_themself_time(closed: Classroom) -> None:
    give(closed, closed.trainer(), 1, 7)
    learner = closed.learner(0)
    answer = learner.post("groupe/delai", personne=closed.learner_id(0), jours=7)
    assert answer.status_code == 403
    assert "Cette activité est fermée." in text_of(closed.learner(0).html)
