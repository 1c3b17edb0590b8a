"""A desk with the shipped content, and the events that were told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy.orm import Session

import content
from lti_tool.assessment import services
from lti_tool.assessment.events import Event
from lti_tool.assessment.models import Attempt
from lti_tool.assessment.variants import concrete
from lti_tool.db import Database
from lti_tool.launch.models import LaunchSession
from tests.factories import launches
from tests.support.clock import ManualClock
from tests.support.forms import form_of, forms_of

KEY = b"a key"


@dataclass
class Room:
    """One transaction to work in, and what happens in it."""

    session: Session
    catalogue: content.Catalogue
    clock: ManualClock
    told: list[Event] = field(default_factory=list)

    def desk(self) -> services.Desk:
        """The services, at the hour of the clock."""
        return services.Desk(
            self.session, self.catalogue, lambda event, _: self.told.append(event), self.clock()
        )

    def learner(self, **options: object) -> LaunchSession:
        """Somebody new, who has just opened an activity."""
        link = launches.activity(self.session, launches.platform(self.session, self.clock()))
        return launches.launch(self.session, link, self.clock(), **options)  # type: ignore[arg-type]

    def answer(self, launch: LaunchSession, attempt: Attempt, *, right: bool) -> None:
        """Answer the item that waits, through the form that the page would send."""
        shown = attempt.pending
        assert shown is not None
        self.clock.advance(20)
        item = concrete(attempt, self.catalogue.items[shown.item_id])
        if not right:
            services.pass_item(self.desk(), launch, shown.id, services.Outcome.UNKNOWN)
            return
        for form in forms_of(item, KEY):
            services.answer(self.desk(), launch, shown.id, form, KEY)

    def play(self, launch: LaunchSession, attempt: Attempt, *, right: bool = True) -> int:
        """To the end; says how many items."""
        number = 0
        while attempt.finished_at is None:
            self.answer(launch, attempt, right=right)
            number += 1
        return number


def right_form(item: content.Item) -> dict[str, list[str]]:
    """The form of a person who knows."""
    return form_of(item, KEY)


@pytest.fixture(scope="session")
def catalogue() -> content.Catalogue:
    """The content that is shipped."""
    return content.load()


@pytest.fixture
def room(database: Database, catalogue: content.Catalogue, clock: ManualClock) -> Iterator[Room]:
    """An open transaction, on SQLite then on PostgreSQL."""
    with database.begin() as session:
        yield Room(session, catalogue, clock)
