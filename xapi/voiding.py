"""Statements that the tool makes in its own name: no learner did anything (xAPI-Data 2.3.2, "Voiding")."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from xapi.freezing import format_timestamp, text_of
from xapi.iris import normalised_base
from xapi.vocabulary import VOIDED_IRI

ACCOUNT = "parcours-territoires"
_DISPLAYS = {VOIDED_IRI: {"en": "voided", "fr": "a annulé"}}


def system_statement(
    base: str, statement_id: UUID, verb: str, target: dict[str, Any], at: datetime, **context: str
) -> str:
    """The final text of a statement whose actor is the tool itself; `base` is its public address."""
    statement: dict[str, Any] = {
        "id": str(statement_id),
        "actor": {"objectType": "Agent", "account": {"homePage": normalised_base(base), "name": ACCOUNT}},
        "verb": {"id": verb, "display": _DISPLAYS.get(verb, {"en": verb.rsplit("/", 1)[-1]})},
        "object": {"objectType": "Activity", **target},
        "timestamp": format_timestamp(at),
        "version": "1.0.3",
    }
    if context:
        statement["context"] = context
    return text_of(statement)


def voiding(base: str, statement_id: UUID, voided: UUID, at: datetime, **context: str) -> str:
    """The text that takes back the statement `voided`. It names nobody and says nothing of its content.

    Args:
        context: for example `registration`, an id of the act of erasing, so that its statements stay
            in order.
    """
    target = {"objectType": "StatementRef", "id": str(voided)}
    return system_statement(base, statement_id, VOIDED_IRI, target, at, **context)
