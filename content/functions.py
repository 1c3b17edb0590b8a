"""What the expression language can compute: operators with bounds, and functions with French names."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

LARGEST = 10**12
LONGEST = 2000  # characters of a text
PLACES = 10  # decimals kept: 0.1 + 0.2 is 0.3


class ExpressionError(Exception):
    """An expression that cannot be read or computed; `sentence` tells the author, in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": operator.truediv,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}


def arithmetic(name: str, left: Any, right: Any) -> Any:
    """`left` and `right` combined: numbers, or two texts added. Raises `ExpressionError`."""
    if name == "Add" and isinstance(left, str) and isinstance(right, str):
        return bounded(left + right)
    if not (_is_number(left) and _is_number(right)):
        raise ExpressionError("Calculez avec des nombres ; « + » colle aussi deux textes.")
    if right == 0 and name in {"Div", "FloorDiv", "Mod"}:
        raise ExpressionError("Division par zéro.")
    return bounded(_OPERATORS[name](left, right))


def bounded(value: Any) -> Any:
    """`value`, rounded as a person would expect. Raises `ExpressionError` when it is too large."""
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise ExpressionError(f"Ce texte dépasse {LONGEST} caractères.")
        return value
    if isinstance(value, float):
        value = round(value, PLACES)
    if _is_number(value) and not abs(value) <= LARGEST:
        raise ExpressionError("Ce nombre est trop grand.")
    return value


def compare(name: str, left: Any, right: Any) -> bool:
    """A comparison, or membership. Raises `ExpressionError` when the two cannot be compared."""
    try:
        if name in {"In", "NotIn"}:
            return (left in right) is (name == "In")
        return bool(_OPERATORS[name](left, right))
    except TypeError as error:
        raise ExpressionError("Ces deux valeurs ne se comparent pas (texte et nombre ?).") from error


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


Rows = Sequence[Mapping[str, Any]]


def _chosen(rows: Rows, conditions: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in rows if all(row[name] == value for name, value in conditions.items())]


def _count(rows: Rows, **conditions: Any) -> int:
    return len(_chosen(rows, conditions))


def _sum(rows: Sequence[Any], column: str | None = None, **conditions: Any) -> Any:
    values = rows if column is None else [row[column] for row in _chosen(rows, conditions)]
    return bounded(sum(values))


def _mean(rows: Sequence[Any], column: str | None = None, **conditions: Any) -> Any:
    values = rows if column is None else [row[column] for row in _chosen(rows, conditions)]
    if not values:
        raise ExpressionError("Division par zéro : moyenne d'aucune valeur.")
    return bounded(sum(values) / len(values))


def _column(rows: Rows, column: str, **conditions: Any) -> list[Any]:
    return [row[column] for row in _chosen(rows, conditions)]


def _round(value: float, places: int = 0) -> float | int:
    """Halves go up, as taught at school and done by spreadsheets."""
    if not -6 <= places <= PLACES:
        raise ExpressionError(f"Arrondissez entre -6 et {PLACES} décimales.")
    factor = 10**places
    scaled = int(bounded(abs(value) * factor + 0.5)) / factor
    result = scaled if value >= 0 else -scaled
    return int(result) if places <= 0 else result


def _number(text: Any) -> float | int:
    value = float(str(text).replace(",", "."))
    return int(value) if value.is_integer() else value


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "absolu": abs,
    "ajouter_jours": lambda day, days: _a_day(day) + timedelta(days=days),
    "annee": lambda day: _a_day(day).year,
    "arrondi": _round,
    "colonne": _column,
    "commence": lambda text, start: text.startswith(start),
    "compter": _count,
    "contient": lambda text, part: part in text,
    "entier": int,
    "finit": lambda text, end: text.endswith(end),
    "jour": lambda day: _a_day(day).day,
    "jours_entre": lambda first, last: (_a_day(last) - _a_day(first)).days,
    "longueur": len,
    "majuscules": lambda text: text.upper(),
    "max": max,
    "min": min,
    "minuscules": lambda text: text.lower(),
    "mois": lambda day: _a_day(day).month,
    "moyenne": _mean,
    "nombre": _number,
    "rang": lambda values, value: list(values).index(value) + 1,
    "remplacer": lambda text, before, after: bounded(text.replace(before, after)),
    "somme": _sum,
    "texte": str,
    "trier": sorted,
}


def _a_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    raise ExpressionError("Cette fonction attend une date.")
