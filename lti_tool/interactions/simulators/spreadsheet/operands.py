"""What formulas work on: one value, or the cells of a range. Twin: `operands.js`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lti_tool.interactions.simulators.spreadsheet.entries import VALUE, Fault, Value, value_of, written


@dataclass(frozen=True)
class Cells:
    """The values of a range, row by row, and how many columns it has."""

    values: list[Value]
    width: int


Operand = Value | Cells


def scalar(operand: Operand) -> Value:
    """One value: a range of one cell gives it, a larger one is an error."""
    if not isinstance(operand, Cells):
        return operand
    return operand.values[0] if len(operand.values) == 1 else VALUE


def is_number(value: Value) -> bool:
    return isinstance(value, float) and not isinstance(value, bool)


def number_of(operand: Operand) -> float | Fault:
    """A number: empty is 0, VRAI is 1, a text that reads as a number is it, another is `#VALEUR!`."""
    value = scalar(operand)
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        read = value_of(value)
        return read if isinstance(read, float) and not isinstance(read, bool) else VALUE
    return value


def truth_of(operand: Operand) -> bool | Fault:
    """VRAI or FAUX; a number other than 0 is VRAI, a text is `#VALEUR!`."""
    value = scalar(operand)
    if isinstance(value, Fault):
        return value
    if isinstance(value, str):
        return VALUE
    return bool(value)


def folded(text: str) -> str:
    """Case does not count when a sheet compares texts; accents do."""
    return text.lower()


def order_of(text: str) -> bytes:
    """The order of texts by UTF-16 units, the one that JavaScript has."""
    return folded(text).encode("utf-16-be", "surrogatepass")


def rank_of(value: Value) -> int:
    """Numbers come before texts, texts before booleans."""
    return 0 if is_number(value) else 1 if isinstance(value, str) else 2


def compare(left: Value, right: Value) -> int:
    """-1, 0 or 1. Empty is 0 beside a number, "" beside a text, FAUX beside a boolean."""
    left, right = _beside(left, right), _beside(right, left)
    if rank_of(left) != rank_of(right):
        return -1 if rank_of(left) < rank_of(right) else 1
    if isinstance(left, str) and isinstance(right, str):
        one, other = order_of(left), order_of(right)
        return (one > other) - (one < other)
    return (left > right) - (left < right)  # type: ignore[operator]  # two numbers or two booleans


def _beside(value: Value, other: Value) -> Value:
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def compared(sign: str, left: Value, right: Value) -> bool:
    """`=`, `<>`, `<`, `<=`, `>`, `>=` between two values that are no error."""
    found = compare(left, right)
    return {
        "=": found == 0,
        "<>": found != 0,
        "<": found < 0,
        "<=": found <= 0,
        ">": found > 0,
        ">=": found >= 0,
    }[sign]


_CRITERION = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)


def meets(value: Value, criterion: Value) -> bool:
    """Whether a value meets a criterion as NB.SI reads it: `12`, `">=10"`, `"voirie"`, `"<>x"`, `"rue*"`."""
    if isinstance(value, Fault) or isinstance(criterion, Fault):
        return isinstance(value, Fault) and value == criterion
    if isinstance(criterion, str):
        found = _CRITERION.fullmatch(criterion)
        sign, rest = (found[1] or "=", found[2]) if found else ("=", criterion)
        return _stands(sign, value, value_of(rest))
    return _stands("=", value, criterion)


def _stands(sign: str, value: Value, wanted: Value) -> bool:
    if isinstance(wanted, Fault) or isinstance(value, Fault):
        return False
    if sign in ("=", "<>"):
        return _same(value, wanted) == (sign == "=")
    if value is None or rank_of(value) != rank_of(wanted):
        return False
    return compared(sign, value, wanted)


def _same(value: Value, wanted: Value) -> bool:
    if wanted is None:
        return value is None or value == ""
    if isinstance(wanted, str):
        return isinstance(value, str) and like(folded(value), folded(wanted))
    if value is None:
        return False
    if isinstance(value, str) and is_number(wanted):
        return value_of(value) == wanted  # a number typed as a text meets a number, as in every spreadsheet
    return rank_of(value) == rank_of(wanted) and compare(value, wanted) == 0


def like(text: str, pattern: str) -> bool:
    """Equal, where `*` in the pattern stands for anything."""
    first, *others = pattern.split("*")
    if not others:
        return text == pattern
    if not text.startswith(first):
        return False
    at = len(first)
    *middle, last = others
    for piece in middle:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(text) - at >= len(last) and text.endswith(last)


def text_of(operand: Operand) -> str | Fault:
    """A value as text, for the functions on texts."""
    value = scalar(operand)
    return value if isinstance(value, Fault) else written(value)
