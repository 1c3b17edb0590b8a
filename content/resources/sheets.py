"""Tables: `.csv` (the first sheet), `.xlsx` by openpyxl, `.ods` by odfdo."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

from odfdo import Cell, Document, Table
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from content.formats.file import Resource, Sheet
from content.resources.archives import settled
from content.resources.model import created_at, modified_at, title_of
from content.resources.odf import describe, without_clock

SEPARATORS = {";": ";", ",": ",", "tabulation": "\t"}
_REFERENCE = re.compile(r"('[^']*'|\"[^\"]*\")|(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?(?![\w(])|(,)")
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*")
_DAY = "DD/MM/YYYY"
WIDEST = 60


def rows_of(sheet: Sheet) -> tuple[list[str], list[list[Any]]]:
    """The columns in their order of appearance, and the cells row by row (None: empty)."""
    if isinstance(sheet.rows, str):
        raise TypeError("les lignes ne sont pas une table")
    columns = list(dict.fromkeys(name for row in sheet.rows for name in row))
    return columns, [[row.get(name) for name in columns] for row in sheet.rows]


def csv_file(resource: Resource) -> bytes:
    """The first sheet, numbers and days as a French office writes them."""
    columns, rows = rows_of(resource.sheets[0])
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATORS[resource.separator], lineterminator="\r\n")
    comma = resource.separator != ","
    writer.writerows([columns, *([_plain(cell, comma=comma) for cell in row] for row in rows)])
    # A byte-order mark: without it, the most common spreadsheet does not see UTF-8.
    return out.getvalue().encode("utf-8-sig" if resource.encoding == "utf-8" else resource.encoding)


def _plain(cell: Any, *, comma: bool) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "oui" if cell else "non"
        case float():
            text = f"{cell:.10f}".rstrip("0").rstrip(".")
            return text.replace(".", ",") if comma else text
        case date():
            return f"{cell:%d/%m/%Y}"
    return str(cell)


def xlsx_file(resource: Resource) -> bytes:
    """Every sheet, with its formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in resource.sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    properties = book.properties
    properties.title, properties.creator = title_of(resource), resource.metadata.get("auteur", "")
    properties.subject, properties.keywords = (resource.metadata.get(key) for key in ("sujet", "mots_cles"))
    properties.created = created_at(resource).replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    modified = f"{modified_at(resource):%Y-%m-%dT%H:%M:%SZ}"  # openpyxl writes the clock's
    edits = {"docProps/core.xml": lambda text: _MODIFIED.sub(rf"\g<1>{modified}", text)}
    return settled(out.getvalue(), modified_at(resource), edits)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    columns, rows = rows_of(sheet)
    for row in (columns, *rows):
        page.append(row)
    for cell in page[1]:
        cell.font = Font(bold=True)
    for cell in chain.from_iterable(page.iter_rows(min_row=2)):
        if isinstance(cell.value, date):
            cell.number_format = _DAY
    for place, formula in sheet.formulas.items():
        page[place] = formula
    for number, width in enumerate(_widths(columns, rows), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Wide enough for the longest text, in characters."""
    longest = [
        max((len(_plain(row[at], comma=True)) for row in rows), default=0) for at in range(len(columns))
    ]
    return [min(WIDEST, max(len(name), wide) + 2) for name, wide in zip(columns, longest, strict=True)]


def ods_file(resource: Resource) -> bytes:
    """Every sheet, with its formulas in OpenFormula."""
    document = Document("spreadsheet")
    document.body.clear()
    for sheet in resource.sheets:
        columns, rows = rows_of(sheet)
        table = Table(sheet.name)
        table.set_values([columns, *rows])
        for place, formula in sheet.formulas.items():
            row, column = coordinate_to_tuple(place)
            table.set_cell((column - 1, row - 1), Cell(formula=open_formula(formula)))
        document.body.append(table)
    describe(document, resource)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), modified_at(resource), without_clock(resource))


def open_formula(formula: str) -> str:
    """`=SUM(B2:B9,C2)` as OpenFormula writes it: `of:=SUM([.B2:.B9];[.C2])`."""
    return "of:" + _REFERENCE.sub(_opened, formula)


def _opened(match: re.Match[str]) -> str:
    quoted, first, last, comma = match.groups()
    if quoted:
        return str(quoted)
    if comma:
        return ";"
    return f"[.{first}:.{last}]" if last else f"[.{first}]"
