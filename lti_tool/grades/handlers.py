"""What a completed attempt puts in the outbox, inside the transaction that completed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lti_tool.assessment.events import AttemptCompleted, AttemptRevised
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.grades.columns import wait_for_column
from lti_tool.grades.leases import SECOND, free_second
from lti_tool.grades.models import Score, ScoreState
from lti_tool.grades.score import score_body
from lti_tool.security import digest

MAXIMUM = 100.0
RACES = 5  # two attempts of one person that end in the same instant; more never happens


def enqueue_score(event: AttemptCompleted, session: Session) -> None:
    """Queue the final score of a graded attempt, once.

    Nothing is queued for practice, for an anonymous learner, or when the launch named no line item (the
    activity has no grade, or several) and the link is not one of ours: what deep linking placed is looked
    for (`columns`).

    Raises:
        ScoreInvalidError: the attempt's percent is not a number from 0 to 100.
    """
    attempt = event.attempt
    link = attempt.resource_link
    if attempt.mode != Mode.GRADED or attempt.percent is None:
        return
    searched = link.activity is not None and link.line_items_url is not None
    if attempt.learner.subject is None or not (link.line_item_url or searched):
        return
    score = Score(
        attempt_id=attempt.id,
        platform_id=link.platform.id,
        line_item_url=link.line_item_url or "",
        line_item_hash=digest(link.line_item_url or ""),
        user_id=attempt.learner.subject,
        score_given=round(attempt.percent, 2),
        score_maximum=MAXIMUM,
        created_at=event.at,
        state=ScoreState.QUEUED,
    )
    if not link.line_item_url:
        wait_for_column(session, link, score, event.at)
    _insert(session, score, event.at)


def correct_score(event: AttemptRevised, session: Session) -> None:
    """Queue the corrected score of an attempt. The one that was sent stays until this one arrives."""
    send_again(session, event.attempt, event.at)


def send_again(session: Session, attempt: Attempt, at: datetime) -> bool:
    """Queue the score of a finished attempt once more, with a new instant; False: there is none to send.

    Only for the attempt that counts: an older one would overwrite a newer grade.

    Raises:
        ScoreInvalidError: the attempt's percent is not a number from 0 to 100.
    """
    score = session.scalars(
        select(Score).where(Score.attempt_id == attempt.id).with_for_update()
    ).one_or_none()
    if score is None:
        enqueue_score(AttemptCompleted(attempt, None, at), session)
        return session.scalar(select(Score.id).where(Score.attempt_id == attempt.id)) is not None
    url = attempt.resource_link.line_item_url or score.line_item_url
    if attempt.percent is None or not url:  # nothing to say, or still waiting for its column
        return False
    score.line_item_url, score.line_item_hash = url, digest(url)
    score.score_given = round(attempt.percent, 2)
    later = score.timestamp + SECOND  # platforms refuse an equal second, also from the same score
    score.timestamp = score.next_try_at = max(free_second(session, score, at), later)
    score.state, score.attempts, score.last_error = ScoreState.QUEUED, 0, None
    score.lease_owner = score.leased_until = score.sent_at = None  # a relay at work has lost it
    _check_sendable(score)
    session.flush()
    return True


def _insert(session: Session, score: Score, at: datetime) -> None:
    for left in reversed(range(RACES)):
        if session.scalar(select(Score.id).where(Score.attempt_id == score.attempt_id)) is not None:
            return
        score.timestamp = score.next_try_at = free_second(session, score, at)
        _check_sendable(score)
        try:
            with session.begin_nested():
                session.add(score)
            return
        except IntegrityError:  # another transaction took this second, and has committed since
            if not left:
                raise


def _check_sendable(score: Score) -> None:
    score_body(
        user_id=score.user_id,
        score_given=score.score_given,
        score_maximum=score.score_maximum,
        timestamp=score.timestamp,
    )
