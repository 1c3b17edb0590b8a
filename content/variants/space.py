"""How many different draws an item has: two colleagues meet the same one with one chance in that many."""

from __future__ import annotations

from datetime import timedelta
from math import comb, perm, prod
from typing import Any

from content.item import Item
from content.parameters import DateRange, DecimalRange, IntegerRange, Parameter, Sample

MOST = 1_000_000  # beyond it, the exact number tells nothing
_SATURDAY = 5


def draws(item: Item) -> int:
    """The number of draws of an item, 1 without parameters, `MOST` for that many or more."""
    return min(MOST, prod(_size(parameter) for parameter in item.parameters.values()))


def _size(parameter: Parameter) -> int:
    """Of one parameter: what derives from others adds nothing."""
    (way,) = parameter.model_fields_set
    value: Any = getattr(parameter, way)
    match value:
        case IntegerRange():
            return _several((value.high - value.low) // value.step + 1, value.count)
        case DecimalRange():
            return _several(round((value.high - value.low) / value.step) + 1, value.count)
        case DateRange():
            return _days(value)
        case Sample():
            free = len(value.among) - len(value.required)
            return comb(free, value.size - len(value.required)) if value.size >= len(value.required) else 1
    size: int = _OTHERS[way](value)
    return size


def _several(one: int, count: int | None) -> int:
    return min(MOST, int(max(1, one) ** (count or 1)))


def _days(bounds: DateRange) -> int:
    first, last = bounds.between
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(not bounds.working or day.weekday() < _SATURDAY for day in days)


_OTHERS: dict[str, Any] = {
    "one_of": len,
    "integer": lambda bounds: bounds[1] - bounds[0] + 1,
    "shuffled": lambda values: min(MOST, perm(len(values))),
    "derived": lambda _: 1,
    "pattern": lambda _: MOST,
    "fictional": lambda _: MOST,
    "table": lambda _: MOST,
}
