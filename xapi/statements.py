"""Pure builders: the same attempt, event and time always give the same statement.

The id of a statement is derived from its registration and from the event, so an event that is told
twice gives one statement, and a re-send is recognised by every LRS (xAPI-Data 2.4.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tincan import Activity, Result, Statement, StatementRef, Verb

from xapi import activities, results, vocabulary
from xapi.attempt import AttemptContext, context_of, statement_of
from xapi.errors import InconsistentResultError
from xapi.freezing import format_timestamp
from xapi.results import ItemAnswer, ReachedLevel


def launched(attempt: AttemptContext, at: datetime) -> Statement:
    """The person opened the activity in the LMS. `at` is aware, here and below; it is part of the event."""
    return _about_pathway(attempt, vocabulary.LAUNCHED, at, event=_at("launched", at))


def initialized(attempt: AttemptContext, at: datetime) -> Statement:
    """The attempt begins."""
    return _about_pathway(attempt, vocabulary.INITIALIZED, at)


def suspended(attempt: AttemptContext, at: datetime, duration: timedelta, percent: int) -> Statement:
    """The person went away at `at`, having done `percent` (0 to 100); known when they come back."""
    result = results.of_progress(percent, duration)
    return _about_pathway(attempt, vocabulary.SUSPENDED, at, result, event=_at("suspended", at))


def resumed(attempt: AttemptContext, at: datetime) -> Statement:
    """The person came back."""
    return _about_pathway(attempt, vocabulary.RESUMED, at, event=_at("resumed", at))


def progressed(attempt: AttemptContext, at: datetime, duration: timedelta, percent: int) -> Statement:
    """The attempt reached a mark, `percent` (0 to 100); at most once in a registration."""
    result = results.of_progress(percent, duration)
    return _about_pathway(attempt, vocabulary.PROGRESSED, at, result, event=f"progressed/{percent:d}")


def answered(
    attempt: AttemptContext,
    at: datetime,
    position: int,
    item: Activity,
    answer: ItemAnswer,
    competencies: Sequence[Activity] = (),
) -> Statement:
    """The item shown in `position` (1, 2, 3…) was answered, passed, or could not be used.

    Raises:
        InconsistentResultError: see `results.of_answer`.
    """
    return statement_of(
        attempt,
        f"answered/{position:d}",
        vocabulary.ANSWERED,
        at,
        about=item,
        result=results.of_answer(attempt.namespace, answer, item.definition.interaction_type),
        context=context_of(attempt, parent=(attempt.pathway,), other=competencies),
    )


def completed(attempt: AttemptContext, at: datetime, duration: timedelta) -> Statement:
    """Nothing is left to ask. At most once in a registration."""
    return _about_pathway(attempt, vocabulary.COMPLETED, at, results.of_completion(duration))


def passed(attempt: AttemptContext, at: datetime, duration: timedelta, percent: float) -> Statement:
    """The threshold is met. `percent` is 0 to 100.

    Raises:
        InconsistentResultError: the pathway has no threshold or `percent` is under it.
    """
    return _judged(attempt, vocabulary.PASSED, at, duration, percent, success=True)


def failed(attempt: AttemptContext, at: datetime, duration: timedelta, percent: float) -> Statement:
    """The threshold is not met. `percent` is 0 to 100.

    Raises:
        InconsistentResultError: the pathway has no threshold or `percent` meets it.
    """
    return _judged(attempt, vocabulary.FAILED, at, duration, percent, success=False)


def scored(attempt: AttemptContext, at: datetime, duration: timedelta, percent: float) -> Statement:
    """A pathway without threshold gave a score. `percent` is 0 to 100.

    Raises:
        InconsistentResultError: the pathway has a threshold: it is passed or failed.
    """
    if attempt.mastery is not None:
        raise InconsistentResultError("a pathway with a threshold is passed or failed")
    return _about_pathway(attempt, vocabulary.SCORED, at, results.of_positioning(percent, duration))


def terminated(attempt: AttemptContext, at: datetime, duration: timedelta) -> Statement:
    """The attempt is closed; always the last statement of a registration."""
    return _about_pathway(attempt, vocabulary.TERMINATED, at, results.of_closing(duration))


def achieved(
    attempt: AttemptContext, at: datetime, competency: Activity, reached: ReachedLevel, evidence: UUID
) -> Statement:
    """The attempt shows a level of a competency; `evidence` is the id of the statement that proves it.

    Raises:
        InconsistentResultError: see `results.of_level`.
    """
    return statement_of(
        attempt,
        f"achieved/{competency.id}",
        vocabulary.ACHIEVED,
        at,
        about=competency,
        result=results.of_level(attempt.namespace, reached),
        context=context_of(
            attempt,
            parent=(attempt.pathway,),
            category=(activities.learner_competency(),),
            evidence=StatementRef(id=evidence),
        ),
    )


def abandoned(attempt: AttemptContext, at: datetime, duration: timedelta) -> Statement:
    """Nobody came back: the server closes the attempt, in place of `terminated`."""
    return _about_pathway(attempt, vocabulary.ABANDONED, at, results.of_closing(duration))


def _judged(
    attempt: AttemptContext, verb: Verb, at: datetime, duration: timedelta, percent: float, *, success: bool
) -> Statement:
    if attempt.mastery is None:
        raise InconsistentResultError("a pathway without a threshold is neither passed nor failed")
    result = results.of_positioning(percent, duration, success=success, mastery=attempt.mastery)
    return _about_pathway(attempt, verb, at, result, {vocabulary.MASTERY_SCORE: attempt.mastery})


def _about_pathway(
    attempt: AttemptContext,
    verb: Verb,
    at: datetime,
    result: Result | None = None,
    extensions: dict[str, object] | None = None,
    event: str | None = None,
) -> Statement:
    context = context_of(attempt, extensions=extensions)
    event = event or vocabulary.VERB_NAMES[verb.id]
    return statement_of(attempt, event, verb, at, about=attempt.pathway, result=result, context=context)


def _at(event: str, at: datetime) -> str:
    # It may happen several times: its instant, which no other event of the attempt shares, is its key.
    return f"{event}/{format_timestamp(at)}"
