"""What each action changes in a sheet. Its twin is `static/js/simulators/spreadsheet/reducer.js`.

Nothing is calculated here but for a sort: a sheet is calculated when it is looked at. What costs time adds
to `effort`, which the replay bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.interactions.simulators.question import ANSWER
from lti_tool.interactions.simulators.reducer import Rule
from lti_tool.interactions.simulators.spreadsheet.cells import Range, moved, position, range_of
from lti_tool.interactions.simulators.spreadsheet.entries import FORMATS, PLAIN, format_of
from lti_tool.interactions.simulators.spreadsheet.evaluation import Sheet
from lti_tool.interactions.simulators.spreadsheet.parsing import LONGEST
from lti_tool.interactions.simulators.spreadsheet.scene import blank, first_state
from lti_tool.interactions.simulators.spreadsheet.table import (
    COUNT,
    DOWN,
    FILTERS,
    MEAN,
    SUM,
    UP,
    arranged,
    cells_of,
    letters,
    ordered,
    table_of,
)
from lti_tool.interactions.simulators.state import (
    Action,
    IllegalActionError,
    State,
    node,
    one_of,
    put,
    text,
    without,
)

COPY_COST, FORMAT_COST = 8, 2


def _tool(state: State, name: str) -> State:
    tools: Any = state["outils"]
    if name not in tools:
        raise IllegalActionError("this tool is not here")
    return state


def _costing(state: State, cost: int) -> State:
    spent: Any = state["effort"]
    return put(state, ("effort",), spent + cost)


def _cell(state: State, action: Action, key: str = "cellule") -> tuple[int, int]:
    found = position(text(action, key))
    if found is None or not _sheet_of(state).holds(*found):
        raise IllegalActionError("no such cell")
    return found


def _sheet_of(state: State) -> Range:
    columns, rows = state["colonnes"], state["lignes"]
    return Range(1, 1, columns, rows)  # type: ignore[arg-type]  # numbers of the scene


def _writable(state: State, where: str) -> str:
    protected: Any = state["protege"]
    if where in protected:
        raise IllegalActionError("a protected cell")
    return where


def _written(state: State, where: str, entry: str) -> State:
    """A cell with another content; typing a date, a rate or an amount formats a cell that was plain."""
    before: Any = cells_of(state).get(where) or blank()
    shown_as = format_of(entry) if before["format"] == PLAIN else before["format"]
    changed = before["change"] or before["saisie"] != entry
    return put(state, ("cellules", where), {"saisie": entry, "format": shown_as, "change": changed})


def _type(state: State, action: Action) -> State:
    _cell(state, action)
    where = _writable(state, str(action["cellule"]))
    entry = text(action, "valeur", longest=LONGEST)
    if "\n" in entry or "\t" in entry:
        raise IllegalActionError("one line only")
    return _written(state, where, entry)


def _copy(state: State, action: Action) -> State:
    """From one cell over the others of its column or row, up to `vers`."""
    (column, row), (last_column, last_row) = _cell(state, action), _cell(state, action, "vers")
    if (column == last_column) == (row == last_row):
        raise IllegalActionError("down, up or along, not across")
    source: Any = cells_of(state).get(str(action["cellule"])) or blank()
    found = range_of(f"{action['cellule']}:{action['vers']}")
    for where in found.addresses() if found else ():
        if where == action["cellule"]:
            continue
        to_column, to_row = position(where) or (column, row)
        entry = source["saisie"]
        if entry.startswith("="):
            entry = moved(entry, to_column - column, to_row - row)
        if len(entry) > LONGEST:
            raise IllegalActionError("too long")
        state = _written(state, _writable(state, where), entry)
        state = put(state, ("cellules", where, "format"), source["format"])
        state = _costing(state, COPY_COST)
    return state


def _format(state: State, action: Action) -> State:
    found = range_of(text(_of_tool(state, action, "format"), "plage"))
    shown_as = one_of(action, "format", FORMATS)
    sheet = _sheet_of(state)
    if found is None or not sheet.holds(found.right, found.bottom):
        raise IllegalActionError("no such range")
    for where in found.addresses():
        before: Any = cells_of(state).get(where) or blank()
        state = put(state, ("cellules", where), {**before, "format": shown_as})
        state = _costing(state, FORMAT_COST)
    return state


def _of_tool(state: State, action: Action, name: str) -> Action:
    _tool(state, name)
    return action


def _sort(state: State, action: Action) -> State:
    table = table_of(_tool(state, "tri"))
    column = one_of(action, "colonne", letters(table))
    way = one_of(action, "sens", (UP, DOWN))
    sheet = Sheet(cells_of(state))
    cells, cost = arranged(cells_of(state), table, ordered(sheet, table, column, way))
    state = put(put(state, ("cellules",), cells), ("tri",), {"colonne": column, "sens": way})
    return _costing(state, cost + sheet.steps)


def _filter(state: State, action: Action) -> State:
    table = table_of(_tool(state, "filtre"))
    column = one_of(action, "colonne", letters(table))
    kept = {"op": one_of(action, "op", FILTERS), "valeur": text(action, "valeur")}
    return put(state, ("filtres", column), kept)


def _unfilter(state: State, action: Action) -> State:
    return without(state, ("filtres", one_of(action, "colonne", node(state, "filtres"))))


def _cross(state: State, action: Action) -> State:
    known = letters(table_of(_tool(state, "croise")))
    asked = {
        "lignes": one_of(action, "lignes", known),
        "colonnes": one_of(action, "colonnes", ("", *known)),
        "valeurs": one_of(action, "valeurs", known),
        "calcul": one_of(action, "calcul", (SUM, COUNT, MEAN)),
    }
    return put(state, ("croise",), asked)


def _remove(state: State, action: Action) -> State:
    table, row = table_of(_tool(state, "lignes")), action["ligne"]
    if isinstance(row, bool) or not isinstance(row, int) or not table.top < row <= table.bottom:
        raise IllegalActionError("not a row of the table")
    if table.bottom - table.top < 2:
        raise IllegalActionError("the last row")
    kept = [one for one in range(table.top + 1, table.bottom + 1) if one != row]
    cells, cost = arranged(cells_of(state), table, kept)
    state = put(put(state, ("cellules",), cells), ("tableau", "bottom"), table.bottom - 1)
    return _costing(state, cost)


class Spreadsheet:
    """The simulator named `tableur`."""

    name = "tableur"
    rules: Mapping[str, Rule] = {
        "saisir": Rule(("cellule", "valeur"), _type),
        "recopier": Rule(("cellule", "vers"), _copy),
        "formater": Rule(("plage", "format"), _format),
        "trier": Rule(("colonne", "sens"), _sort),
        "filtrer": Rule(("colonne", "op", "valeur"), _filter),
        "retirer_filtre": Rule(("colonne",), _unfilter),
        "croiser": Rule(("lignes", "colonnes", "valeurs", "calcul"), _cross),
        "supprimer_ligne": Rule(("ligne",), _remove),
        "repondre": ANSWER,
    }

    def open(self, scene: Mapping[str, object]) -> State:
        """The sheet before the first action. Raises pydantic's `ValidationError`."""
        return first_state(scene)
