"""Correct what was told: the old statement is voided, and told again as it should have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from tincan import Result, Verb

from lti_tool.assessment.desk import TICK
from lti_tool.assessment.models import Attempt
from lti_tool.errors import ToolError
from lti_tool.learning_records.handlers import Recorder
from lti_tool.learning_records.models import StatementRow
from xapi import FrozenStatement, corrections
from xapi.vocabulary import CorrectionReason


class NotCorrectableError(ToolError):
    """The statement cannot be corrected; `reason` is `unknown`, `under_way` or `already_corrected`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Replacement:
    """What the statement should have said; see `xapi.corrections.reissued`."""

    result: Result
    verb: Verb | None = None
    evidence: UUID | None = None


def correct(
    session: Session,
    recorder: Recorder,
    statement_id: UUID,
    reason: CorrectionReason,
    now: datetime,
    replacement: Replacement | None = None,
) -> UUID | None:
    """Void a statement and, with a `replacement`, tell it again; gives the id of the new one.

    Both are in the outbox when the transaction commits, after everything else of the attempt. The new
    one goes through every rule. What it is evidence of (`achieved`) is for the caller to correct next.

    Raises:
        NotCorrectableError: nothing was written.
        InvalidStatementError: the replacement breaks a rule; roll the transaction back.
    """
    row = session.scalars(select(StatementRow).where(StatementRow.id == statement_id)).one_or_none()
    if row is None:
        raise NotCorrectableError("unknown")
    attempt = session.scalars(
        select(Attempt).where(Attempt.id == row.registration).with_for_update(of=Attempt)
    ).one()
    if attempt.finished_at is None:
        raise NotCorrectableError("under_way")
    old = FrozenStatement(row.id, row.registration, row.body, row.sha256)
    namespace = recorder.namespace
    void = corrections.voided(namespace, old, _next(attempt, now), reason)
    if session.scalar(select(StatementRow.id).where(StatementRow.id == void.id)) is not None:
        raise NotCorrectableError("already_corrected")
    recorder.tell(session, attempt, void, attempt.last_event_at)
    if replacement is None:
        return None
    made = corrections.reissued(
        namespace,
        old,
        _next(attempt, now),
        reason,
        result=replacement.result,
        verb=replacement.verb,
        evidence=replacement.evidence,
    )
    recorder.tell(session, attempt, made, attempt.last_event_at)
    return UUID(str(made.id))


def _next(attempt: Attempt, now: datetime) -> datetime:
    attempt.last_event_at = max(now, attempt.last_event_at + TICK)
    return attempt.last_event_at
