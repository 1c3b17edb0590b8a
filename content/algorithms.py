"""The language of `blocs`: one instruction a line, run with a bounded number of steps.

Instructions: `x = expression`, `afficher expression`, `si condition`, `sinon`, `pour chaque x dans liste`,
`repeter n fois`, `tant que condition`, `fin`. Expressions are those of `content.expressions`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.expressions import ExpressionError, evaluate

MAX_STEPS = 2000
MAX_OUTPUT = 200
_OPENERS = {"if", "each", "times", "while"}
_FORMS = (
    ("assign", re.compile(r"([a-z_][a-z0-9_]*)\s*=(?!=)\s*(.+)")),
    ("show", re.compile(r"()afficher\s+(.+)")),
    ("if", re.compile(r"()si\s+(.+)")),
    ("each", re.compile(r"pour chaque\s+([a-z_][a-z0-9_]*)\s+dans\s+(.+)")),
    ("times", re.compile(r"()r[eé]p[eé]ter\s+(.+?)\s+fois")),
    ("while", re.compile(r"()tant que\s+(.+)")),
    ("else", re.compile(r"()sinon()")),
    ("end", re.compile(r"()fin()")),
)


class AlgorithmError(Exception):
    """The algorithm cannot be run: a block is not closed, a name has no value, it does not end…

    `sentence` tells the author, in French; for a learner it is a wrong answer.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Instruction:
    """One line: its kind, the name that it sets (or ""), its expression (or "")."""

    kind: str
    name: str
    expression: str


def read_instruction(text: str) -> Instruction:
    """The instruction of a block. Raises `AlgorithmError`."""
    plain = " ".join(text.split())
    for kind, form in _FORMS:
        if match := form.fullmatch(plain):
            return Instruction(kind, match[1], match[2])
    raise AlgorithmError(f"« {text} » n'est pas une instruction : voyez la liste dans AUTEURS.md.")


def run(lines: Sequence[str], inputs: Mapping[str, Any]) -> list[Any]:
    """What the algorithm shows. Raises `AlgorithmError`."""
    program = [read_instruction(line) for line in lines]
    return _Run(program, _matching_ends(program), inputs).outputs()


def _matching_ends(program: Sequence[Instruction]) -> dict[int, int]:
    """For each opener, else and end, where it goes on: opener → its else or end, else → end, end → opener."""
    jumps: dict[int, int] = {}
    opened: list[list[int]] = []
    for place, instruction in enumerate(program):
        if instruction.kind in _OPENERS:
            opened.append([place])
        elif instruction.kind == "else":
            if not opened or len(opened[-1]) > 1 or program[opened[-1][0]].kind != "if":
                raise AlgorithmError("« sinon » sans « si » ouvert.")
            jumps[opened[-1][0]] = place
            opened[-1].append(place)
        elif instruction.kind == "end":
            if not opened:
                raise AlgorithmError("« fin » de trop.")
            first, *other = opened.pop()
            jumps[other[0] if other else first] = place
            jumps[place] = first
    if opened:
        raise AlgorithmError("Il manque « fin ».")
    return jumps


class _Run:
    """One run: variables, the place in the program, what is left of each loop."""

    def __init__(
        self, program: Sequence[Instruction], jumps: Mapping[int, int], inputs: Mapping[str, Any]
    ) -> None:
        self._program, self._jumps = program, jumps
        self._values: dict[str, Any] = dict(inputs)
        self._left: dict[int, list[Any]] = {}
        self._output: list[Any] = []

    def outputs(self) -> list[Any]:
        place = 0
        for _ in range(MAX_STEPS):
            if place >= len(self._program):
                return self._output
            try:
                place = self._step(place, self._program[place])
            except ExpressionError as error:
                raise AlgorithmError(error.sentence) from error
        raise AlgorithmError(f"Cet algorithme ne se termine pas en {MAX_STEPS} étapes.")

    def _step(self, place: int, line: Instruction) -> int:
        """Run one line; where to go on."""
        match line.kind:
            case "assign":
                self._values[line.name] = evaluate(line.expression, self._values)
            case "show":
                self._show(evaluate(line.expression, self._values))
            case "each" | "times":
                return self._loop(place, line)
            case _:
                return self._jump(place, line)
        return place + 1

    def _show(self, value: Any) -> None:
        self._output.append(value)
        if len(self._output) > MAX_OUTPUT:
            raise AlgorithmError("Cet algorithme affiche trop de valeurs.")

    def _jump(self, place: int, line: Instruction) -> int:
        """From a `si`, `tant que`, `sinon` or `fin`."""
        if line.kind == "end":
            opener = self._jumps[place]
            return place + 1 if self._program[opener].kind == "if" else opener
        if line.kind != "else" and evaluate(line.expression, self._values):
            return place + 1
        return self._jumps[place] + 1

    def _loop(self, place: int, line: Instruction) -> int:
        if place not in self._left:
            value = evaluate(line.expression, self._values)
            self._left[place] = _turns(value)
        if not self._left[place]:
            del self._left[place]
            return self._jumps[place] + 1
        current = self._left[place].pop(0)
        if line.name:
            self._values[line.name] = current
        return place + 1


def _turns(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_STEPS:
        return list(range(value))
    raise AlgorithmError("Répétez un nombre entier de fois, ou parcourez une liste.")
