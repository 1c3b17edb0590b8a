"""The solution of an item, typed by format, and the hints that a wrong answer calls for.

A solution of the wrong shape is an author's mistake that `content` reports; here it is a `TypeError`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from content.expressions import ExpressionError, evaluate
from content.model import Item


def expected_text(item: Item) -> str:
    """The solution of choix and zone (an id) and texte."""
    if isinstance(item.check.expected, str):
        return item.check.expected
    raise _wrong_shape(item, "a string")


def expected_ids(item: Item) -> tuple[str, ...]:
    """The solution of choix-multiple (a set of ids) and ordonner (their order)."""
    if isinstance(item.check.expected, tuple):
        return item.check.expected
    raise _wrong_shape(item, "a list")


def expected_pairs(item: Item) -> dict[str, str]:
    """The solution of apparier and tri (the target of each element) and of several fields (their texts)."""
    if isinstance(item.check.expected, dict):
        return item.check.expected
    raise _wrong_shape(item, "a mapping")


def expected_number(item: Item) -> float:
    """The solution of nombre."""
    if isinstance(item.check.expected, int | float):
        return float(item.check.expected)
    raise _wrong_shape(item, "a number")


def expected_day(item: Item) -> date:
    """The solution of date."""
    if isinstance(item.check.expected, date):
        return item.check.expected
    raise _wrong_shape(item, "a date")


def expected_paths(item: Item) -> tuple[tuple[str, ...], ...]:
    """The solution of scenario: every right path, the reference first."""
    paths = item.check.expected
    if isinstance(paths, tuple) and all(isinstance(path, tuple) for path in paths):
        return paths
    raise _wrong_shape(item, "a list of paths")


def hints(
    item: Item,
    answer: object = None,
    *,
    chosen: Callable[[str], bool] = lambda _: False,
    missing: Callable[[str], bool] = lambda _: False,
    value: Callable[[str], bool] = lambda _: False,
) -> tuple[str, ...]:
    """The hints whose condition holds for a wrong answer, in the author's order, each once."""
    tests = ((chosen, "chosen"), (missing, "missing"), (value, "value"))
    found: dict[str, None] = {}
    for hint in item.feedback.hints:
        if hint.when is not None and _holds(hint.when, item, answer):
            found[hint.text] = None
        for holds, attribute in tests:
            named = getattr(hint, attribute)
            if named is not None and holds(named):
                found[hint.text] = None
    return tuple(found)


def _holds(expression: str, item: Item, answer: object) -> bool:
    """Whether a hint's `si` is true; what cannot be computed for this answer is not."""
    names = {**item.feedback.values, "reponse": answer, "attendu": getattr(item.check, "expected", None)}
    try:
        return bool(evaluate(expression, names))
    except ExpressionError:
        return False


def _wrong_shape(item: Item, expected: str) -> TypeError:
    return TypeError(f"item {item.id}: the solution of a {item.format.value} item must be {expected}")
