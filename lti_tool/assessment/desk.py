"""What a service works with, and how it tells what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.assessment.events import Event
from lti_tool.assessment.models import Attempt, Mode

TICK = timedelta(milliseconds=10)  # traces of one attempt never share an instant; one event may give two


@dataclass(frozen=True)
class Desk:
    """What a service works with besides the database."""

    session: Session
    catalogue: Catalogue
    publish: Callable[[Event, Session], None]
    now: datetime


def tell(
    desk: Desk, attempt: Attempt, make: Callable[[datetime], Event], *, at: datetime | None = None
) -> None:
    """Publish an event of a graded attempt, after the one before.

    Args:
        at: when it happened; now, if it is not given.
    """
    if attempt.mode != Mode.GRADED:
        return
    attempt.last_event_at = max(at or desk.now, attempt.last_event_at + TICK)
    desk.session.flush()
    desk.publish(make(attempt.last_event_at), desk.session)
