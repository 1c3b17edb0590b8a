"""What a trainer's correction changes in the traces: the item that no longer counts, the result, the levels.

An attempt that is set aside is no correction: it took place, and what was told of it stays true (decision
0036). An item that is exempted is: its answer, and what was judged from it, are told again.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from tincan import Statement

from content.model import Catalogue
from lti_tool.assessment.events import AttemptAbandoned, AttemptClosed, AttemptRevised
from lti_tool.assessment.levels import level_name, reached_levels
from lti_tool.assessment.models import Administration, Attempt, Outcome
from lti_tool.assessment.rules import pathway_of
from lti_tool.learning_records.corrections import Replacement, correct
from lti_tool.learning_records.handlers import Recorder
from lti_tool.learning_records.models import StatementRow
from xapi import AnswerOutcome, AttemptContext, ItemAnswer, corrections, results, statements, vocabulary
from xapi.results import ReachedLevel
from xapi.vocabulary import CorrectionReason

_VERDICTS = {None: vocabulary.SCORED, True: vocabulary.PASSED, False: vocabulary.FAILED}
Said = tuple[UUID, dict[str, Any]]  # a statement that holds: its id and its body


class Reviser:
    """Corrects the traces of an attempt, in the transaction of the event."""

    def __init__(self, catalogue: Catalogue, recorder: Recorder) -> None:
        self._catalogue = catalogue
        self._recorder = recorder

    def handle(self, event: AttemptRevised | AttemptClosed | AttemptAbandoned, session: Session) -> None:
        """Correct what no longer holds. An item exempted under way is corrected when the attempt closes.

        Raises:
            InvalidStatementError: see `Recorder.handle`.
        """
        attempt = event.attempt
        context = self._recorder.context(attempt, session)
        for shown in attempt.administrations:
            if shown.outcome == Outcome.UNUSABLE:
                self._neutralise(session, context, shown, event.at)
        if isinstance(event, AttemptRevised):
            evidence = self._judge(session, context, event)
            self._levels(session, context, event, evidence)

    def _neutralise(
        self, session: Session, context: AttemptContext, shown: Administration, at: datetime
    ) -> None:
        said = _holding(session, context, f"answered/{shown.position}")
        neutral = AnswerOutcome.NEUTRALISED
        if said is None or said[1]["result"]["extensions"][context.namespace.outcome_extension] == neutral:
            return
        kind = said[1]["object"]["definition"]["interactionType"]
        made = results.of_answer(context.namespace, ItemAnswer(neutral, shown.duration), kind)
        self._correct(session, said[0], at, Replacement(made))

    def _judge(self, session: Session, context: AttemptContext, event: AttemptRevised) -> UUID | None:
        """The id of the statement that says the result; None when there is no result any more."""
        attempt = event.attempt
        names = [vocabulary.VERB_NAMES[verb.id] for verb in _VERDICTS.values()]
        said = next((one for name in names if (one := _holding(session, context, name))), None)
        if said is None:
            return None
        if attempt.percent is None:
            self._correct(session, said[0], event.at, None)
            return None
        result = results.of_positioning(
            attempt.percent, attempt.duration, success=event.passed, mastery=context.mastery
        )
        verb = _VERDICTS[event.passed]
        if (said[1]["verb"]["id"], said[1]["result"]["score"]["raw"]) == (verb.id, result.score.raw):
            return said[0]
        return self._correct(session, said[0], event.at, Replacement(result, verb))

    def _levels(
        self, session: Session, context: AttemptContext, event: AttemptRevised, evidence: UUID | None
    ) -> None:
        reached = {one.competence: one for one in reached_levels(event.attempt, self._catalogue)}
        for competence in self._competences(event.attempt):
            activity = self._recorder.competency(competence)
            said = _holding(session, context, f"achieved/{activity.id}")
            now = reached.get(competence)
            if now is None or evidence is None:
                if said is not None:
                    self._correct(session, said[0], event.at, None)
                continue
            level = ReachedLevel(now.level, level_name(now.level), now.ceiling)
            result = results.of_level(context.namespace, level)
            if said is None:
                self._first(session, event, statements.achieved(context, event.at, activity, level, evidence))
            elif (said[1]["result"]["score"]["raw"], said[1]["context"]["statement"]["id"]) != (
                level.level,
                str(evidence),
            ):
                self._correct(session, said[0], event.at, Replacement(result, evidence=evidence))

    def _first(self, session: Session, event: AttemptRevised, made: Statement) -> None:
        """A level that was not told at the end of the attempt; one that was taken back stays so."""
        if session.scalar(select(StatementRow.id).where(StatementRow.id == UUID(str(made.id)))) is None:
            self._recorder.tell(session, event.attempt, made, event.at)

    def _competences(self, attempt: Attempt) -> dict[str, None]:
        topics = pathway_of(attempt, self._catalogue).targets
        return dict.fromkeys(self._catalogue.topics[topic].competence for topic in topics)

    def _correct(
        self, session: Session, statement_id: UUID, at: datetime, replacement: Replacement | None
    ) -> UUID | None:
        return correct(session, self._recorder, statement_id, CorrectionReason.REGRADE, at, replacement)


def _holding(session: Session, context: AttemptContext, event: str) -> Said | None:
    """What holds of an event after its corrections; None when it was never told, or was taken back."""
    statement_id = context.statement_id(event)
    while True:
        body = session.scalar(select(StatementRow.body).where(StatementRow.id == statement_id))
        if body is None:
            return None
        void = corrections.voided_id(context.registration, statement_id)
        if session.scalar(select(StatementRow.id).where(StatementRow.id == void)) is None:
            return statement_id, json.loads(body)
        statement_id = corrections.reissued_id(context.registration, statement_id)
