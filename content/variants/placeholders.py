"""`{{expression}}` and `{{expression:format}}` in texts, written the French way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from content.expressions import ExpressionError, evaluate

ELLIPSIS = "…"
_PLACE = re.compile(r"\{\{([^{}]+)\}\}")
_FORMAT = re.compile(r"^(.*):\s*(0+|0,0+|milliers|iso|jj/mm/aaaa|jour-mois|AAAA-MM-JJ)\s*$", re.DOTALL)
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
NO_BREAK = "\u202f"


def expressions_in(text: str) -> Iterator[str]:
    """Every expression of a text, its format left out."""
    for match in _PLACE.finditer(text):
        yield _split(match[1])[0]


def filled(text: str, values: Mapping[str, Any], *, as_text: bool) -> Any:
    """`text` with its placeholders replaced.

    A text that is one placeholder without a format keeps the type of its value, unless `as_text`.

    Raises:
        ExpressionError: an expression is wrong, or its format does not suit its value.
    """
    whole = _PLACE.fullmatch(text.strip())
    if whole and not as_text:
        expression, written = _split(whole[1])
        if written is None:
            return evaluate(expression, values)
    return _PLACE.sub(lambda match: _written(match[1], values), text)


def blanked(text: str) -> str:
    """`text` with « … » for each placeholder: the same for everyone."""
    return _PLACE.sub(ELLIPSIS, text)


def in_french(value: Any) -> str:
    """A value as it is written in a sentence."""
    match value:
        case bool():
            return "oui" if value else "non"
        case float():
            return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
        case date():
            return f"{'1er' if value.day == 1 else value.day} {_MONTHS[value.month - 1]} {value.year}"
        case list() | tuple():
            return ", ".join(in_french(one) for one in value)
        case None | dict():
            raise ExpressionError("Cette valeur ne s'écrit pas dans un texte : nommez une de ses clés.")
    return str(value)


def _split(inside: str) -> tuple[str, str | None]:
    match = _FORMAT.match(inside)
    return (match[1].strip(), match[2]) if match else (inside.strip(), None)


def _written(inside: str, values: Mapping[str, Any]) -> str:
    expression, wanted = _split(inside)
    value = evaluate(expression, values)
    if wanted is None:
        return in_french(value)
    try:
        return _format(wanted)(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise ExpressionError(f"Le format « {wanted} » ne convient pas à « {expression} ».") from error


def _format(wanted: str) -> Callable[[Any], str]:
    if wanted.startswith("0,"):
        places = len(wanted) - 2
        return lambda value: f"{value:.{places}f}".replace(".", ",")
    if wanted.startswith("0"):
        return lambda value: f"{value:0{len(wanted)}d}"
    return {
        "milliers": lambda value: f"{value:,}".replace(",", NO_BREAK).replace(".", ","),
        "iso": lambda day: day.isoformat(),
        "AAAA-MM-JJ": lambda day: day.isoformat(),
        "jj/mm/aaaa": lambda day: day.strftime("%d/%m/%Y"),
        "jour-mois": lambda day: f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]}",
    }[wanted]
