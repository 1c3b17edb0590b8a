"""One person's attempts on the trainer's activity."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.assessment.models import Attempt, Mode
from lti_tool.dashboard.people import Person


def attempts_of(session: Session, link_id: UUID, who: Person) -> Sequence[Attempt]:
    """Every graded attempt, those set aside too, the latest first."""
    return session.scalars(
        select(Attempt)
        .where(
            Attempt.learner_id == who.learner_id,
            Attempt.resource_link_id == link_id,
            Attempt.mode == Mode.GRADED,
        )
        .order_by(Attempt.number.desc())
    ).all()
