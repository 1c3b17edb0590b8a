"""Tables as files: CSV with a byte-order mark, XLSX. No cell can become a formula.

A spreadsheet reads a text that begins with `=`, `+`, `-`, `@`, a tab or a return as a formula: such a
text gets an apostrophe in front (OWASP, CSV Injection). Numbers stay numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from lti_tool.dashboard.tables import Cell, Table

BOM = "\ufeff"  # without it, Excel reads UTF-8 as Windows-1252
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\t\n\r"}  # XLSX has no room for them
ROWS_AT_ONCE = 200


def safe(cell: Cell) -> Cell:
    """The same value; a text that a spreadsheet would run is made harmless."""
    if not isinstance(cell, str):
        return cell
    text = cell.translate(_CONTROL)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def csv_lines(table: Table, delimiter: str) -> Iterator[str]:
    """The file, some hundred rows at a time. With semicolons, decimals have a comma, as French Excel has."""
    yield BOM
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([safe(title) for title in table.heading])
    for place, row in enumerate(table.rows, start=1):
        writer.writerow([_in_csv(cell, delimiter) for cell in row])
        if place % ROWS_AT_ONCE == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def xlsx(table: Table, title: str) -> bytes:
    """One sheet: bold heading that stays in sight, numbers as numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "B2"
    for letter, width in (("A", 28), ("B", 14), ("C", 17), ("D", 17)):
        sheet.column_dimensions[letter].width = width
    heading = []
    for words in table.heading:
        cell = WriteOnlyCell(sheet, value=safe(words))
        cell.font = Font(bold=True)
        heading.append(cell)
    sheet.append(heading)
    for row in table.rows:
        sheet.append([safe(cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _in_csv(cell: Cell, delimiter: str) -> Cell:
    if isinstance(cell, float) and delimiter == ";":
        return f"{cell}".replace(".", ",")
    return safe(cell)


def _sheet_title(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "Groupe"
