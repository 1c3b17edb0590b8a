"""The last look before a statement is stored. What passes here cannot be refused for its form.

It reads the final text, not the objects it came from, and so judges the builders too. Rules and their
codes are in `checks/`, one module a part of the statement; the family of a code is before its dot:

    json id version property      the text and its shape
    actor privacy                 who, and that nothing says who
    verb object activity language_map interaction
    result score answer verdict level progress    what came out of it
    timestamp context extension   when and where
    reference correction          another statement
    profile                       the published templates
    sequence                      the statements of a registration together
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from xapi.checks import identity, outcomes, published, sequence, subjects, surroundings, text
from xapi.checks.problems import Expectations, Json, Problem, Problems
from xapi.errors import InvalidStatementError
from xapi.freezing import FrozenStatement

__all__ = ["Expectations", "Problem", "check", "check_sequence", "ensure_valid"]

_RULES: tuple[Callable[[Json, Expectations], Problems], ...] = (
    identity.check_statement,
    identity.check_actor,
    identity.check_privacy,
    subjects.check_verb,
    subjects.check_object,
    outcomes.check_result,
    surroundings.check_timestamp,
    surroundings.check_context,
    published.check_profile,
)


def check(body: str, expected: Expectations) -> list[Problem]:
    """Every problem of one statement, given as its final JSON text; an empty list when it may leave."""
    document, problems = text.parse(body)
    if document is None:
        return problems
    return [*problems, *(problem for rule in _RULES for problem in rule(document, expected))]


def ensure_valid(frozen: FrozenStatement, expected: Expectations) -> None:
    """Refuse a statement that breaks a rule; to be called between `freeze` and the outbox.

    Raises:
        InvalidStatementError: with all the problems.
    """
    problems = check(frozen.body, expected)
    if problems:
        raise InvalidStatementError(problems)


def check_sequence(bodies: Sequence[str]) -> list[Problem]:
    """The problems of a whole registration, its statements in order; each was checked alone before."""
    return list(sequence.check_all([json.loads(body) for body in bodies]))
