"""Which event gives which statements: one table, one screen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from tincan import Activity, Statement

from content.model import Catalogue, Item
from content.variants import blank
from lti_tool import interactions
from lti_tool.assessment.events import (
    AttemptAbandoned,
    AttemptClosed,
    AttemptCompleted,
    AttemptLaunched,
    AttemptResumed,
    AttemptStarted,
    AttemptSuspended,
    Event,
    ItemAnswered,
    LevelReached,
)
from lti_tool.assessment.levels import level_name
from lti_tool.assessment.models import Administration, Attempt, Mode, Outcome
from lti_tool.assessment.results import percent_done
from lti_tool.assessment.rules import pathway_of
from lti_tool.assessment.variants import concrete
from lti_tool.launch.own_pathways import NAME_IN_TRACES, own_id
from lti_tool.learning_records.destinations import Person, dispatch
from lti_tool.learning_records.models import StatementRow
from xapi import (
    AnswerOutcome,
    AttemptContext,
    Expectations,
    ItemAnswer,
    Namespace,
    activities,
    actors,
    ensure_valid,
    freeze,
    statements,
)
from xapi.errors import InvalidIriError
from xapi.results import ReachedLevel

PLATFORM = "Parcours Territoires"
LANGUAGE = "fr"
NEXT = timedelta(milliseconds=1)  # between the two statements of one event
MARKS = (25, 50, 75)  # percent
_VERDICTS = {None: "scored", True: "passed", False: "failed"}

_MOMENTS = {
    AttemptLaunched: statements.launched,
    AttemptStarted: statements.initialized,
    AttemptResumed: statements.resumed,
}
_ENDS = {AttemptAbandoned: statements.abandoned, AttemptClosed: statements.terminated}
_OUTCOMES = {
    Outcome.CORRECT: AnswerOutcome.CORRECT,
    Outcome.INCORRECT: AnswerOutcome.INCORRECT,
    Outcome.UNKNOWN: AnswerOutcome.DONT_KNOW,
    Outcome.UNUSABLE: AnswerOutcome.NEUTRALISED,
}


@dataclass(frozen=True)
class Addition:
    """Something to tell of an attempt that is no event of the assessment."""

    attempt: Attempt
    at: datetime


class Recorder:
    """Writes the traces of graded attempts, in the transaction of the event."""

    def __init__(self, catalogue: Catalogue, public_url: str, *, progress: bool = False) -> None:
        self._catalogue = catalogue
        self._progress = progress
        self.namespace = Namespace(public_url)

    def handle(self, event: Event, session: Session) -> None:
        """Put the statements of an event in the outbox.

        Raises:
            InvalidStatementError: a statement of ours breaks a rule of ours. The answer is rolled back
                with it: what cannot be told must not be recorded either.
        """
        if event.attempt.mode != Mode.GRADED:
            return
        context = self.context(event.attempt, session)
        for statement in self._statements(event, context):
            self._enqueue(session, event, statement)
        if self._progress and isinstance(event, ItemAnswered):
            self._tell_progress(session, event, context)

    def tell(self, session: Session, attempt: Attempt, statement: Statement, at: datetime) -> None:
        """Put one more statement of an attempt in the outbox; see `corrections`.

        Raises:
            InvalidStatementError: as above.
        """
        self._enqueue(session, Addition(attempt, at), statement)

    def _statements(self, event: Event, context: AttemptContext) -> Iterable[Statement]:
        attempt = event.attempt
        match event:
            case AttemptLaunched() | AttemptStarted() | AttemptResumed():
                yield _MOMENTS[type(event)](context, event.at)
            case ItemAnswered():
                yield self._answered(context, event)
            case AttemptSuspended():
                percent = percent_done(attempt, self._catalogue)
                yield statements.suspended(context, event.at, attempt.duration, percent)
            case AttemptCompleted():
                yield statements.completed(context, event.at, attempt.duration)
                yield from self._judgement(context, event)
            case LevelReached():
                yield self._achieved(context, event)
            case AttemptAbandoned() | AttemptClosed():
                yield _ENDS[type(event)](context, event.at, attempt.duration)

    def _answered(self, context: AttemptContext, event: ItemAnswered) -> Statement:
        shown = event.administration
        item = self._catalogue.items[shown.item_id]
        answer = ItemAnswer(
            outcome=_OUTCOMES[Outcome(str(shown.outcome))],
            duration=shown.duration,
            response=_record(concrete(event.attempt, item), shown).response,
            partial=(shown.score or 0.0) if shown.outcome == Outcome.INCORRECT else 0.0,
        )
        competencies = (self.competency(self._catalogue.topics[item.topic].competence),)
        return statements.answered(context, event.at, shown.position, self._item(item), answer, competencies)

    def _judgement(self, context: AttemptContext, event: AttemptCompleted) -> Iterable[Statement]:
        attempt = event.attempt
        if attempt.percent is None:  # every item was unusable: there is nothing to judge
            return
        build = getattr(statements, _VERDICTS[event.passed])
        yield build(context, event.at + NEXT, attempt.duration, attempt.percent)

    def _achieved(self, context: AttemptContext, event: LevelReached) -> Statement:
        reached = event.reached
        return statements.achieved(
            context,
            event.at,
            self.competency(reached.competence),
            ReachedLevel(reached.level, level_name(reached.level), reached.ceiling),
            context.statement_id(_VERDICTS[event.passed]),
        )

    def _tell_progress(self, session: Session, event: ItemAnswered, context: AttemptContext) -> None:
        """`progressed`, once a quarter: the share that is done may go back when an item is set aside."""
        done = percent_done(event.attempt, self._catalogue)
        mark = max((one for one in MARKS if one <= done), default=None)
        if mark is None:
            return
        told = [context.statement_id(f"progressed/{one}") for one in MARKS if one >= mark]
        if session.scalar(select(StatementRow.id).where(StatementRow.id.in_(told)).limit(1)) is None:
            made = statements.progressed(context, event.at + NEXT, event.attempt.duration, mark)
            self._enqueue(session, event, made)

    def context(self, attempt: Attempt, session: Session) -> AttemptContext:
        """What every statement of an attempt shares."""
        link = attempt.resource_link
        threshold = pathway_of(attempt, self._catalogue).passing_percent
        return AttemptContext(
            namespace=self.namespace,
            registration=attempt.id,
            actor=actors.pseudonymous(self._home_page(attempt), attempt.learner.pseudonym),
            pathway=activities.pathway(
                self.namespace, attempt.pathway_id, attempt.pathway_version, self._title(attempt, session)
            ),
            groupings=self._groupings(
                attempt, link.resource_link_id, link.course.context_id if link.course else None
            ),
            platform=PLATFORM,
            language=LANGUAGE,
            revision=str(attempt.pathway_version),
            number=attempt.number,
            mode=str(attempt.mode),
            mastery=None if threshold is None else threshold / 100,
        )

    def _title(self, attempt: Attempt, session: Session) -> str:
        """The title of the pathway in the version that the attempt began with."""
        if own_id(attempt.pathway_id) is not None:
            return NAME_IN_TRACES
        pathway = self._catalogue.pathways[attempt.pathway_id]
        if pathway.version == attempt.pathway_version:
            return pathway.title
        # The content has changed since. A definition never does: it is the one of the first statement.
        first = session.scalars(
            select(StatementRow.body)
            .where(StatementRow.registration == attempt.id)
            .order_by(StatementRow.sequence)
            .limit(1)
        ).one()
        return str(json.loads(first)["object"]["definition"]["name"][LANGUAGE])

    def _groupings(self, attempt: Attempt, link: str, context: str | None) -> tuple[Activity, ...]:
        try:
            return activities.groupings(attempt.learner.platform.issuer, link, context)
        except InvalidIriError:  # an issuer that is not an https address cannot carry IRIs: ours can
            return activities.groupings(self._home_page(attempt), link, context)

    def _home_page(self, attempt: Attempt) -> str:
        return self.namespace.identity(attempt.learner.platform_id)

    def _item(self, item: Item) -> Activity:
        # What every variant shares: a definition never depends on the person.
        shared = blank(item)
        record = interactions.interaction_for(shared).describe(shared, None)
        # The version that marked the answer, should it be newer than the one that was shown: the wording
        # below is its own, and one version has one definition.
        return activities.item(
            self.namespace,
            item.id,
            item.version,
            item.title,
            record.interaction_type,
            record.components,
        )

    def competency(self, competence_id: str) -> Activity:
        """A competence of the framework, as traces name it."""
        competence = self._catalogue.competences[competence_id]
        return activities.competency(self.namespace, competence.id, competence.title)

    def _enqueue(self, session: Session, event: Event | Addition, statement: Statement) -> None:
        attempt = event.attempt
        frozen = freeze(statement)
        expected = Expectations(
            self.namespace,
            now=event.at + NEXT,
            registration=attempt.id,
            home_pages=frozenset({self._home_page(attempt)}),
        )
        ensure_valid(frozen, expected)
        row = StatementRow(
            id=frozen.id,
            registration=attempt.id,
            platform_id=attempt.learner.platform_id,
            body=frozen.body,
            sha256=frozen.sha256,
            created_at=event.at,
        )
        session.add(row)
        session.flush()
        typed = self._free_text(event) if isinstance(event, ItemAnswered) else None
        dispatch(session, row, expected, person=Person.of(attempt.learner), free_text=typed)

    def _free_text(self, event: ItemAnswered) -> str | None:
        """What was typed; None when nothing was, or when the statement tells the response already."""
        given = event.administration.answer
        item = concrete(event.attempt, self._catalogue.items[event.administration.item_id])
        if given is None or _record(item, event.administration).response is not None:
            return None
        answer: interactions.Answer = given  # type: ignore[assignment]  # JSON of our own making
        return interactions.interaction_for(item).describe(item, answer, include_free_text=True).response


def _record(item: Item, shown: Administration) -> interactions.InteractionRecord:
    given: interactions.Answer | None = shown.answer  # type: ignore[assignment]  # JSON of our own making
    return interactions.interaction_for(item).describe(item, given)
