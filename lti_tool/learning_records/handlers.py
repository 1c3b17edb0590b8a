"""Which event gives which statements: one table, one screen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from tincan import Activity, Statement

from content.model import Catalogue, Item
from lti_tool import interactions
from lti_tool.assessment.events import AttemptClosed, AttemptCompleted, AttemptStarted, Event, ItemAnswered
from lti_tool.assessment.models import Administration, Attempt, Mode, Outcome
from lti_tool.assessment.rules import pathway_of
from lti_tool.learning_records.models import Delivery, Lrs, StatementRow
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

PLATFORM = "Parcours Territoires"
LANGUAGE = "fr"
NEXT = timedelta(milliseconds=1)  # between the two statements of one event

_OUTCOMES = {
    Outcome.CORRECT: AnswerOutcome.CORRECT,
    Outcome.INCORRECT: AnswerOutcome.INCORRECT,
    Outcome.UNKNOWN: AnswerOutcome.DONT_KNOW,
    Outcome.UNUSABLE: AnswerOutcome.NEUTRALISED,
}


class Recorder:
    """Writes the traces of graded attempts, in the transaction of the event."""

    def __init__(self, catalogue: Catalogue, public_url: str) -> None:
        self._catalogue = catalogue
        self._namespace = Namespace(public_url)

    def handle(self, event: Event, session: Session) -> None:
        """Put the statements of an event in the outbox.

        Raises:
            InvalidStatementError: a statement of ours breaks a rule of ours. The answer is rolled back
                with it: what cannot be told must not be recorded either.
        """
        if event.attempt.mode != Mode.GRADED:
            return
        context = self._context(event.attempt, session)
        for statement in self._statements(event, context):
            self._enqueue(session, event, statement)

    def _statements(self, event: Event, context: AttemptContext) -> Iterable[Statement]:
        attempt = event.attempt
        match event:
            case AttemptStarted():
                yield statements.initialized(context, event.at)
            case ItemAnswered():
                yield self._answered(context, event)
            case AttemptCompleted():
                yield statements.completed(context, event.at, attempt.duration)
                yield from self._judgement(context, event)
            case AttemptClosed():
                yield statements.terminated(context, event.at, attempt.duration)

    def _answered(self, context: AttemptContext, event: ItemAnswered) -> Statement:
        shown = event.administration
        item = self._catalogue.items[shown.item_id]
        answer = ItemAnswer(
            outcome=_OUTCOMES[Outcome(str(shown.outcome))],
            duration=shown.duration,
            response=_record(item, shown).response,
            partial=(shown.score or 0.0) if shown.outcome == Outcome.INCORRECT else 0.0,
        )
        competencies = (self._competency(item),)
        return statements.answered(
            context, event.at, shown.position, self._item(item, shown), answer, competencies
        )

    def _judgement(self, context: AttemptContext, event: AttemptCompleted) -> Iterable[Statement]:
        attempt = event.attempt
        if attempt.percent is None:  # every item was unusable: there is nothing to judge
            return
        build = {None: statements.scored, True: statements.passed, False: statements.failed}[event.passed]
        yield build(context, event.at + NEXT, attempt.duration, attempt.percent)

    def _context(self, attempt: Attempt, session: Session) -> AttemptContext:
        link = attempt.resource_link
        threshold = pathway_of(attempt, self._catalogue).passing_percent
        return AttemptContext(
            namespace=self._namespace,
            registration=attempt.id,
            actor=actors.pseudonymous(self._home_page(attempt), attempt.learner.pseudonym),
            pathway=activities.pathway(
                self._namespace, attempt.pathway_id, attempt.pathway_version, self._title(attempt, session)
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
        return self._namespace.identity(attempt.learner.platform_id)

    def _item(self, item: Item, shown: Administration) -> Activity:
        record = _record(item, shown)
        # The version that marked the answer, should it be newer than the one that was shown: the wording
        # below is its own, and one version has one definition.
        return activities.item(
            self._namespace,
            item.id,
            item.version,
            item.title,
            record.interaction_type,
            record.components,
        )

    def _competency(self, item: Item) -> Activity:
        competence = self._catalogue.competences[self._catalogue.topics[item.topic].competence]
        return activities.competency(self._namespace, competence.id, competence.title)

    def _enqueue(self, session: Session, event: Event, statement: Statement) -> None:
        attempt = event.attempt
        frozen = freeze(statement)
        ensure_valid(
            frozen,
            Expectations(
                self._namespace,
                now=event.at + NEXT,
                registration=attempt.id,
                home_pages=frozenset({self._home_page(attempt)}),
            ),
        )
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
        destinations = session.scalars(
            select(Lrs.id).where(
                or_(Lrs.platform_id.is_(None), Lrs.platform_id == attempt.learner.platform_id)
            )
        )
        session.add_all([Delivery(lrs_id=lrs_id, sequence=row.sequence) for lrs_id in destinations])
        session.flush()


def _record(item: Item, shown: Administration) -> interactions.InteractionRecord:
    given: interactions.Answer | None = shown.answer  # type: ignore[assignment]  # JSON of our own making
    return interactions.interaction_for(item).describe(item, given)
