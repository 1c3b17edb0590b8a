"""A group of invented people who play a pathway, each with an ability of their own.

Everything goes through the real services and the real handlers: what the pages show is what the
engine says. Random draws have a seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.app import event_handlers
from lti_tool.assessment import services
from lti_tool.assessment.events import Event
from lti_tool.assessment.models import Attempt, Outcome
from lti_tool.assessment.variants import concrete
from lti_tool.config import Settings
from lti_tool.dashboard.roster import Member, Roster, RosterState
from lti_tool.launch.models import LaunchSession, Learner, ResourceLink, Role
from tests.factories import launches
from tests.support.clock import ManualClock
from tests.support.forms import forms_of
from tests.unit.lti_tool.learning_records.world import KEY

FIRST = (
    "Alix,Camille,Claude,Dominique,Andrea,Sacha,Noa,Charlie,Lou,Maxime,Ange,Eden,Morgan,Yaël,Sasha,Ariel,"
    "Jessie,Loïs,Maé,Robin,Swann,Thaïs,Élie,Gaby,Côme"
)
FAMILY = (
    "Fabre,Morin,Tessier,Laurier,Renaud,Aubry,Besson,Carlier,Delmas,Évrard,Ferrand,Guérin,Hamel,Imbert,"
    "Jolivet,Kerbrat,Lacroix,Mazet,Nivelle,Orsini,Pruvost,Quentin,Rivoal,Sabatier,Tournier"
)
FIRST_NAMES, FAMILY_NAMES = FIRST.split(","), FAMILY.split(",")


@dataclass
class Group:
    """A link, and those who do it."""

    link_id: UUID
    catalogue: Catalogue
    settings: Settings
    clock: ManualClock
    names: dict[str, str] = field(default_factory=dict)  # by subject

    def roster(self, _launch: LaunchSession | None = None) -> Roster:
        """The list that the LMS would give, the trainer included."""
        members = [Member(subject, name, Role.LEARNER) for subject, name in self.names.items()]
        return Roster(RosterState.READ, (Member("trainer", "Camille Laurier", Role.TRAINER), *members))

    def enrol(self, number: int) -> str:
        """One more person on the list; their subject."""
        subject = f"personne-{number}"
        first = FIRST_NAMES[number % len(FIRST_NAMES)]
        self.names[subject] = f"{first} {FAMILY_NAMES[(number * 7) % len(FAMILY_NAMES)]}"
        return subject

    def open(self, session: Session, subject: str) -> LaunchSession:
        """The person opens the activity."""
        link = session.get_one(ResourceLink, self.link_id)
        wanted = select(Learner).filter_by(platform_id=link.platform.id, subject=subject)
        known = session.scalars(wanted).first()
        return launches.launch(session, link, self.clock(), learner=known, subject=subject)

    def play(
        self, session: Session, launch: LaunchSession, ability: float, seed: int, items: int = 99
    ) -> Attempt:
        """Answer up to `items` items; an item of level n is right with the odds of `ability` against n."""
        draw = random.Random(seed)
        attempt = services.start(self._desk(session), launch)
        for _ in range(items):
            if attempt.finished_at is not None:
                break
            shown = services.show(self._desk(session), attempt)
            assert shown is not None
            item = concrete(attempt, self.catalogue.items[shown.item_id])
            self.clock.advance(draw.uniform(15, 90))
            is_right = draw.random() < 1 / (1 + 2.7 ** (item.level - ability))
            if not is_right and draw.random() < 0.2:
                services.pass_item(self._desk(session), launch, shown.id, Outcome.UNKNOWN)
            else:
                for form in forms_of(item, KEY, right=is_right):
                    services.answer(self._desk(session), launch, shown.id, form, KEY)
        return attempt

    def _desk(self, session: Session) -> services.Desk:
        return services.Desk(session, self.catalogue, self._publish, self.clock())

    def _publish(self, event: Event, session: Session) -> None:
        for handler in event_handlers(self.settings, self.catalogue)[type(event)]:
            handler(event, session)


def class_of(
    session: Session,
    link: ResourceLink,
    catalogue: Catalogue,
    settings: Settings,
    clock: ManualClock,
    *,
    finished: int = 16,
    under_way: int = 4,
    absent: int = 5,
) -> Group:
    """By default twenty-five people: sixteen have finished, four are under way, five have not started."""
    group = Group(link.id, catalogue, settings, clock)
    draw = random.Random(7)
    for number in range(finished + under_way + absent):
        subject = group.enrol(number)
        if number < finished + under_way:
            launch = group.open(session, subject)
            items = 99 if number < finished else 3
            group.play(session, launch, draw.gauss(3.2, 1.3), number, items)
            clock.advance(timedelta(hours=3).total_seconds())
    return group
