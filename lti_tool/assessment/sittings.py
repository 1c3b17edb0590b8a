"""Comings and goings: a person opens the activity again, comes back after a break, or never does.

Nobody says that they leave: a browser that is closed sends nothing that could be trusted. A break is
noticed when it ends, and told then with the two instants that it lies between.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select

from lti_tool.assessment.desk import Desk, tell
from lti_tool.assessment.events import AttemptAbandoned, AttemptLaunched, AttemptResumed, AttemptSuspended
from lti_tool.assessment.models import ABANDONED, Administration, Attempt, Mode
from lti_tool.launch.models import LaunchSession

BREAK = timedelta(minutes=30)  # after this the person was away, not thinking


def arrive(desk: Desk, attempt: Attempt, launch: LaunchSession) -> None:
    """The person takes up an attempt that is under way, from a launch that may be new."""
    is_new = launch.created_at > attempt.last_event_at  # nothing was told since: this launch neither
    is_back = _has_been_away(desk, attempt)
    if is_back:
        _tell_suspended(desk, attempt)
    if is_new:
        tell(desk, attempt, lambda at: AttemptLaunched(attempt, at), at=launch.created_at)
    if is_back:
        _tell_resumed(desk, attempt)


def come_back(desk: Desk, attempt: Attempt) -> None:
    """The person looks at the item that waits; the time away does not count."""
    if _has_been_away(desk, attempt):
        _tell_suspended(desk, attempt)
        _tell_resumed(desk, attempt)


def notice_break(desk: Desk, attempt: Attempt) -> None:
    """The person answers, on a page that stayed open, after a break; the attempt's row is locked."""
    pending = attempt.pending
    if pending is not None and desk.now - pending.shown_at > BREAK:
        _tell_suspended(desk, attempt)
        tell(desk, attempt, lambda at: AttemptResumed(attempt, at))


def untouched(desk: Desk, before: datetime) -> Sequence[UUID]:
    """The graded attempts that nobody has touched since `before`, oldest first."""
    shown_since = exists().where(Administration.attempt_id == Attempt.id, Administration.shown_at >= before)
    return desk.session.scalars(
        select(Attempt.id)
        .where(
            Attempt.finished_at.is_(None),
            Attempt.mode == Mode.GRADED,
            Attempt.last_event_at < before,
            ~shown_since,
        )
        .order_by(Attempt.last_event_at)
    ).all()


def abandon(desk: Desk, attempt_id: UUID, before: datetime) -> bool:
    """Close an attempt that is still `untouched`; False when the person was faster. No grade is sent.

    The person may begin a new attempt; the item that waited is forgotten, the answers are kept.
    """
    desk.session.execute(select(Attempt.id).where(Attempt.id == attempt_id).with_for_update())
    if attempt_id not in untouched(desk, before):
        return False
    attempt = desk.session.get_one(Attempt, attempt_id, populate_existing=True)
    pending = attempt.pending
    if pending is not None:
        attempt.administrations.remove(pending)
        desk.session.delete(pending)
    attempt.finished_at = desk.now
    attempt.stop_reason = ABANDONED
    tell(desk, attempt, lambda at: AttemptAbandoned(attempt, at))
    desk.session.flush()
    return True


def _has_been_away(desk: Desk, attempt: Attempt) -> bool:
    pending = attempt.pending
    if pending is None or desk.now - pending.shown_at <= BREAK:
        return False
    # Two tabs of one person must not tell one break twice: look again with the row locked.
    desk.session.execute(select(Attempt.id).where(Attempt.id == attempt.id).with_for_update())
    desk.session.refresh(attempt, ["last_event_at"])
    desk.session.refresh(pending, ["shown_at", "answered_at"])
    return pending.answered_at is None and desk.now - pending.shown_at > BREAK


def _tell_suspended(desk: Desk, attempt: Attempt) -> None:
    pending = attempt.pending
    left_at = pending.shown_at if pending is not None else None
    tell(desk, attempt, lambda at: AttemptSuspended(attempt, at), at=left_at)


def _tell_resumed(desk: Desk, attempt: Attempt) -> None:
    tell(desk, attempt, lambda at: AttemptResumed(attempt, at))
    if attempt.pending is not None:
        attempt.pending.shown_at = desk.now
