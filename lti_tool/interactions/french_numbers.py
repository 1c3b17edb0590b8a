"""Reading and writing numbers the French way. What has two meanings is refused, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.comparison import normalised
from lti_tool.interactions.model import Refusal

MAX_DIGITS = 15  # what a float keeps exactly
NARROW_SPACE = "\u202f"

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " ") | {"−": "-", "–": "-"})
_EUROS = frozenset({"€", "eur", "euro"})
_ABBREVIATIONS = {
    "seconde": ("s", "sec"),
    "minute": ("min", "mn"),
    "heure": ("h",),
    "jour": ("j",),
    "an": ("annee",),
    "annee": ("an",),
}
_BEFORE_UNIT = re.compile(r"[-+\d., ]*\d\s*(?=\D+$)", re.ASCII)
_NUMBER = re.compile(r"([+-]?) ?(\d+|\d{1,3}(?: \d{3})+)(?:[.,](\d+))?", re.ASCII)
# A point before three digits is a decimal mark or a thousands separator; so are two different marks,
# and a mark that comes twice.
_AMBIGUOUS = re.compile(r"[+-]? ?(?:[1-9]\d{0,2}\.\d{3}|[\d ]*[.,][\d ]*[.,][\d ., ]*)", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]? ?(?:nan|inf|infini|infinity|∞)", re.IGNORECASE)


def read_number(text: str, unit: str | None) -> float:
    """The number in a text, its unit left out.

    Raises `AnswerRefusedError`: too long, not a number, not finite, ambiguous.
    """
    number = _without_unit(" ".join(text.translate(_SPACES).split()), unit)
    if _NOT_FINITE.fullmatch(number):
        raise AnswerRefusedError(Refusal.NOT_FINITE)
    if _AMBIGUOUS.fullmatch(number):
        raise AnswerRefusedError(Refusal.AMBIGUOUS_NUMBER)
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise AnswerRefusedError(Refusal.NOT_A_NUMBER)
    sign, whole, decimals = match[1], match[2].replace(" ", ""), match[3] or "0"
    if len(whole) + len(decimals) > MAX_DIGITS:
        raise AnswerRefusedError(Refusal.TOO_LONG, limit=MAX_DIGITS)
    value = float(f"{whole}.{decimals}")
    return -value if sign == "-" and value else value


def write_number(value: float) -> str:
    """A number as it is written in French: « 1 234,5 », with a narrow no-break space."""
    whole, _, decimals = plain_number(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", NARROW_SPACE)
    return sign + grouped + (f",{decimals}" if decimals else "")


def plain_number(value: float) -> str:
    """A number without exponent nor useless zero, with a point: « 72 », « 0.5 »."""
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def close_enough(value: float, expected: float, tolerance: float) -> bool:
    """Whether two numbers differ by the tolerance at most, counted in decimal as an author would."""
    return abs(Decimal(repr(value)) - Decimal(repr(expected))) <= Decimal(repr(tolerance))


def _without_unit(text: str, unit: str | None) -> str:
    """Remove a known unit at the end; an unknown one stays and makes the number unreadable."""
    number = _BEFORE_UNIT.match(text)
    if number is None or not _same_unit(text[number.end() :], unit):
        return text
    return number[0].strip()


def _same_unit(word: str, unit: str | None) -> bool:
    given, wanted = _singular(word), _singular(unit or "€")
    if wanted in _EUROS:
        return given in _EUROS
    return given == wanted or given in _ABBREVIATIONS.get(wanted, ())


def _singular(word: str) -> str:
    text = normalised(word)
    return text.removesuffix("s") if len(text) > 1 else text
