"""What happened, in the past tense. `app.py` gives each event its handlers.

Handlers run inside the transaction that made the event, and their errors are not swallowed:
the answer, the traces and the score row are kept or lost together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lti_tool.assessment.levels import CompetenceLevel
from lti_tool.assessment.models import Administration, Attempt


@dataclass(frozen=True)
class AttemptLaunched:
    """The person opened the activity in the LMS, then began or took up the attempt."""

    attempt: Attempt
    at: datetime


@dataclass(frozen=True)
class AttemptStarted:
    """A graded attempt begins; `at` is its first instant."""

    attempt: Attempt
    at: datetime


@dataclass(frozen=True)
class ItemAnswered:
    """An answer was marked, or the item was passed (`administration.outcome` says which)."""

    attempt: Attempt
    administration: Administration
    at: datetime


@dataclass(frozen=True)
class AttemptSuspended:
    """The person went away at `at`, for longer than a break; told when they are back."""

    attempt: Attempt
    at: datetime


@dataclass(frozen=True)
class AttemptResumed:
    """The person is back."""

    attempt: Attempt
    at: datetime


@dataclass(frozen=True)
class AttemptCompleted:
    """Nothing is left to ask; `attempt.percent` is final."""

    attempt: Attempt
    passed: bool | None  # None: the pathway has no threshold
    at: datetime


@dataclass(frozen=True)
class LevelReached:
    """The finished attempt shows a level of a competence; one event a competence, after completion."""

    attempt: Attempt
    reached: CompetenceLevel
    passed: bool | None  # as in `AttemptCompleted`, which is the evidence
    at: datetime


@dataclass(frozen=True)
class AttemptAbandoned:
    """Nobody came back in the set time; in place of `AttemptClosed`."""

    attempt: Attempt
    at: datetime


@dataclass(frozen=True)
class AttemptClosed:
    """The learner's session on this attempt ends; always the last event of an attempt."""

    attempt: Attempt
    at: datetime


@dataclass(frozen=True)
class AttemptRevised:
    """The result of a finished attempt was corrected (an item was exempted); `attempt.percent` is final."""

    attempt: Attempt
    passed: bool | None
    at: datetime


Event = (
    AttemptLaunched
    | AttemptStarted
    | ItemAnswered
    | AttemptSuspended
    | AttemptResumed
    | AttemptCompleted
    | LevelReached
    | AttemptAbandoned
    | AttemptClosed
    | AttemptRevised
)
