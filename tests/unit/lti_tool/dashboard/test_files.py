"""Cells of a file: what a spreadsheet would run is made harmless, the rest is left as it is."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lti_tool.dashboard.files import BOM, csv_lines, safe, xlsx
from lti_tool.dashboard.tables import Table

TABLE = Table(("Personne", "Acquis (%)"), [("Alix", 12.5), ("=1+1", 3), ("-2", None), ("Élie ; « a »", 0.0)])


@pytest.mark.parametrize(
    "text", ["=1+1", "+33", "-2", "@SOMME(A1)", "\t=1", "\r=1", "  =1", "|calc", "＝1", "\n=1"]
)
def test_a_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert str(safe(text)).startswith("'")


@pytest.mark.parametrize("cell", ["Alix Fabre", "1.2 Gérer", "é=1", None, 3, -2.5, ""])
def test_the_rest_is_left_alone(cell: object) -> None:
    assert safe(cell) == cell  # type: ignore[arg-type]


@given(st.text(max_size=30))
def test_no_text_ever_becomes_a_formula_in_a_workbook(text: str) -> None:
    table = Table(("Nom",), [(text,)])

    book = load_workbook(BytesIO(xlsx(table, "essai")))

    assert [cell.data_type for row in book.active.iter_rows() for cell in row if cell.value] in (
        ["s", "s"],
        ["s"],
    )


def test_commas_keep_points_and_semicolons_take_commas() -> None:
    with_commas = "".join(csv_lines(TABLE, ",")).splitlines()
    with_semicolons = "".join(csv_lines(TABLE, ";")).splitlines()

    assert with_commas[0] == f"{BOM}Personne,Acquis (%)"
    assert with_commas[1:3] == ["Alix,12.5", "'=1+1,3"]
    assert with_semicolons[1] == "Alix;12,5"
    assert with_semicolons[4] == '"Élie ; « a »";0,0'


def test_a_long_file_comes_in_parts_and_whole() -> None:
    table = Table(("n",), [(number,) for number in range(1001)])

    parts = list(csv_lines(table, ","))

    assert len(parts) > 5
    assert "".join(parts).splitlines()[1:] == [str(number) for number in range(1001)]


def test_a_sheet_may_have_any_title() -> None:
    book = load_workbook(BytesIO(xlsx(TABLE, "[a]:*?/\\" + "x" * 50)))

    assert len(book.sheetnames[0]) <= 31
