"""Taking back what was said: a statement is voided, and told again as it should have been.

A statement never changes (xAPI-Data 2.3.2): the first is voided by a second, and a third replaces it.
Some LRSs (Ralph) still show the first: the `correction` extension lets a consumer sort it out alone.
"""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID, uuid5

from tincan import (
    ActivityList,
    Agent,
    AgentAccount,
    Context,
    ContextActivities,
    Extensions,
    Result,
    Statement,
    StatementRef,
    Verb,
)

from xapi import activities, vocabulary
from xapi.freezing import FrozenStatement
from xapi.vocabulary import CorrectionReason, Namespace


def voided_id(registration: UUID, statement_id: UUID) -> UUID:
    """The id of the statement that takes another one back."""
    return uuid5(registration, f"voided/{statement_id}")


def reissued_id(registration: UUID, statement_id: UUID) -> UUID:
    """The id of the statement that replaces another one."""
    return uuid5(registration, f"reissued/{statement_id}")


def voided(namespace: Namespace, old: FrozenStatement, at: datetime, reason: CorrectionReason) -> Statement:
    """The tool takes `old` back (xAPI-Data 2.3.2). Its registration and places are those of `old`."""
    first = Statement.from_json(old.body)
    return Statement(
        id=voided_id(old.registration, old.id),
        actor=Agent(account=AgentAccount(home_page=namespace.base, name=vocabulary.TOOL_ACCOUNT)),
        verb=vocabulary.VOIDED,
        object=StatementRef(id=old.id),
        context=Context(
            registration=old.registration,
            # Neither platform nor revision: they are for statements about an activity (xAPI-Data 2.4.6).
            context_activities=ContextActivities(
                grouping=first.context.context_activities.grouping,
                category=ActivityList([activities.profile(namespace)]),
            ),
            language=first.context.language,
            extensions=Extensions({namespace.correction_extension: {"reason": str(reason)}}),
        ),
        timestamp=at,
    )


def reissued(
    namespace: Namespace,
    old: FrozenStatement,
    at: datetime,
    reason: CorrectionReason,
    *,
    result: Result,
    verb: Verb | None = None,
    evidence: UUID | None = None,
) -> Statement:
    """`old` as it should have been, to be sent after the statement that voids it.

    `at` is the moment of the correction; when it first happened is kept in the extension. `context.statement`
    points to `old`, but for `achieved`, where it stays (or becomes) the `evidence` of the level.

    Args:
        result: the right one, from `results`.
        verb: when the correction changes it: `passed` for `failed`.
        evidence: id of the statement that now proves an `achieved`.
    """
    made = Statement.from_json(old.body)
    first_said = json.loads(old.body)["timestamp"]
    made.id = reissued_id(old.registration, old.id)
    made.result = result
    made.verb = verb or made.verb
    made.timestamp = at
    if made.verb.id != vocabulary.ACHIEVED.id:
        made.context.statement = StatementRef(id=old.id)
    elif evidence is not None:
        made.context.statement = StatementRef(id=evidence)
    made.context.extensions[namespace.correction_extension] = {
        "reason": str(reason),
        "replaces": str(old.id),
        "occurred": first_said,
    }
    return made
