"""`seconds_between(a, b)` in SQL: SQLite keeps instants as text, PostgreSQL subtracts them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class seconds_between(GenericFunction[float]):  # noqa: N801  # a SQL function is spelled this way
    """Time between two instants, in seconds."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between)
def _standard(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM ({last} - {first}))"


@compiles(seconds_between, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return f"((julianday({last}) - julianday({first})) * 86400.0)"
