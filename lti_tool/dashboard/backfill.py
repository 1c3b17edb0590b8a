"""Results of the attempts that were finished before this room existed, computed by the first view."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.assessment.rules import is_known
from lti_tool.dashboard.handlers import keep_result
from lti_tool.dashboard.models import TopicResult

BATCH = 200  # attempts replayed by one view; a page must not wait for a whole year of them


def fill_in(session: Session, link_id: UUID, catalogue: Catalogue) -> bool:
    """Keep the results that are missing; True when some are left for the next view."""
    known = select(TopicResult.attempt_id).where(TopicResult.attempt_id == Attempt.id).exists()
    missing = session.scalars(
        select(Attempt)
        .where(
            Attempt.resource_link_id == link_id,
            Attempt.mode == Mode.GRADED,
            Attempt.finished_at.is_not(None),
            ~known,
        )
        .order_by(Attempt.finished_at)
        .limit(BATCH + 1)
    ).all()
    for attempt in missing[:BATCH]:
        if is_known(attempt, catalogue):
            keep_result(session, attempt, catalogue)
    return len(missing) > BATCH
