"""What is typed in a cell, as a value; a value, as text. Twin: `static/js/simulators/spreadsheet/entries.js`.

Values: None (empty), float, str, bool, `Fault`. A date is a number of days (30/12/1899 is 0), as in every
spreadsheet. Sums and roundings are written out so that both languages do the same operations.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

LARGEST = 1e12
EPOCH = date(1899, 12, 30).toordinal()
PLAIN, NUMBER, EURO, PERCENT, DATE, TEXT = "standard", "nombre", "euro", "pourcent", "date", "texte"
FORMATS = (PLAIN, NUMBER, EURO, PERCENT, DATE, TEXT)
NO_BREAK = "\u00a0"
SPACES = " \u00a0\u202f"

_SPACE = "[ \u00a0\u202f]"
_NUMBER = re.compile(rf"(-?)([0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+)(,[0-9]+)?{_SPACE}?([%€]?)", re.ASCII)
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """An error value, as the cell shows it: `#DIV/0!`."""

    code: str


NAME, VALUE, ZERO, ABSENT, REFERENCE, LOOP, TOO_MUCH, SYNTAX = (
    Fault(code)
    for code in ("#NOM?", "#VALEUR!", "#DIV/0!", "#N/D", "#REF!", "#CYCLE!", "#TROP!", "#SYNTAXE!")
)

Value = float | str | bool | Fault | None


def value_of(entry: str, shown_as: str = PLAIN) -> Value:
    """The value of what is not a formula: empty, number (decimal comma), date, VRAI or FAUX, text."""
    stripped = entry.strip(SPACES)
    if not stripped:
        return None
    if shown_as == TEXT:
        return entry
    if entry.startswith("'"):
        return entry[1:]
    if stripped.upper() in ("VRAI", "FAUX"):
        return stripped.upper() == "VRAI"
    return _number(stripped) if _NUMBER.fullmatch(stripped) else _date(stripped, entry)


def _number(text: str) -> Value:
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > 20:
        return text
    whole = re.sub(_SPACE, "", found[2])
    value = float(found[1] + whole + (found[3] or "").replace(",", "."))
    if found[4] == "%":
        value = value / 100
    return value if abs(value) < LARGEST else VALUE


def _date(text: str, entry: str) -> Value:
    if found := _DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        if 1900 <= year <= 2100:
            try:
                return float(date(year, month, day).toordinal() - EPOCH)
            except ValueError:
                return entry
    return entry


def format_of(entry: str) -> str:
    """The format that typing gives to a cell that had none."""
    stripped = entry.strip(SPACES)
    if found := _NUMBER.fullmatch(stripped):
        return {"%": PERCENT, "€": EURO}.get(found[4], PLAIN)
    return DATE if isinstance(_date(stripped, entry), float) else PLAIN


def rounded(value: float, digits: int) -> float:
    """Half away from zero, as a spreadsheet does: 1,005 gives 1,01. `digits` from -6 to 9."""
    scale = 1.0
    for _ in range(abs(digits)):
        scale = scale * 10.0
    shifted = abs(value) * scale if digits >= 0 else abs(value) / scale
    whole = float(math.floor(shifted * (1 + 1e-15) + 0.5))
    result = whole / scale if digits >= 0 else whole * scale
    return -result if value < 0 else result


def written(value: Value) -> str:
    """A value as text, without its format: 3,5 ; VRAI ; #N/D."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, Fault):
        return value.code
    if isinstance(value, str):
        return value
    digits = 9 if abs(value) < 1e6 else 2
    text = f"{rounded(value, digits):.{digits}f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", ",")


def shown(value: Value, shown_as: str) -> str:
    """A value as its cell shows it."""
    if isinstance(value, bool) or not isinstance(value, float) or shown_as in (PLAIN, TEXT):
        return written(value)
    if shown_as == DATE:
        return _written_date(value)
    if shown_as == PERCENT:
        return f"{written(rounded(value * 100, 2))}\u00a0%"
    whole, _, part = f"{rounded(abs(value), 2):.2f}".partition(".")
    groups = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", "\u00a0", whole)
    sign = "-" if rounded(value, 2) < 0 else ""
    return f"{sign}{groups},{part}{NO_BREAK + '€' if shown_as == EURO else ''}"


def _written_date(value: float) -> str:
    if not 0 <= value < 80_000:
        return written(value)
    day = date.fromordinal(EPOCH + math.floor(value))
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def day_of(value: float) -> date | None:
    """The date that a number of days is, None when it is none."""
    return date.fromordinal(EPOCH + math.floor(value)) if 0 <= value < 80_000 else None
