"""Every row that belongs to some rows: found by following foreign keys, so that a new table is not forgotten.

A key that may not be empty makes the row part of what it refers to; one that may be empty is only a mention,
and is emptied when what it refers to goes away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, CursorResult, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tool.assessment import models as _assessment
from lti_tool.dashboard import models as _dashboard
from lti_tool.db import Base
from lti_tool.deep_linking import models as _deep_linking
from lti_tool.grades import models as _grades
from lti_tool.launch import models as _launch
from lti_tool.learning_records import models as _records

Conditions = dict[Table, ColumnElement[bool]]
# Read so that their tables are known; a test compares with all that exist.
KNOWN_MODELS = (_assessment, _dashboard, _deep_linking, _grades, _launch, _records)


def table_of(model: type[Base]) -> Table:
    """The table of a mapped class."""
    return cast(Table, model.__table__)


def belonging(roots: Mapping[Table, ColumnElement[bool]]) -> Conditions:
    """For each table with rows of the roots, which ones; parents first."""
    found: Conditions = {}
    for table in Base.metadata.sorted_tables:
        ways = [roots[table]] if table in roots else []
        ways += [
            column.in_(select(referred).where(found[referred.table]))
            for column, referred in _references(table, found)
            if not column.nullable
        ]
        if ways:
            found[table] = or_(*ways)
    return found


def rows(session: Session, conditions: Conditions) -> dict[str, list[dict[str, Any]]]:
    """The rows, by table; empty tables are left out."""
    found = {
        table.name: session.execute(select(table).where(condition)).mappings().all()
        for table, condition in conditions.items()
    }
    return {name: [{**row} for row in each] for name, each in found.items() if each}


def count(session: Session, conditions: Conditions) -> dict[str, int]:
    """How many rows, by table."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table).where(condition)) or 0
        for table, condition in conditions.items()
    }


def remove(session: Session, conditions: Conditions) -> dict[str, int]:
    """Delete the rows, children first, and empty the mentions of them; how many rows, by table."""
    for table in Base.metadata.sorted_tables:
        for column, referred in _references(table, conditions):
            if column.nullable:
                gone = select(referred).where(conditions[referred.table])
                session.execute(update(table).where(column.in_(gone)).values({column: None}))
    return {
        table.name: cast(CursorResult[Any], session.execute(delete(table).where(condition))).rowcount
        for table, condition in reversed(conditions.items())
    }


def _references(table: Table, to: Mapping[Table, object]) -> Iterator[tuple[Column[Any], Column[Any]]]:
    for key in table.foreign_keys:
        if key.column.table in to and key.column.table is not table:
            yield key.parent, key.column
