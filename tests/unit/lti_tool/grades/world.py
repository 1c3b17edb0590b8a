"""Rows that a score needs: a platform, an activity, a person, an attempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from lti_tool.assessment.events import AttemptCompleted
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.grades.handlers import enqueue_score
from lti_tool.grades.models import Score
from lti_tool.launch.models import Learner, ResourceLink
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus
from tests.unit.lti_tool.grades.fake_platform import FakePlatform


@dataclass(frozen=True)
class World:
    """One database, seen from one registration."""

    database: Database
    clock: Clock
    platform_id: UUID
    line_item: Callable[[], str]

    def platform(self) -> Platform:
        with self.database.begin() as session:
            return session.get_one(Platform, self.platform_id)

    def complete(
        self, percent: float = 66.666, *, at: datetime | None = None, **options: Any
    ) -> Score | None:
        """Finish an attempt as `assessment` does, in one transaction with its score."""
        attempt_id = self.attempt(percent, **options)
        return self.tell(attempt_id, at)

    def tell(self, attempt_id: UUID, at: datetime | None = None) -> Score | None:
        """Publish the end of an attempt; the score that came of it, if any."""
        with self.database.begin() as session:
            attempt = session.get_one(Attempt, attempt_id)
            enqueue_score(AttemptCompleted(attempt, passed=None, at=at or self.clock()), session)
        return next((score for score in self.scores() if score.attempt_id == attempt_id), None)

    def attempt(
        self,
        percent: float | None = 66.666,
        *,
        subject: str | None = "4",
        mode: Mode = Mode.GRADED,
        line_item_url: str | None = "",
    ) -> UUID:
        """A finished attempt on an activity of its own; its column is the usual one unless told."""
        url = self.line_item() if line_item_url == "" else line_item_url
        with self.database.begin() as session:
            deployment = session.scalars(select(Deployment).filter_by(platform_id=self.platform_id)).one()
            link = ResourceLink(
                deployment=deployment, resource_link_id=str(uuid4()), pathway_id="p", line_item_url=url
            )
            known = select(Learner).filter_by(platform_id=self.platform_id, subject=subject)
            learner = session.scalars(known).first() or Learner(platform_id=self.platform_id, subject=subject)
            now = self.clock()
            attempt = Attempt(
                learner=learner,
                resource_link=link,
                number=1,
                mode=mode,
                pathway_id="p",
                pathway_version=1,
                engine="ladder",
                seed="0",
                started_at=now - timedelta(minutes=20),
                last_event_at=now,
                finished_at=now,
                percent=percent,
            )
            session.add(attempt)
            session.flush()
            return attempt.id

    def scores(self) -> list[Score]:
        """Every row of the outbox, oldest first."""
        with self.database.begin() as session:
            return list(session.scalars(select(Score).order_by(Score.timestamp, Score.id)))

    def change(self, score: Score, **values: object) -> None:
        """Write on a row what a test needs there."""
        with self.database.begin() as session:
            row = session.get_one(Score, score.id)
            for name, value in values.items():
                setattr(row, name, value)


def register(database: Database, clock: Clock, lms: FakePlatform, **changes: str) -> World:
    """A registration of the tool on `lms`, active, with one deployment."""
    values: dict[str, Any] = {
        "name": "Moodle",
        "issuer": lms.url,
        "client_id": lms.client_id,
        "auth_login_url": f"{lms.url}/mod/lti/auth.php",
        "auth_token_url": lms.token_url,
        "jwks_url": f"{lms.url}/mod/lti/certs.php",
        "status": PlatformStatus.ACTIVE,
        "created_at": clock(),
    } | changes
    with database.begin() as session:
        platform = Platform(**values)
        session.add(platform)
        session.flush()
        session.add(Deployment(platform_id=platform.id, deployment_id="2"))
        return World(database, clock, platform.id, lms.line_item)
