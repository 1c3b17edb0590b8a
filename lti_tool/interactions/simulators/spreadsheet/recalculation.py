"""The proof that a formula follows its inputs: they are changed, and the sheet calculated again.

Server only. A typed-in constant fails, whatever it is. The draws depend on the condition alone, so that
one journal always gets one mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from content.formats.simulated import Recalculation
from lti_tool.interactions.simulators.spreadsheet.cells import Range, address, moved, range_of
from lti_tool.interactions.simulators.spreadsheet.entries import Fault, Value, rounded, value_of
from lti_tool.interactions.simulators.spreadsheet.evaluation import Sheet
from lti_tool.interactions.simulators.spreadsheet.operands import compare
from lti_tool.interactions.simulators.spreadsheet.scene import blank
from lti_tool.interactions.simulators.spreadsheet.table import cells_of
from lti_tool.interactions.simulators.state import State

STEPS = 12_000  # of the person's sheet, over all the trials of a condition
Entries = dict[str, Any]


def follows(first: State, final: State, wanted: Recalculation) -> bool:
    """Whether the cells of `plage` give what `formule` gives, with the inputs as they are, then changed."""
    judged = range_of(wanted.cells)
    if judged is None:
        return False
    model = _filled(cells_of(first), judged, wanted.formula)
    trials = [{}, *({key: str(value) for key, value in one.items()} for one in wanted.sets)]
    trials += [_drawn(cells_of(first), wanted, number) for number in range(wanted.trials)]
    budget = STEPS // len(trials)
    return all(_agrees(cells_of(final), model, judged, changes, wanted, budget) for changes in trials)


def _filled(cells: Mapping[str, Any], judged: Range, formula: str) -> Entries:
    """The first sheet with the formula in each cell judged, as copied from the first one."""
    found = dict(cells)
    for where in judged.addresses():
        column, row = ord(where[0]) - 64, int(where[1:])
        found[where] = blank(entry=moved(formula, column - judged.left, row - judged.top))
    return found


def _agrees(
    final: Mapping[str, Any],
    model: Entries,
    judged: Range,
    changes: Mapping[str, str],
    wanted: Recalculation,
    budget: int,
) -> bool:
    typed = Sheet(_changed(final, changes), budget)
    right = Sheet(_changed(model, changes))
    return all(
        _same(typed.value(where), right.value(where), wanted.tolerance) for where in judged.addresses()
    )


def _changed(cells: Mapping[str, Any], changes: Mapping[str, str]) -> Entries:
    return {**cells, **{where: _typed(cells, where, entry) for where, entry in changes.items()}}


def _typed(cells: Mapping[str, Any], where: str, entry: str) -> dict[str, Any]:
    return {**(cells.get(where) or blank()), "saisie": entry}


def _same(one: Value, other: Value, tolerance: float) -> bool:
    if isinstance(one, Fault) or isinstance(other, Fault):
        return isinstance(one, Fault) and isinstance(other, Fault)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= tolerance
    return (one is None) == (other is None) and compare(one, other) == 0


def _drawn(cells: Mapping[str, Any], wanted: Recalculation, trial: int) -> dict[str, str]:
    """Other inputs: numbers from 0 to twice what they are, texts from those of the same range."""
    changes: dict[str, str] = {}
    for name in wanted.inputs:
        found = range_of(name)
        for column in range(found.left, found.right + 1) if found else ():
            places = [address(column, row) for row in range(found.top, found.bottom + 1)] if found else []
            entries = [str(cells[one]["saisie"]) for one in places if one in cells]
            for where in places:
                dice = hashlib.sha256(f"{wanted.id} {trial} {where}".encode()).digest()
                entry = str(cells[where]["saisie"]) if where in cells else ""
                changes[where] = _other(entry, entries, int.from_bytes(dice[:4], "big"))
    return changes


def _other(entry: str, entries: list[str], dice: int) -> str:
    value = value_of(entry)
    if isinstance(value, float) and not isinstance(value, bool):
        decimals = len(entry.partition(",")[2].rstrip("%€ \u00a0")) if "," in entry else 0
        most = 2 * abs(value) + 10 if "%" not in entry else 1.0
        drawn = rounded(most * (dice % 10_007) / 10_007, max(decimals, 2 if "%" in entry else 0))
        return f"{drawn:.{max(decimals, 2 if '%' in entry else 0)}f}".replace(".", ",")
    return entries[dice % len(entries)] if entries else str(dice % 90 + 1)
