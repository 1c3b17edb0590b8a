"""What a row repeats of its statement, so that the database can search it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.engine.default import DefaultExecutionContext

from xapi.vocabulary import VOIDED_IRI

Json = dict[str, Any]


def told(column: str) -> Callable[[DefaultExecutionContext], object]:
    """The default of a column, read from the `body` of the row that is being written."""

    def read(context: DefaultExecutionContext) -> object:
        row: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so
        return index_of(row["body"])[column]

    return read


def index_of(body: str) -> dict[str, object]:
    """`verb`, `activity` (IRI, or None), `actor` (account name) and `voids` (a statement id, or None)."""
    statement: Json = json.loads(body)
    verb, target = statement["verb"]["id"], statement["object"]
    is_voiding = verb == VOIDED_IRI and target.get("objectType") == "StatementRef"
    return {
        "verb": verb,
        "activity": target["id"] if target.get("objectType", "Activity") == "Activity" else None,
        "actor": statement["actor"].get("account", {}).get("name"),
        "voids": UUID(target["id"]) if is_voiding else None,
    }
