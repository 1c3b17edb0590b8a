"""A person's own choice: to let the training team read their result, and to take it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tool.assessment.models import ResultSharing
from lti_tool.launch.models import LaunchSession


def is_shared(session: Session, launch: LaunchSession) -> bool:
    """Whether the result of this person on this activity is shared now."""
    row = session.get(ResultSharing, (launch.learner_id, launch.resource_link_id))
    return row is not None and row.revoked_at is None


def share(session: Session, launch: LaunchSession, now: datetime) -> None:
    """Let the trainers of this activity read the result. Twice is once."""
    key = (launch.learner_id, launch.resource_link_id)
    row = session.get(ResultSharing, key, with_for_update=True)
    if row is None:
        session.add(ResultSharing(learner_id=key[0], resource_link_id=key[1], shared_at=now))
    elif row.revoked_at is not None:
        row.shared_at, row.revoked_at = now, None
    session.flush()


def stop_sharing(session: Session, launch: LaunchSession, now: datetime) -> None:
    """Take it back: the result is hidden from the next page on."""
    row = session.get(ResultSharing, (launch.learner_id, launch.resource_link_id), with_for_update=True)
    if row is not None and row.revoked_at is None:
        row.revoked_at = now
        session.flush()
