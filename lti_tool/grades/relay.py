"""Carries the queued scores to the platforms. Any number of relays may run on one database.

A relay that dies between the post and the mark leaves a lease that ends; the same bytes are sent again and
the platform answers 409, which is the right end: nothing is lost, nothing counts twice.
"""

from __future__ import annotations

import logging
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never, cast
from uuid import UUID

import requests
from sqlalchemy import CursorResult, case, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.grades import ags, columns
from lti_tool.grades.leases import Lease, Outcome, back_off, settle, take
from lti_tool.grades.models import Score, ScoreState
from lti_tool.grades.score import score_body
from lti_tool.grades.tokens import Tokens
from lti_tool.security import Vault

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What one round did, in scores."""

    sent: int = 0
    superseded: int = 0
    failed: int = 0
    postponed: int = 0
    lost: int = 0  # the lease had ended before the answer: another relay decides


@dataclass(frozen=True)
class Status:
    """The outbox at a glance; `problems` counts the waiting and the failed by last error."""

    queued: int
    sent: int
    superseded: int
    failed: int
    oldest_queued: datetime | None
    problems: dict[str, int]


def deliver_due(
    database: Database,
    http: requests.Session,
    vault: Vault,
    clock: Clock,
    *,
    owner: str,
    stop: Callable[[], bool],
    rng: random.Random,
) -> Report:
    """Send what is due, one score at a time, until nothing is left or `stop` says so.

    A platform that does not answer is left alone until the next round: it costs the others one time-out.
    `owner` names this relay and is unlike any other's.

    Raises:
        OperatorError: our key was encrypted under another `PARCOURS_SECRET_KEY`.
    """
    tokens = Tokens(database, http, vault, clock)
    columns.place_due(database, http, tokens, clock, owner=owner, stop=stop, rng=rng)
    resting: set[UUID] = set()
    counts: Counter[str] = Counter()
    while not stop():
        lease = take(database, clock(), owner, resting)
        if lease is None:
            break
        answer = None if lease.overtaken else _post(http, tokens, lease, clock)
        if isinstance(answer, ags.Busy | ags.Unavailable | ags.Unauthorized | ags.NoToken):
            resting.add(lease.platform.id)
        outcome = _decide(answer, lease, rng)
        written = settle(database, lease, outcome, clock())
        counts[_word(outcome) if written else "lost"] += 1
        _tell(lease, outcome, written)
    return Report(**counts)


def retry_failed(session: Session) -> int:
    """Queue the failed scores again, due at once; says how many. Older than one sent, they will not go."""
    again = case((Score.line_item_url == "", ScoreState.UNPLACED), else_=ScoreState.QUEUED)
    statement = (
        update(Score)
        .where(Score.state == ScoreState.FAILED)
        .values(state=again, attempts=0, next_try_at=Score.timestamp)
    )
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def status(session: Session) -> Status:
    """Counts for the operator; nothing in it names a learner."""
    rows = session.execute(select(Score.state, func.count()).group_by(Score.state))
    by_state = dict(rows.all())
    queued = Score.state.in_([ScoreState.QUEUED, ScoreState.UNPLACED])
    waiting = or_(queued, Score.state == ScoreState.FAILED)
    problems = session.execute(
        select(Score.last_error, func.count())
        .where(waiting, Score.last_error.is_not(None))
        .group_by(Score.last_error)
    )
    return Status(
        queued=by_state.get(ScoreState.QUEUED, 0) + by_state.get(ScoreState.UNPLACED, 0),
        sent=by_state.get(ScoreState.SENT, 0),
        superseded=by_state.get(ScoreState.SUPERSEDED, 0),
        failed=by_state.get(ScoreState.FAILED, 0),
        oldest_queued=session.scalar(select(func.min(Score.created_at)).where(queued)),
        problems={error: count for error, count in problems if error is not None},
    )


def _post(http: requests.Session, tokens: Tokens, lease: Lease, clock: Clock) -> ags.Answer:
    score = lease.score
    body = score_body(
        user_id=score.user_id,
        score_given=score.score_given,
        score_maximum=score.score_maximum,
        timestamp=score.timestamp,
        comment=score.comment,
    )
    return ags.post_score(http, tokens, lease.platform, score.line_item_url, body, clock)


def _decide(answer: ags.Answer | None, lease: Lease, rng: random.Random) -> Outcome:
    match answer:
        case None:
            return Outcome(ScoreState.SUPERSEDED, "newer_score_sent")
        case ags.Delivered():
            return Outcome(ScoreState.SENT)
        case ags.Superseded():
            # After a first try the score on the platform is most likely this very one.
            return Outcome(
                ScoreState.SUPERSEDED, "conflict_after_retry" if _tried_before(lease) else "conflict"
            )
        case ags.ForeignLineItem():
            return Outcome(ScoreState.FAILED, "foreign_line_item")
        case ags.Gone(phrase):
            return Outcome(ScoreState.FAILED, _error("line_item_gone", phrase, lease))
        case ags.Rejected(code, phrase):
            return Outcome(ScoreState.FAILED, _error(f"rejected_{code}", phrase, lease))
        case _:
            return _later(answer, lease, rng)


def _later(
    answer: ags.Unauthorized | ags.NoToken | ags.Forbidden | ags.Busy | ags.Unavailable,
    lease: Lease,
    rng: random.Random,
) -> Outcome:
    wait = back_off(lease.score.attempts, rng)
    match answer:
        case ags.Unauthorized():
            return Outcome(ScoreState.QUEUED, "unauthorized", wait)
        case ags.Forbidden(phrase):
            return Outcome(ScoreState.QUEUED, _error("forbidden", phrase, lease), wait)
        case ags.NoToken(reason):
            return Outcome(ScoreState.QUEUED, reason, wait)
        case ags.Busy(asked):
            return Outcome(ScoreState.QUEUED, "busy", max(wait, asked or wait), whole_platform=True)
        case ags.Unavailable(reason, asked):
            return Outcome(ScoreState.QUEUED, reason, max(wait, asked or wait))
        case _:
            assert_never(answer)


def _tried_before(lease: Lease) -> bool:
    return lease.score.attempts > 1


def _error(word: str, phrase: str, lease: Lease) -> str:
    # A platform may quote the person it refuses; neither `status` nor the log may.
    hidden = re.sub(rf"(?<!\w){re.escape(lease.score.user_id)}(?!\w)", "…", phrase)
    return f"{word} {hidden}".strip()


def _word(outcome: Outcome) -> str:
    return "postponed" if outcome.state == ScoreState.QUEUED else outcome.state.value


def _tell(lease: Lease, outcome: Outcome, written: bool) -> None:
    level = logging.INFO if outcome.state in {ScoreState.SENT, ScoreState.SUPERSEDED} else logging.WARNING
    word = _word(outcome) if written else "lost"
    _log.log(level, "score %s %s: %s", lease.score.id, word, outcome.error or "ok")
