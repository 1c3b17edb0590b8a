"""The roster and the columns, on the demo LMS: written apart from our clients, as strict as a Moodle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from lti_tool.clock import utc_now
from lti_tool.demo.visitor import Visitor
from lti_tool.grades.tokens import Tokens
from lti_tool.launch.models import Activity, LaunchSession, Role
from lti_tool.launch.options import ActivityOptions
from lti_tool.platforms.models import Platform
from lti_tool.roster.services import Roster, Rosters
from tests.functional.conftest import Installation

COURSE, TRAINER, LEARNER = 2, 3, 4


@pytest.fixture
def learner(installation: Installation) -> Iterator[Visitor]:
    visitor = Visitor(installation.lms.url, LEARNER)
    yield visitor
    visitor.close()


def make_activity(installation: Installation, **options: object) -> UUID:
    with installation.database.begin() as session:
        activity = Activity(
            id=uuid4(),
            platform_id=session.scalars(select(Platform.id)).one(),
            pathway_id="essai-mots-de-passe",
            pathway_version=1,
            title="Protéger ses accès",
            options=ActivityOptions(**options),
            created_at=utc_now(),
        )
        session.add(activity)
        return activity.id


def pass_everything(learner: Visitor, activity: int) -> None:
    """Launch and answer « Je ne sais pas » to the end."""
    page = learner.launch(activity)
    base = page.url.partition("?")[0]
    bearer = re.search(r'name="bearer" value="([^"]+)"', page.text)
    assert bearer, page.text
    page = learner.http.post(base + "commencer", {"bearer": bearer[1]}, timeout=30)
    while item := re.search(r'name="epreuve" value="([^"]+)"', page.text):
        form = {"bearer": bearer[1], "epreuve": item[1], "passer": "inconnu"}
        page = learner.http.post(base + "epreuve", form, timeout=30)
    assert "Parcours terminé" in page.text


def place(installation: Installation, activity_id: UUID) -> int:
    """A link without a column, as a platform that takes no line item makes it."""
    made = installation.lms.change(
        "POST",
        "activities",
        {"course_id": COURSE, "maximum": None, "custom": {"activity_id": str(activity_id)}},
    )
    return int(made["id"])


def columns(installation: Installation) -> list[dict[str, object]]:
    (course,) = [one for one in installation.lms.read("state")["courses"] if one["id"] == COURSE]
    return [item for item in course["line_items"] if item["tag"] == "parcours"]


def test_a_column_is_made_and_the_grade_is_in_it(installation: Installation, learner: Visitor) -> None:
    link = place(installation, make_activity(installation, makes_column=True))
    pass_everything(learner, link)

    installation.deliver()

    (column,) = columns(installation)
    assert column["activity_id"] == link
    (grade,) = installation.lms.read("grades")
    assert (grade["line_item_id"], grade["user_id"], grade["grade"]) == (column["id"], LEARNER, 0)


def test_no_column_is_made_against_the_trainers_choice(installation: Installation, learner: Visitor) -> None:
    pass_everything(learner, place(installation, make_activity(installation)))
    installation.deliver()
    assert columns(installation) == installation.lms.read("grades") == []


@pytest.mark.parametrize("names", [False, True])
def test_the_roster_of_the_launch(installation: Installation, names: bool) -> None:
    installation.lms.change("PUT", "tool", {"send_names": names})
    for number in range(60):
        person = {"given_name": f"Eden{number}", "family_name": "<b>V</b>", "course_id": COURSE}
        installation.lms.change("POST", "users", person)

    roster = read_roster(installation)

    assert roster.stopped is None
    assert len(roster.members) == 64
    assert [one.user_id for one in roster.members if one.role is Role.TRAINER] == [str(TRAINER)]
    assert all(member.is_active for member in roster.members)
    assert {member.name is None for member in roster.members} == {not names}


def read_roster(installation: Installation) -> Roster:
    trainer = Visitor(installation.lms.url, TRAINER)
    trainer.launch(1)
    trainer.close()
    with installation.database.begin() as session:
        launch = session.scalars(select(LaunchSession)).one()
    relay = installation.relay
    tokens = Tokens(installation.database, relay.http, relay.vault, utc_now)
    return Rosters(relay.http, tokens, utc_now).of_launch(launch, with_messages=True)
