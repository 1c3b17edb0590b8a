"""What happened, in the past tense. `app.py` gives each event its handlers.

Handlers run inside the transaction that made the event, and their errors are not swallowed:
the answer, the traces and the score row are kept or lost together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lti_tool.assessment.models import Administration, Attempt


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
class AttemptCompleted:
    """Nothing is left to ask; `attempt.percent` is final."""

    attempt: Attempt
    passed: bool | None  # None: the pathway has no threshold
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


Event = AttemptStarted | ItemAnswered | AttemptCompleted | AttemptClosed | AttemptRevised
