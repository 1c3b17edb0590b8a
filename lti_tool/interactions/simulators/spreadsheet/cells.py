"""Addresses of cells and ranges, and formulas moved from one cell to another.

Twin: `static/js/simulators/spreadsheet/cells.js`. Columns A to L, rows 1 to 60: a sheet is small.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_COLUMNS, MAX_ROWS = 12, 60
LOST = "#REF!"  # what a reference becomes when it would leave the sheet

_ADDRESS = re.compile(r"([A-L])([1-9]|[1-5][0-9]|60)")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9_.$])(\$?)([A-Za-z])(\$?)([1-9][0-9]?)(?![A-Za-z0-9_(.])")


@dataclass(frozen=True)
class Range:
    """A rectangle of cells, both ends included; columns and rows count from 1."""

    left: int
    top: int
    right: int
    bottom: int

    def addresses(self) -> list[str]:
        """Row by row, as one reads."""
        return [
            address(column, row)
            for row in range(self.top, self.bottom + 1)
            for column in range(self.left, self.right + 1)
        ]

    def holds(self, column: int, row: int) -> bool:
        return self.left <= column <= self.right and self.top <= row <= self.bottom


def address(column: int, row: int) -> str:
    """(2, 5) is B5."""
    return f"{chr(64 + column)}{row}"


def position(text: str) -> tuple[int, int] | None:
    """B5 is (2, 5); None for anything that is no address of a sheet."""
    found = _ADDRESS.fullmatch(text)
    return (ord(found[1]) - 64, int(found[2])) if found else None


def range_of(text: str) -> Range | None:
    """`B2:C6`, or one cell alone; None for anything else. The ends may come in any order."""
    first, _, last = text.partition(":")
    one, other = position(first), position(last or first)
    if one is None or other is None:
        return None
    (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Range(left, top, right, bottom)


def moved(formula: str, columns: int, rows: int) -> str:
    """A formula as its copy some columns and rows further has it: what has no `$` moves along."""
    parts = formula.split('"')  # every second part is a text between quotes
    parts[::2] = [
        _REFERENCE.sub(lambda found: _moved_reference(found, columns, rows), part) for part in parts[::2]
    ]
    return '"'.join(parts)


def _moved_reference(found: re.Match[str], columns: int, rows: int) -> str:
    column = ord(found[2].upper()) - 64 + (0 if found[1] else columns)
    row = int(found[4]) + (0 if found[3] else rows)
    if not (1 <= column <= MAX_COLUMNS and 1 <= row <= MAX_ROWS):
        return LOST
    return f"{found[1]}{chr(64 + column)}{found[3]}{row}"
