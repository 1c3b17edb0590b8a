"""Reading and writing days the French way: day, month, year. What is not a day is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.comparison import normalised
from lti_tool.interactions.model import Refusal

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
LONGEST = 40
CENTURY = 2000  # of a year on two digits
_WEEKDAYS = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)?"
_FIGURES = re.compile(r"(\d{1,2}) ?[/.\- ] ?(\d{1,2}) ?[/.\- ] ?(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_WORDS = re.compile(rf"{_WEEKDAYS} ?(?:le )?(\d{{1,2}})(?:er)? ([a-z]+)\.? (\d{{4}})", re.ASCII)


def read_day(text: str) -> date:
    """The day in a text. Raises `AnswerRefusedError`: too long, not a date, not a day of the calendar."""
    if len(text) > LONGEST:
        raise AnswerRefusedError(Refusal.TOO_LONG, limit=LONGEST)
    plain = normalised(text)
    if match := _ISO.fullmatch(plain):
        year, month, day = map(int, match.groups())
    elif match := _FIGURES.fullmatch(plain):
        day, month, year = map(int, match.groups())
    elif match := _WORDS.fullmatch(plain.removeprefix("le ")):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        raise AnswerRefusedError(Refusal.NOT_A_DATE)
    try:
        return date(year + CENTURY if year < 100 else year, month, day)
    except ValueError as error:
        raise AnswerRefusedError(Refusal.NOT_A_DATE) from error


def write_day(day: date) -> str:
    """A day as it is written in French: « 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def _month(word: str) -> int:
    """The number of a month, by its name or its first letters; 0 when there is none."""
    known = [number for number, name in enumerate(MONTHS, 1) if normalised(name).startswith(word)]
    return known[0] if len(known) == 1 and len(word) >= 3 else 0
