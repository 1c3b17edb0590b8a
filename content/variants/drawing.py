"""The values of a variant: one draw by parameter, then what derives from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from content.expressions import ExpressionError, evaluate, names_in
from content.item import Item
from content.parameters import Column, DateRange, DecimalRange, IntegerRange, Parameter, Sample, Table
from content.variants.dice import Dice
from content.variants.fiction import fictional

_CLASS = re.compile(r"\[([^\]]+)\](?:\{(\d{1,2})\})?|(.)")
_SPAN = re.compile(r"(.)-(.)")
_SATURDAY = 5


class ParameterError(ExpressionError):
    """A parameter that cannot be drawn; `name` says which."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def draw(item: Item, seed: bytes, fixed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The value of every parameter of an item, by name; `fixed` sets some of them.

    Raises:
        ParameterError: an expression is wrong for these values, or two of them need each other.
    """
    values = dict(fixed or {})
    for name, parameter in item.parameters.items():
        if name not in values and parameter.derived is None:
            try:
                values[name] = _drawn(parameter, Dice(seed, name))
            except (ValueError, ZeroDivisionError, IndexError) as error:
                raise ParameterError(name, f"« {name} » ne peut pas être tiré : {error}.") from error
    derived = {
        n: str(p.derived) for n, p in item.parameters.items() if p.derived is not None and n not in values
    }
    for name in in_order(derived):
        try:
            values[name] = evaluate(derived[name], values)
        except ExpressionError as error:
            raise ParameterError(name, error.sentence) from error
    return values


def in_order(derived: Mapping[str, str]) -> tuple[str, ...]:
    """Derived parameters, each after those that it reads. Raises `ParameterError` for a circle."""
    order: dict[str, None] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            raise ParameterError(name, f"Ces paramètres dépendent l'un de l'autre sans fin : {circle}.")
        if name in order or name not in derived:
            return
        try:
            needed = names_in(derived[name])
        except ExpressionError as error:
            raise ParameterError(name, error.sentence) from error
        for other in sorted(needed):
            visit(other, (*above, name))
        order[name] = None

    for name in derived:
        visit(name, ())
    return tuple(order)


def _drawn(parameter: Parameter | Column, dice: Dice) -> Any:
    """One value, by the only key that is filled. Raises `ValueError` and `IndexError` for an empty range."""
    (way,) = parameter.model_fields_set
    value = getattr(parameter, way)
    return _WAYS[way](value, dice)


def _integer(bounds: tuple[int, int] | IntegerRange, dice: Dice) -> Any:
    if isinstance(bounds, tuple):
        bounds = IntegerRange.model_validate({"de": bounds[0], "a": bounds[1]})
    if bounds.count is None:
        return dice.between(bounds.low, bounds.high, bounds.step)
    return [dice.between(bounds.low, bounds.high, bounds.step) for _ in range(bounds.count)]


def _decimal(bounds: DecimalRange, dice: Dice) -> Any:
    steps = round((bounds.high - bounds.low) / bounds.step)
    drawn = [round(bounds.low + bounds.step * dice.below(steps + 1), 6) for _ in range(bounds.count or 1)]
    return drawn if bounds.count else drawn[0]


def _day(bounds: DateRange, dice: Dice) -> date:
    return dice.choice(_days(*bounds.between, working=bounds.working))


@lru_cache(maxsize=256)
def _days(first: date, last: date, *, working: bool) -> tuple[date, ...]:
    """Kept: a table of 500 rows asks for the same days 500 times."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if not working or day.weekday() < _SATURDAY)


def _pattern(pattern: str, dice: Dice) -> str:
    """Letters as they are, `[a-z]` one of them, `[0-9]{4}` four of them."""
    text = ""
    for match in _CLASS.finditer(pattern):
        among, times, letter = match.groups()
        if letter:
            text += letter
            continue
        letters = _SPAN.sub(lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), among)
        text += "".join(dice.choice(letters) for _ in range(int(times or 1)))
    return text


def _sample(sample: Sample, dice: Dice) -> list[Any]:
    others = dice.shuffled([value for value in sample.among if value not in sample.required])
    kept = [*sample.required, *others[: sample.size - len(sample.required)]]
    return [value for value in sample.among if value in kept]


def _table(table: Table, dice: Dice) -> list[dict[str, Any]]:
    count = table.rows if isinstance(table.rows, int) else dice.between(*table.rows)
    rows: list[dict[str, Any]] = [
        {name: number if column.number else _drawn(column, dice) for name, column in table.columns.items()}
        for number in range(1, count + 1)
    ]
    for place, row in zip(dice.shuffled(range(count)), table.always, strict=False):
        rows[place].update(row)
    return rows


def _weighted(weights: Mapping[str, int], dice: Dice) -> str:
    return dice.choice([value for value, times in weights.items() for _ in range(times)])


_WAYS: dict[str, Any] = {
    "one_of": lambda values, dice: dice.choice(values),
    "integer": _integer,
    "decimal": _decimal,
    "day": _day,
    "pattern": _pattern,
    "fictional": fictional,
    "weighted": _weighted,
    "sample": _sample,
    "shuffled": lambda values, dice: dice.shuffled(values),
    "table": _table,
    "number": lambda _, __: 0,  # `_table` counts
}
