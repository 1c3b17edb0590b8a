"""What the statements of one attempt have in common: who, where, which pathway, which ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from tincan import (
    Activity,
    ActivityList,
    Agent,
    Context,
    ContextActivities,
    Extensions,
    Result,
    Statement,
    StatementRef,
    Verb,
)

from xapi import activities
from xapi.vocabulary import Namespace


@dataclass(frozen=True)
class AttemptContext:
    """What is constant over an attempt.

    Args:
        registration: the attempt's UUID, shared by all its statements.
        actor: see `actors.pseudonymous`.
        pathway: see `activities.pathway`.
        groupings: see `activities.groupings`.
        platform: name of the tool, for people.
        language: of the content, BCP 47.
        revision: version of the pathway and its items.
        number: 1 for the first attempt of this person on this activity.
        mode: for example `graded`.
        mastery: threshold of the pathway, 0 to 1; None when it only places people.
    """

    namespace: Namespace
    registration: UUID
    actor: Agent
    pathway: Activity
    groupings: tuple[Activity, ...]
    platform: str
    language: str
    revision: str
    number: int
    mode: str
    mastery: float | None = None

    def statement_id(self, event: str) -> UUID:
        """The id of the statement that tells `event`, a key that is unique in the attempt."""
        return uuid5(self.registration, event)


def statement_of(
    attempt: AttemptContext,
    event: str,
    verb: Verb,
    at: datetime,
    *,
    about: Activity,
    result: Result | None,
    context: Context,
) -> Statement:
    """The statement that tells `event`, a key that is unique in the attempt."""
    return Statement(
        id=attempt.statement_id(event),
        actor=attempt.actor,
        verb=verb,
        object=about,
        result=result,
        context=context,
        timestamp=at,
    )


def context_of(
    attempt: AttemptContext,
    *,
    parent: Sequence[Activity] = (),
    other: Sequence[Activity] = (),
    category: Sequence[Activity] = (),
    evidence: StatementRef | None = None,
    extensions: dict[str, object] | None = None,
) -> Context:
    """The context that every statement of the attempt has, and what this one adds."""
    return Context(
        statement=evidence,
        registration=attempt.registration,
        context_activities=ContextActivities(
            parent=ActivityList(parent) if parent else None,
            grouping=ActivityList(attempt.groupings),
            category=ActivityList([activities.profile(attempt.namespace), *category]),
            other=ActivityList(other) if other else None,
        ),
        revision=attempt.revision,
        platform=attempt.platform,
        language=attempt.language,
        extensions=Extensions(
            {
                attempt.namespace.attempt_extension: {"number": attempt.number, "mode": attempt.mode},
                **(extensions or {}),
            }
        ),
    )
