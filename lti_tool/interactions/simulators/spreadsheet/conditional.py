"""Functions that go through ranges in step: under conditions, and look-ups. Twin: `conditional.js`."""

from __future__ import annotations

from collections.abc import Sequence

from lti_tool.interactions.simulators.spreadsheet.entries import ABSENT, REFERENCE, VALUE, ZERO, Fault, Value
from lti_tool.interactions.simulators.spreadsheet.operands import (
    Cells,
    Operand,
    compare,
    folded,
    like,
    meets,
    number_of,
    rank_of,
    scalar,
    truth_of,
)


def _cells(operand: Operand) -> Cells:
    return operand if isinstance(operand, Cells) else Cells([operand], 1)


def _kept(pairs: Sequence[Operand]) -> list[bool] | None:
    """Which places meet every criterion; None when the ranges are not of one size."""
    kept: list[bool] | None = None
    for at in range(0, len(pairs), 2):
        values, criterion = _cells(pairs[at]).values, scalar(pairs[at + 1])
        here = [meets(value, criterion) for value in values]
        if kept is not None and len(kept) != len(here):
            return None
        kept = here if kept is None else [one and other for one, other in zip(kept, here, strict=True)]
    return kept


def count_if(args: Sequence[Operand]) -> Value:
    return count_ifs(args)


def count_ifs(args: Sequence[Operand]) -> Value:
    if len(args) % 2:
        return VALUE
    kept = _kept(args)
    return VALUE if kept is None else float(sum(kept))


def _added(values: Sequence[Value], kept: Sequence[bool]) -> tuple[float, int] | Fault:
    total, count = 0.0, 0
    for value, here in zip(values, kept, strict=False):
        if here and isinstance(value, Fault):
            return value
        if here and isinstance(value, float) and not isinstance(value, bool):
            total, count = total + value, count + 1
    return total, count


def _if(args: Sequence[Operand]) -> tuple[float, int] | Fault:
    kept = _kept(args[:2])
    return _added(_cells(args[-1] if len(args) == 3 else args[0]).values, kept or [])


def sum_if(args: Sequence[Operand]) -> Value:
    found = _if(args)
    return found if isinstance(found, Fault) else found[0]


def mean_if(args: Sequence[Operand]) -> Value:
    found = _if(args)
    if isinstance(found, Fault):
        return found
    return found[0] / found[1] if found[1] else ZERO


def sum_ifs(args: Sequence[Operand]) -> Value:
    if len(args) % 2 == 0:
        return VALUE
    values, kept = _cells(args[0]).values, _kept(args[1:])
    if kept is None or len(kept) != len(values):
        return VALUE
    found = _added(values, kept)
    return found if isinstance(found, Fault) else found[0]


def _found(values: Sequence[Value], wanted: Value) -> int | None:
    for at, value in enumerate(values):
        if value is None or isinstance(value, Fault) or rank_of(value) != rank_of(wanted):
            continue
        if isinstance(value, str) and isinstance(wanted, str):
            if like(folded(value), folded(wanted)):
                return at
        elif compare(value, wanted) == 0:
            return at
    return None


def look_up_vertically(args: Sequence[Operand]) -> Value:
    """RECHERCHEV(valeur; table; colonne; [proche]): exact with FAUX, else the last one not above."""
    wanted, table, number = scalar(args[0]), _cells(args[1]), number_of(args[2])
    close = truth_of(args[3]) if len(args) == 4 else True
    for one in (wanted, number, close):
        if isinstance(one, Fault):
            return one
    if isinstance(number, Fault) or not 1 <= number <= table.width:
        return REFERENCE
    keys = table.values[:: table.width]
    at = _last_not_above(keys, wanted) if close else _found(keys, wanted)
    return ABSENT if at is None else table.values[at * table.width + int(number) - 1]


def _last_not_above(values: Sequence[Value], wanted: Value) -> int | None:
    found = None
    for at, value in enumerate(values):
        if value is None or isinstance(value, Fault) or rank_of(value) != rank_of(wanted):
            continue
        if compare(value, wanted) <= 0:
            found = at
    return found


def look_up(args: Sequence[Operand]) -> Value:
    """RECHERCHEX(valeur; où; rendre; [sinon])."""
    wanted, where, given = scalar(args[0]), _cells(args[1]).values, _cells(args[2]).values
    if isinstance(wanted, Fault):
        return wanted
    if len(where) != len(given):
        return VALUE
    at = _found(where, wanted)
    if at is not None:
        return given[at]
    return scalar(args[3]) if len(args) == 4 else ABSENT
