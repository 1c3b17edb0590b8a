"""A class of twenty-five invented people on the ground, and a trainer in front of it.

`classroom`   the fixture, on SQLite and on PostgreSQL, with the roster of an obliging LMS
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_tool.assessment.visibility import Visibility
from lti_tool.dashboard.roster import Roster, RosterState
from lti_tool.launch import claims as names
from lti_tool.launch.models import LaunchSession, Learner, ResourceLink
from lti_tool.launch.session import issue_code
from tests.factories.groups import Group, class_of
from tests.support.clock import ManualClock
from tests.support.hostile import MEMBERSHIP, Ground, Opened

LEARNER, INSTRUCTOR = [MEMBERSHIP + "Learner"], [MEMBERSHIP + "Instructor"]


@dataclass
class Seams:
    """What colleagues will bring: the test decides what the LMS answers and what the activity allows."""

    group: Group | None = None
    refused: bool = False
    absent: bool = False
    visibility: Visibility = Visibility.GROUP

    def roster(self, launch: LaunchSession) -> Roster:
        if self.refused:
            return Roster(RosterState.REFUSED)
        if self.absent or self.group is None or launch.resource_link_id != self.group.link_id:
            return Roster(RosterState.NOT_OFFERED)
        return self.group.roster(launch)

    def sees(self, _link: ResourceLink) -> Visibility:
        return self.visibility


@dataclass
class Classroom:
    """The ground, its group, and the two seams."""

    ground: Ground
    seams: Seams
    group: Group = field(init=False)

    def fill(self, **numbers: int) -> Group:
        """Twenty-five people, or as many as are said, on the activity `rl-1`."""
        self.ground.launch({names.ROLES: INSTRUCTOR, "sub": "trainer"})  # makes the activity
        with self.ground.database.begin() as session:
            link = session.scalars(select(ResourceLink)).one()
            link.line_item_url = "https://lms.example/items/1"
            tool = self.ground.tool
            self.group = class_of(
                session, link, tool.catalogue, self.ground.settings, self.ground.clock, **numbers
            )
        self.seams.group = self.group
        return self.group

    def trainer(self, **changes: object) -> Opened:
        """A trainer opens the activity."""
        return self.ground.open({names.ROLES: INSTRUCTOR, "sub": "trainer"} | changes)

    def learner(self, number: int = 0) -> Opened:
        """One of the group opens the activity."""
        return self.ground.open({names.ROLES: LEARNER, "sub": f"personne-{number}"})

    def learner_id(self, number: int) -> UUID:
        with self.ground.database.begin() as session:
            return session.scalars(select(Learner.id).filter_by(subject=f"personne-{number}")).one()

    def page(self, opened: Opened, vers: str, **fields: object) -> TestResponse:
        """Press a button of the trainer's pages, and read where it leads."""
        answer = opened.post("groupe/aller", vers=vers, **fields)
        assert answer.status_code == 303, answer.text
        return follow(opened.client, answer)

    def fresh_code(self, opened: Opened) -> str:
        """A one-time code to open a page of this launch in another browser."""
        tool = self.ground.tool
        with self.ground.database.begin() as session:
            return issue_code(session, UUID(opened.launch_id), opened.bearer, tool.vault, tool.clock())


def follow(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """The page that a redirect leads to."""
    return client.get(answer.location)


@pytest.fixture
def classroom(database_url: str, clock: ManualClock) -> Iterator[Classroom]:
    """An empty activity, on both databases; `fill` puts people in it."""
    seams = Seams()
    ground = Ground(database_url, clock, parts={"roster": seams.roster, "visibility": seams.sees})
    yield Classroom(ground, seams)
    ground.close()
