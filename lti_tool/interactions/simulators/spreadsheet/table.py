"""The table of a sheet: rows sorted, filtered, removed, grouped. Twin: `spreadsheet/table.js`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lti_tool.interactions.simulators.spreadsheet.cells import Range, address, moved
from lti_tool.interactions.simulators.spreadsheet.entries import (
    SPACES,
    Fault,
    Value,
    shown,
    value_of,
    written,
)
from lti_tool.interactions.simulators.spreadsheet.evaluation import Sheet
from lti_tool.interactions.simulators.spreadsheet.operands import folded, is_number, rank_of
from lti_tool.interactions.simulators.state import IllegalActionError, State, node

Cells = dict[str, Any]
UP, DOWN = "croissant", "decroissant"
EQUAL, HOLDS, LEAST, MOST = "egal", "contient", "au_moins", "au_plus"
FILTERS = (EQUAL, HOLDS, LEAST, MOST)
SUM, COUNT, MEAN = "somme", "nombre", "moyenne"
TOTAL = "total"
FORMULA_COST = 8  # a formula moved, in steps


def table_of(state: State) -> Range:
    """Where the table is, titles included. Raises `IllegalActionError` when the sheet has none."""
    found: Mapping[str, Any] = node(state, "tableau")
    if not found:
        raise IllegalActionError("no table")
    return Range(found["left"], found["top"], found["right"], found["bottom"])


def letters(table: Range) -> list[str]:
    return [chr(64 + column) for column in range(table.left, table.right + 1)]


def cells_of(state: State) -> Cells:
    return node(state, "cellules")  # type: ignore[return-value]  # read only: every change makes a new one


def arranged(cells: Cells, table: Range, rows: Sequence[int]) -> tuple[Cells, int]:
    """The cells once the rows below the titles are `rows`, in that order, and what it cost.

    Relative references move along with their row.
    """
    kept = {where: cell for where, cell in cells.items() if not _is_row_of(table, where)}
    cost = 0
    for place, row in enumerate(rows, table.top + 1):
        for column in range(table.left, table.right + 1):
            cell = cells.get(address(column, row))
            if cell is None:
                continue
            cost += 1
            if place != row and cell["saisie"].startswith("="):
                cost += FORMULA_COST
                cell = {**cell, "saisie": moved(cell["saisie"], 0, place - row)}
            kept[address(column, place)] = cell
    return kept, cost


def _is_row_of(table: Range, where: str) -> bool:
    column, row = ord(where[0]) - 64, int(where[1:])
    return row > table.top and table.holds(column, row)


def ordered(sheet: Sheet, table: Range, column: str, way: str) -> list[int]:
    """The rows below the titles, sorted by a column: numbers, texts, booleans, errors; empty ones last."""
    rows = range(table.top + 1, table.bottom + 1)
    keyed = [(sort_key(sheet.value(f"{column}{row}")), row) for row in rows]
    filled = [one for one in keyed if one[0] is not None]
    filled.sort(key=lambda one: one[0], reverse=way == DOWN)  # type: ignore[arg-type, return-value]  # no None left
    return [row for _, row in filled] + [row for key, row in keyed if key is None]


def sort_key(value: Value) -> tuple[int, float, bytes] | None:
    """Accents and case do not count when rows are sorted; None for an empty cell."""
    if value is None or value == "":
        return None
    if isinstance(value, Fault):
        return (3, 0.0, value.code.encode())
    if isinstance(value, str):
        bare = "".join(
            one for one in unicodedata.normalize("NFD", folded(value)) if not "\u0300" <= one <= "\u036f"
        )
        return (1, 0.0, bare.encode("utf-16-be", "surrogatepass"))
    return (rank_of(value), float(value), b"")


def visible_rows(state: State, sheet: Sheet, table: Range) -> list[int]:
    """The rows below the titles that every filter lets through."""
    filters: Mapping[str, Any] = node(state, "filtres")
    cells = cells_of(state)
    return [
        row
        for row in range(table.top + 1, table.bottom + 1)
        if all(
            passes(sheet.value(f"{column}{row}"), _format(cells, f"{column}{row}"), one["op"], one["valeur"])
            for column, one in filters.items()
        )
    ]


def _format(cells: Cells, where: str) -> str:
    return str(cells[where]["format"]) if where in cells else "standard"


def passes(value: Value, shown_as: str, op: str, wanted: str) -> bool:
    """Whether a filter lets a value through; what is typed is compared with what the cell shows."""
    if op == EQUAL:
        return folded(shown(value, shown_as).strip(SPACES)) == folded(wanted.strip(SPACES))
    if op == HOLDS:
        return folded(wanted.strip(SPACES)) in folded(shown(value, shown_as))
    limit = value_of(wanted)
    if isinstance(value, bool) or not isinstance(value, float) or not is_number(limit):
        return False
    return value >= limit if op == LEAST else value <= limit  # type: ignore[operator]  # a number


def crossed(state: State, sheet: Sheet, table: Range) -> dict[str, dict[str, object]]:
    """The cross table: by label of row, then by label of column and `total`. Empty when nothing is asked."""
    asked: Mapping[str, Any] = node(state, "croise")
    groups: dict[str, dict[str, list[float]]] = {}
    if not asked:
        return {}
    cells = cells_of(state)
    for row in range(table.top + 1, table.bottom + 1):
        label = _label(sheet, cells, f"{asked['lignes']}{row}")
        into = [TOTAL]
        if asked["colonnes"]:
            into.append(_label(sheet, cells, f"{asked['colonnes']}{row}"))
        value = sheet.value(f"{asked['valeurs']}{row}")
        for one in (label, TOTAL):
            for other in into:
                found = groups.setdefault(one, {}).setdefault(other, [])
                if isinstance(value, float) and is_number(value):
                    found.append(value)
                elif asked["calcul"] == COUNT and value is not None:
                    found.append(0.0)
    reckon = _RECKONED[asked["calcul"]]
    return {one: {other: reckon(found) for other, found in line.items()} for one, line in groups.items()}


def _label(sheet: Sheet, cells: Cells, where: str) -> str:
    return shown(sheet.value(where), _format(cells, where)).strip(SPACES) or "—"


def _added(numbers: list[float]) -> float:
    total = 0.0
    for one in numbers:
        total = total + one
    return total


def _mean(numbers: list[float]) -> object:
    return _added(numbers) / len(numbers) if numbers else ""


_RECKONED: Mapping[str, Callable[[list[float]], object]] = {
    SUM: _added,
    COUNT: len,
    MEAN: _mean,
}


def looked_at(state: State) -> State:
    """The state with what can be read on the screen, for the conditions of an item.

    Added: `valeurs` and `textes` by address; with a table, `nombre` and `nombre_affiche` of its rows,
    `donnees` and `affichees`, the texts of its columns by letter; `croise.resultat`.
    """
    sheet, cells = Sheet(cells_of(state)), cells_of(state)
    values = {where: _plain(sheet.value(where)) for where in cells if cells[where]["saisie"] != ""}
    texts = {where: shown(sheet.value(where), cells[where]["format"]) for where in values}
    state = {**state, "valeurs": values, "textes": texts}
    if not node(state, "tableau"):
        return state
    table = table_of(state)
    rows, kept = range(table.top + 1, table.bottom + 1), visible_rows(state, sheet, table)

    def column(letter: str, of: Sequence[int]) -> list[str]:
        return [shown(sheet.value(f"{letter}{row}"), _format(cells, f"{letter}{row}")) for row in of]

    return {
        **state,
        "nombre": len(rows),
        "nombre_affiche": len(kept),
        "donnees": {letter: column(letter, rows) for letter in letters(table)},
        "affichees": {letter: column(letter, kept) for letter in letters(table)},
        "croise": {**node(state, "croise"), "resultat": crossed(state, sheet, table)},
    }


def _plain(value: Value) -> object:
    return written(value) if isinstance(value, Fault) else value
