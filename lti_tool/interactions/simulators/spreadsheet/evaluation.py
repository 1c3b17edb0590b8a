"""A sheet calculated: lazily, each cell once, within a number of steps.

Twin: `static/js/simulators/spreadsheet/evaluation.js`. A step is a node or a cell looked at; the order is
the same on both sides, so that they give up at the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.interactions.simulators.spreadsheet.entries import LARGEST as LARGEST_NUMBER
from lti_tool.interactions.simulators.spreadsheet.entries import (
    LOOP,
    NAME,
    SYNTAX,
    TOO_MUCH,
    VALUE,
    ZERO,
    Fault,
    Value,
    value_of,
    written,
)
from lti_tool.interactions.simulators.spreadsheet.functions import FUNCTIONS, LAZY
from lti_tool.interactions.simulators.spreadsheet.operands import Cells, compared, number_of, scalar
from lti_tool.interactions.simulators.spreadsheet.parsing import Tree, parse

STEPS, LEVELS = 10_000, 160
Entries = Mapping[str, Mapping[str, Any]]  # address → {"saisie": …, "format": …}


class Sheet:
    """The values of a sheet, found when they are asked for. `steps`: how many it took so far."""

    def __init__(self, cells: Entries, budget: int = STEPS) -> None:
        self._cells = cells
        self._budget = budget
        self._known: dict[str, Value] = {}
        self._open: set[str] = set()
        self._levels = 0
        self.steps = 0

    def value(self, address: str) -> Value:
        """The value of a cell; `#TROP!` once the budget is spent, `#CYCLE!` in a circle."""
        self.steps += 1
        if address in self._known:
            return self._known[address]
        if address in self._open:
            return LOOP
        cell = self._cells.get(address)
        if cell is None:
            return None
        entry = cell["saisie"]
        if not entry.startswith("="):
            found = value_of(entry, cell["format"])
        else:
            self._open.add(address)
            found = self._calculated(entry)
            self._open.discard(address)
        self._known[address] = found
        return found

    def _calculated(self, entry: str) -> Value:
        tree = parse(entry)
        if tree is None:
            return SYNTAX
        found = scalar(self.evaluate(tree))
        return 0.0 if found is None else found

    def evaluate(self, tree: Tree) -> Value | Cells:
        """The value of a tree; a range gives its cells."""
        self.steps += 1
        if self.steps > self._budget or self._levels >= LEVELS:
            return TOO_MUCH
        self._levels += 1
        found = self._node(tree)
        self._levels -= 1
        return found

    def _node(self, tree: Tree) -> Value | Cells:
        head = tree[0]
        if head == "value":
            return tree[1]  # type: ignore[no-any-return]  # the parser put a value there
        if head == "cell":
            return self.value(tree[1])
        if head == "range":
            return Cells([self.value(one) for one in tree[1]], tree[2])
        if head == "call":
            return self._call(tree[1], tree[2])
        if head == "binary":
            return _operated(tree[1], scalar(self.evaluate(tree[2])), scalar(self.evaluate(tree[3])))
        inner = number_of(self.evaluate(tree[1]))
        if isinstance(inner, Fault):
            return inner
        return -inner if head == "negative" else inner / 100

    def _call(self, name: str, args: tuple[Tree, ...]) -> Value | Cells:
        if lazy := LAZY.get(name):
            return lazy(self.evaluate, args)
        function = FUNCTIONS.get(name)
        if function is None:
            return NAME
        if not function.least <= len(args) <= function.most:
            return VALUE
        return bounded(function.apply([self.evaluate(one) for one in args]))


def bounded(found: Value) -> Value:
    """A number too large for a sheet is an error."""
    if isinstance(found, float) and not isinstance(found, bool) and not abs(found) < LARGEST_NUMBER:
        return VALUE
    return found


def _operated(sign: str, left: Value, right: Value) -> Value:
    if isinstance(left, Fault):
        return left
    if isinstance(right, Fault):
        return right
    if sign == "&":
        return (written(left) + written(right))[:500]
    if sign not in "+-*/^":
        return compared(sign, left, right)
    one, other = number_of(left), number_of(right)
    if isinstance(one, Fault):
        return one
    if isinstance(other, Fault):
        return other
    return bounded(_arithmetic(sign, one, other))


def _arithmetic(sign: str, one: float, other: float) -> Value:
    if sign == "+":
        return one + other
    if sign == "-":
        return one - other
    if sign == "*":
        return one * other
    if sign == "/":
        return one / other if other else ZERO
    return _power(one, other)


def _power(base: float, exponent: float) -> Value:
    """Whole exponents only, multiplied one by one: libraries differ on the last digit."""
    if exponent != int(exponent) or abs(exponent) > 60:
        return VALUE
    result = 1.0
    for _ in range(abs(int(exponent))):
        result = result * base
        if not abs(result) < 1e150:
            return VALUE
    if exponent >= 0:
        return result
    return 1 / result if result else ZERO
