"""A platform, a person and an activity; attempts played through the real services, traced by the recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

import content
from content.model import Catalogue, Format
from lti_tool.assessment import services
from lti_tool.assessment.models import Attempt, Outcome
from lti_tool.assessment.variants import concrete
from lti_tool.db import Database
from lti_tool.launch.models import Course, LaunchSession, Learner, ResourceLink, Role
from lti_tool.learning_records.handlers import Recorder
from lti_tool.learning_records.models import Delivery, Lrs, StatementRow
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.support.forms import forms_of

PUBLIC_URL = "https://parcours.example"
ISSUER = "https://moodle.example"
PATHWAY = "cyber-rgpd"
KEY = b"one key by attempt"
SECONDS_PER_ITEM = 20

Play = Callable[[int], Outcome]  # the position of an item, from 1, to what becomes of it


@cache
def shipped() -> Catalogue:
    """The content as shipped, read once."""
    return content.load()


def with_threshold(percent: float | None) -> Catalogue:
    """The shipped content, its pathway passed from `percent` on."""
    return changed(passing_percent=percent)


def changed(**values: object) -> Catalogue:
    """The shipped content, its pathway changed."""
    pathway = shipped().pathways[PATHWAY].model_copy(update=values)
    return shipped().model_copy(update={"pathways": {PATHWAY: pathway}})


def only(form: Format) -> Catalogue:
    """The shipped items of one format, on a pathway that aims at them."""
    items = {id_: item for id_, item in shipped().items.items() if item.format == form}
    levels = sorted((item.topic, item.level) for item in items.values())
    return changed(targets=dict(levels), precision=0.01).model_copy(update={"items": items})


def always(outcome: Outcome) -> Play:
    return lambda _: outcome


def mixed(position: int) -> Outcome:
    """Each of the four in turn."""
    return list(Outcome)[position % 4]


@dataclass
class World:
    """One database, seen from one activity of one platform."""

    database: Database
    clock: ManualClock
    platform_id: UUID
    link_id: UUID
    catalogue: Catalogue = field(default_factory=shipped)
    progress: bool = False

    @contextmanager
    def desk(self) -> Iterator[services.Desk]:
        """The services in one transaction; the recorder is the only one who listens."""
        recorder = Recorder(self.catalogue, PUBLIC_URL, progress=self.progress)
        with self.database.begin() as session:
            yield services.Desk(session, self.catalogue, recorder.handle, self.clock())

    def launch(self, subject: str | None = "4", role: Role = Role.LEARNER) -> UUID:
        """A person opens the activity."""
        with self.database.begin() as session:
            known = select(Learner).filter_by(platform_id=self.platform_id, subject=subject)
            learner = session.scalars(known).first() or Learner(
                platform=session.get_one(Platform, self.platform_id), subject=subject
            )
            launch = LaunchSession(
                bearer_hash=uuid4().hex,
                learner=learner,
                resource_link=session.get_one(ResourceLink, self.link_id),
                role=role,
                services={},
                created_at=self.clock(),
                expires_at=self.clock() + timedelta(hours=8),
            )
            session.add(launch)
            session.flush()
            return launch.id

    def start(self, launch_id: UUID) -> UUID:
        with self.desk() as desk:
            return services.start(desk, desk.session.get_one(LaunchSession, launch_id)).id

    def step(self, launch_id: UUID, attempt_id: UUID, play: Play) -> bool:
        """One item answered, one transaction; False when nothing was left to ask."""
        self.clock.advance(SECONDS_PER_ITEM)
        with self.desk() as desk:
            return self.answer(desk, launch_id, attempt_id, play)

    def answer(self, desk: services.Desk, launch_id: UUID, attempt_id: UUID, play: Play) -> bool:
        shown = services.show(desk, desk.session.get_one(Attempt, attempt_id))
        if shown is None:
            return False
        launch = desk.session.get_one(LaunchSession, launch_id)
        item = concrete(shown.attempt, self.catalogue.items[shown.item_id])
        outcome = play(shown.position)
        if outcome in {Outcome.UNKNOWN, Outcome.UNUSABLE}:
            services.pass_item(desk, launch, shown.id, outcome)
        else:
            for form in forms_of(item, KEY, right=outcome == Outcome.CORRECT):
                services.answer(desk, launch, shown.id, form, KEY)
        return True

    def play(self, play: Play = mixed, launch_id: UUID | None = None) -> UUID:
        """A whole attempt."""
        launch_id = launch_id or self.launch()
        attempt_id = self.start(launch_id)
        while self.step(launch_id, attempt_id, play):
            pass
        return attempt_id

    def attempt(self, attempt_id: UUID) -> Attempt:
        with self.database.begin() as session:
            return session.get_one(Attempt, attempt_id)

    def bodies(self, registration: UUID | None = None) -> list[str]:
        """The stored texts, in order."""
        with self.database.begin() as session:
            rows = session.scalars(select(StatementRow).order_by(StatementRow.sequence)).all()
        return [row.body for row in rows if registration in {None, row.registration}]

    def deliveries(self) -> Sequence[Delivery]:
        with self.database.begin() as session:
            return session.scalars(select(Delivery).order_by(Delivery.lrs_id, Delivery.sequence)).all()


def make_world(database: Database, clock: ManualClock, *, issuer: str = ISSUER) -> World:
    """A platform, a course and an activity on the pathway."""
    with database.begin() as session:
        platform = Platform(
            name="Moodle",
            issuer=issuer,
            client_id=uuid4().hex,
            auth_login_url=f"{ISSUER}/auth",
            auth_token_url=f"{ISSUER}/token",
            jwks_url=f"{ISSUER}/jwks",
            status=PlatformStatus.ACTIVE,
            created_at=clock(),
        )
        session.add(platform)
        session.flush()
        link = ResourceLink(
            deployment=Deployment(platform=platform, deployment_id="1"),
            course=Course(platform_id=platform.id, context_id="7"),
            resource_link_id="42/a b",
            pathway_id=PATHWAY,
        )
        session.add(link)
        session.flush()
        return World(database, clock, platform.id, link.id)


def add_destination(
    session: Session,
    vault: Vault,
    clock: ManualClock,
    *,
    name: str = "LRS",
    endpoint: str = "https://lrs.example/xapi",
    password: str = "secret",
    platform_id: UUID | None = None,
) -> UUID:
    """An LRS, as it is once registered."""
    lrs = Lrs(
        id=uuid4(),
        platform_id=platform_id,
        name=name,
        endpoint=endpoint,
        username="demo",
        password_encrypted=vault.encrypt(password),
        created_at=clock(),
    )
    session.add(lrs)
    session.flush()
    return lrs.id
