"""The functions of formulas, by their French names. Twin: `static/js/simulators/spreadsheet/functions.js`.

Sums are added one by one, from the left: Python's `sum` corrects roundings, JavaScript has none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lti_tool.interactions.simulators.spreadsheet.conditional import (
    count_if,
    count_ifs,
    look_up,
    look_up_vertically,
    mean_if,
    sum_if,
    sum_ifs,
)
from lti_tool.interactions.simulators.spreadsheet.entries import VALUE, ZERO, Fault, Value, day_of, rounded
from lti_tool.interactions.simulators.spreadsheet.operands import (
    Cells,
    Operand,
    is_number,
    number_of,
    text_of,
    truth_of,
)
from lti_tool.interactions.simulators.spreadsheet.parsing import Tree

Evaluate = Callable[[Tree], Operand]
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Function:
    """How many arguments it takes, and what it gives."""

    least: int
    most: int
    apply: Callable[[Sequence[Operand]], Value]


def _numbers(args: Sequence[Operand]) -> list[float] | Fault:
    """The numbers of ranges (texts and empty cells left out), and arguments given one by one as numbers."""
    found: list[float] = []
    for arg in args:
        values = arg.values if isinstance(arg, Cells) else [number_of(arg)]
        for value in values:
            if isinstance(value, Fault):
                return value
            if isinstance(value, float) and is_number(value):
                found.append(value)
    return found


def _of_numbers(apply: Callable[[list[float]], Value]) -> Function:
    def call(args: Sequence[Operand]) -> Value:
        found = _numbers(args)
        return found if isinstance(found, Fault) else apply(found)

    return Function(1, 20, call)


def added(numbers: Sequence[float]) -> float:
    total = 0.0
    for one in numbers:
        total = total + one
    return total


def _product(numbers: list[float]) -> Value:
    total = 1.0
    for one in numbers:
        total = total * one
        if not abs(total) < 1e150:
            return VALUE
    return total


def _math(least: int, most: int, apply: Callable[..., Value]) -> Function:
    """A function of numbers given one by one."""

    def call(args: Sequence[Operand]) -> Value:
        numbers = [number_of(arg) for arg in args]
        for one in numbers:
            if isinstance(one, Fault):
                return one
        return apply(*numbers)

    return Function(least, most, call)


def _texts(least: int, most: int, apply: Callable[..., Value]) -> Function:
    """A function of texts; what it takes besides texts it reads itself."""

    def call(args: Sequence[Operand]) -> Value:
        texts = [text_of(arg) for arg in args]
        for one in texts:
            if isinstance(one, Fault):
                return one
        return apply(*texts)

    return Function(least, most, call)


def _round(value: float, digits: float = 0.0) -> Value:
    return rounded(value, math.trunc(digits)) if -7 < digits < 10 else VALUE


def _modulo(one: float, other: float) -> Value:
    return one - other * math.floor(one / other) if other else ZERO


def _date_part(part: str) -> Function:
    def apply(value: float) -> Value:
        day = day_of(value)
        return VALUE if day is None else float(getattr(day, part))

    return _math(1, 1, apply)


def _concatenated(args: Sequence[Operand]) -> Value:
    pieces: list[str] = []
    for arg in args:
        for value in arg.values if isinstance(arg, Cells) else [arg]:
            piece = text_of(value)
            if isinstance(piece, Fault):
                return piece
            pieces.append(piece)
    return "".join(pieces)[:LONGEST_TEXT]


def _slice(take: Callable[[str, int], str]) -> Function:
    def call(args: Sequence[Operand]) -> Value:
        text, count = text_of(args[0]), number_of(args[1]) if len(args) > 1 else 1.0
        if isinstance(text, Fault):
            return text
        if isinstance(count, Fault):
            return count
        return take(text, math.trunc(count)) if count >= 0 else VALUE

    return Function(1, 2, call)


def _counted(test: Callable[[Value], bool]) -> Function:
    def call(args: Sequence[Operand]) -> Value:
        count = 0
        for arg in args:
            count += sum(test(value) for value in (arg.values if isinstance(arg, Cells) else [arg]))
        return float(count)

    return Function(1, 20, call)


def _if(evaluate: Evaluate, args: tuple[Tree, ...]) -> Operand:
    if not 2 <= len(args) <= 3:
        return VALUE
    test = truth_of(evaluate(args[0]))
    if isinstance(test, Fault):
        return test
    if test:
        return evaluate(args[1])
    return evaluate(args[2]) if len(args) == 3 else False


def _if_fault(evaluate: Evaluate, args: tuple[Tree, ...]) -> Operand:
    if len(args) != 2:
        return VALUE
    found = evaluate(args[0])
    return evaluate(args[1]) if isinstance(found, Fault) else found


def _all(args: Sequence[Operand], stop: bool) -> Value:
    found = not stop
    for arg in args:
        for value in arg.values if isinstance(arg, Cells) else [arg]:
            if isinstance(arg, Cells) and (value is None or isinstance(value, str)):
                continue
            truth = truth_of(value)
            if isinstance(truth, Fault):
                return truth
            found = stop if truth is stop else found
    return found


def _not(args: Sequence[Operand]) -> Value:
    truth = truth_of(args[0])
    return truth if isinstance(truth, Fault) else not truth


LAZY: Mapping[str, Callable[[Evaluate, tuple[Tree, ...]], Operand]] = {"SI": _if, "SIERREUR": _if_fault}
FUNCTIONS: Mapping[str, Function] = {
    "SOMME": _of_numbers(added),
    "PRODUIT": _of_numbers(_product),
    "MOYENNE": _of_numbers(lambda found: added(found) / len(found) if found else ZERO),
    "MIN": _of_numbers(lambda found: min(found) if found else 0.0),
    "MAX": _of_numbers(lambda found: max(found) if found else 0.0),
    "NB": _counted(is_number),
    "NBVAL": _counted(lambda value: value is not None),
    "NB.VIDE": _counted(lambda value: value is None or value == ""),
    "NB.SI": Function(2, 2, count_if),
    "NB.SI.ENS": Function(2, 12, count_ifs),
    "SOMME.SI": Function(2, 3, sum_if),
    "SOMME.SI.ENS": Function(3, 13, sum_ifs),
    "MOYENNE.SI": Function(2, 3, mean_if),
    "RECHERCHEV": Function(3, 4, look_up_vertically),
    "RECHERCHEX": Function(3, 4, look_up),
    "ET": Function(1, 20, lambda args: _all(args, False)),
    "OU": Function(1, 20, lambda args: _all(args, True)),
    "NON": Function(1, 1, _not),
    "ARRONDI": _math(1, 2, _round),
    "ENT": _math(1, 1, lambda value: float(math.floor(value))),
    "ABS": _math(1, 1, lambda value: abs(value)),
    "MOD": _math(2, 2, _modulo),
    "ANNEE": _date_part("year"),
    "MOIS": _date_part("month"),
    "JOUR": _date_part("day"),
    "CONCAT": Function(1, 20, _concatenated),
    "CONCATENER": Function(1, 20, _concatenated),
    "MAJUSCULE": _texts(1, 1, lambda text: text.upper()[:LONGEST_TEXT]),
    "MINUSCULE": _texts(1, 1, lambda text: text.lower()),
    "SUPPRESPACE": _texts(1, 1, lambda text: " ".join(piece for piece in text.split(" ") if piece)),
    "NBCAR": _texts(1, 1, lambda text: float(len(text))),
    "GAUCHE": _slice(lambda text, count: text[:count]),
    "DROITE": _slice(lambda text, count: text[len(text) - count :] if count < len(text) else text),
}
