"""The whole tool on this machine: its web application, a demo LMS, a demo LRS, one database, real HTTP.

Learners are played by calling the services in this process, with the handlers of the real application:
every row in the outboxes is one that a browser would have caused.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tool import app
from lti_tool.assessment import services
from lti_tool.assessment.models import Attempt, Outcome
from lti_tool.assessment.variants import concrete
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.db import Database
from lti_tool.demo.live import DemoLms, LiveServer, ReservedPort
from lti_tool.demo.lms.seed import GRADED_ACTIVITY_ID, GRADED_COURSE_ID, LEARNER_IDS
from lti_tool.demo.visitor import Visitor
from lti_tool.grades import relay as grades_relay
from lti_tool.launch.models import LaunchSession, Learner, ResourceLink, Role
from lti_tool.learning_records import services as records
from lti_tool.learning_records.models import StatementRow
from lti_tool.outgoing import make_session
from lti_tool.platforms import services as platforms
from lti_tool.platforms.models import Platform
from lti_tool.security import Vault
from tests.functional.lrs.watched_lrs import WatchedLrs
from tests.support.forms import forms_of
from tests.unit.lti_tool.learning_records.world import KEY, shipped

SECRET = "un-secret-de-test-assez-long-pour-servir"
LMS_CLIENT = ("demo-parcours", "1")
Play = Callable[[int], Outcome]


@dataclass
class Installation:
    """What a test may look at and act on."""

    settings: Settings
    database: Database
    vault: Vault
    tool: LiveServer
    lms: DemoLms
    lrs: WatchedLrs

    def environment(self) -> dict[str, str]:
        """What a process of this installation finds around it."""
        return {
            "PARCOURS_PUBLIC_URL": self.settings.public_url,
            "PARCOURS_SECRET_KEY": SECRET,
            "PARCOURS_DATABASE_URL": self.settings.database_url,
            "PARCOURS_RELAY_LEASE_S": str(self.settings.relay_lease_s),
            "PARCOURS_ALLOW_LOOPBACK": "1",
        }

    def open_activity(self) -> None:
        """A first person comes through a real launch: the activity and its column are known from now on."""
        visitor = Visitor(self.lms.url, LEARNER_IDS[0])
        visitor.launch(GRADED_ACTIVITY_ID).raise_for_status()
        visitor.close()

    def enrol(self) -> str:
        """A new person in the course of the LMS; their `sub`."""
        return str(self.lms.change("POST", "users", {"course_id": GRADED_COURSE_ID})["id"])

    def admit(self, subject: str) -> UUID:
        """The launch session of a learner, as `launch` leaves it."""
        with self.database.begin() as session:
            known = select(Learner).filter_by(subject=subject)
            learner = session.scalars(known).first() or Learner(
                platform=session.scalars(select(Platform)).one(), subject=subject
            )
            launch = LaunchSession(
                bearer_hash=uuid4().hex,
                learner=learner,
                resource_link=session.scalars(select(ResourceLink)).one(),
                role=Role.LEARNER,
                services={},
                created_at=utc_now(),
                expires_at=utc_now() + timedelta(hours=8),
            )
            session.add(launch)
            session.flush()
            return launch.id

    def play(self, subject: str, play: Play) -> UUID:
        """A whole attempt, one transaction an answer; its id."""
        launch_id = self.admit(subject)
        with self._desk() as desk:
            attempt_id = services.start(desk, desk.session.get_one(LaunchSession, launch_id)).id
        while self._answer(launch_id, attempt_id, play):
            pass
        return attempt_id

    def statements(self) -> int:
        """How many were written."""
        with self.database.begin() as session:
            return session.scalar(select(func.count()).select_from(StatementRow)) or 0

    def attempts(self) -> list[Attempt]:
        """All of them."""
        with self.database.begin() as session:
            return list(session.scalars(select(Attempt).order_by(Attempt.started_at)))

    def status(self) -> tuple[records.Status, grades_relay.Status]:
        """Both outboxes."""
        with self.database.begin() as session:
            return records.status(session), grades_relay.status(session)

    def is_delivered(self) -> bool:
        """True when nothing waits."""
        statements, scores = self.status()
        return statements.waiting == 0 and scores.queued == 0

    def grades(self) -> dict[str, float]:
        """The gradebook of the LMS: `sub` to grade."""
        return {str(grade["user_id"]): grade["grade"] for grade in self.lms.read("grades")}

    def expected_grades(self) -> dict[str, float]:
        """What it must hold: `sub` to the percent of the attempt."""
        return {
            str(attempt.learner.subject): round(attempt.percent, 2)
            for attempt in self.attempts()
            if attempt.percent is not None
        }

    @contextmanager
    def _desk(self) -> Iterator[services.Desk]:
        handlers = app.event_handlers(self.settings, shipped())

        def publish(event: Any, session: Session) -> None:
            for handler in handlers[type(event)]:
                handler(event, session)

        with self.database.begin() as session:
            yield services.Desk(session, shipped(), publish, utc_now())

    def _answer(self, launch_id: UUID, attempt_id: UUID, play: Play) -> bool:
        with self._desk() as desk:
            shown = services.show(desk, desk.session.get_one(Attempt, attempt_id))
            if shown is None:
                return False
            launch = desk.session.get_one(LaunchSession, launch_id)
            outcome = play(shown.position)
            if outcome in {Outcome.UNKNOWN, Outcome.UNUSABLE}:
                services.pass_item(desk, launch, shown.id, outcome)
            else:
                item = concrete(shown.attempt, shipped().items[shown.item_id])
                for form in forms_of(item, KEY, right=outcome == Outcome.CORRECT):
                    services.answer(desk, launch, shown.id, form, KEY)
            return True


def at_random(rng: random.Random) -> Play:
    """A person who knows a good half."""
    outcomes = (Outcome.CORRECT, Outcome.INCORRECT, Outcome.UNKNOWN, Outcome.UNUSABLE)
    return lambda _: rng.choices(outcomes, (60, 25, 10, 5))[0]


@contextmanager
def installed(database_url: str, *, lease_s: int = 120, **lrs_options: Any) -> Iterator[Installation]:
    """Everything started and registered; stopped on leaving."""
    with ExitStack() as stack:
        port = ReservedPort()
        settings = Settings(
            public_url=f"http://127.0.0.1:{port.number}",
            secret_key=SECRET,
            database_url=database_url,
            allow_loopback=True,
            relay_lease_s=lease_s,
        )
        application = app.create_app(settings, catalogue=shipped())
        stack.callback(application.extensions["parcours"].database.dispose)
        tool = stack.enter_context(LiveServer(application, port=port))
        lms = stack.enter_context(DemoLms(tool_url=tool.url, retry_after_seconds=1))
        lrs = stack.enter_context(WatchedLrs(**lrs_options))
        database = Database(database_url)
        stack.callback(database.dispose)
        made = Installation(settings, database, Vault(SECRET), tool, lms, lrs)
        _register(made)
        yield made


def _register(made: Installation) -> None:
    policy, client_id, deployment_id = make_session(made.settings).policy, *LMS_CLIENT
    wanted = platforms.Registration(
        name="Espace de formation",
        issuer=made.lms.url,
        client_id=client_id,
        deployment_ids=(deployment_id,),
        auth_login_url=made.lms.config.auth_login_url,
        auth_token_url=made.lms.config.auth_token_url,
        jwks_url=made.lms.config.jwks_url,
    )
    with made.database.begin() as session:
        platforms.add_platform(session, wanted, policy, utc_now())
        records.add_lrs(
            session,
            made.vault,
            policy,
            name="LRS",
            endpoint=made.lrs.endpoint,
            username=made.lrs.config.username,
            password=made.lrs.config.password,
            platform_id=None,
            now=utc_now(),
        )
