"""What can go wrong, as types.

    XapiError
    ├── StatementError                a statement that cannot be made, or must not leave us
    │   ├── InvalidIriError               not an absolute, stable IRI
    │   ├── UnsafeIdentityError           the actor would carry personal data
    │   ├── InconsistentResultError       outcome, score and threshold contradict one another
    │   ├── NotSerialisableError          no JSON text, or not a lossless one
    │   └── InvalidStatementError         the validator refused it; carries the problems
    └── OutboxError
        ├── LeaseLostError                another sender holds the destination: change nothing
        ├── EntryGoneError                an entry was erased or settled while it was on its way
        └── StatementConflictError        one id, two different statements

What an LRS answers is no exception: see `answers.py`. An error carries data and no sentence for a learner.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from xapi.checks.problems import Problem


class XapiError(Exception):
    """Root of every error that this package raises on purpose."""


class StatementError(XapiError):
    """A statement that cannot be made, or that must not leave us."""


class InvalidIriError(StatementError):
    """The text is not an absolute and stable IRI (https, or http on a loopback host)."""


class UnsafeIdentityError(StatementError):
    """The actor would carry a mail address or another direct identifier."""


class InconsistentResultError(StatementError):
    """The outcome, the score and the threshold contradict one another, or a duration is negative."""


class NotSerialisableError(StatementError):
    """The statement holds a null, a NaN, or a value that JSON cannot carry without loss."""


class InvalidStatementError(StatementError):
    """The validator refused the statement; `problems` says where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.code} at {problem.path}" for problem in problems))
        self.problems = tuple(problems)


class OutboxError(XapiError):
    """The outbox cannot do what it was asked."""


class LeaseLostError(OutboxError):
    """The destination is leased by another sender; nothing was written."""


class EntryGoneError(OutboxError):
    """The entry no longer waits: erased, or settled by someone else; nothing was written."""

    def __init__(self, sequence: int) -> None:
        super().__init__(str(sequence))
        self.sequence = sequence


class StatementConflictError(OutboxError):
    """A different statement with the same id is already in the outbox."""

    def __init__(self, statement_id: UUID) -> None:
        super().__init__(str(statement_id))
        self.statement_id = statement_id
