"""A formula, read into a tree. Twin: `static/js/simulators/spreadsheet/parsing.js`.

Nodes are tuples whose head says what they are: ("value", v), ("cell", address), ("range", [addresses]),
("call", name, args), ("negative", a), ("percent", a), ("binary", sign, a, b). The longest formula has
200 characters and 20 levels: nothing explodes. As in French spreadsheets, `-2^2` is 4.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lti_tool.interactions.simulators.spreadsheet.cells import position, range_of
from lti_tool.interactions.simulators.spreadsheet.entries import REFERENCE

Tree = tuple[Any, ...]
LONGEST, DEEPEST = 200, 20
# From the loosest to the tightest. All are read from the left.
LEVELS = (("=", "<>", "<=", ">=", "<", ">"), ("&",), ("+", "-"), ("*", "/"), ("^",))

_TOKEN = re.compile(
    r'[ \u00a0\u202f\t]*(?:([0-9]+(?:,[0-9]+)?)|"((?:[^"]|"")*)"|(#REF!)'
    r"|(\$?[A-Za-z]\$?[0-9]{1,2}(?![A-Za-z0-9_.(])(?::\$?[A-Za-z]\$?[0-9]{1,2}(?![A-Za-z0-9_.(]))?)"
    r"|([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9_.]*)|(<>|<=|>=|[-+*/^&=<>%();]))"
)
_NUMBER, _TEXT, _LOST, _CELLS, _NAME, _SIGN = range(1, 7)


class UnreadableError(Exception):
    """What is written is no formula."""


@lru_cache(maxsize=2048)
def parse(formula: str) -> Tree | None:
    """The tree of a formula that begins with `=`; None when it cannot be read."""
    if len(formula) > LONGEST:
        return None
    try:
        reader = _Reader(_tokens(formula[1:]))
        tree = reader.level(0)
        reader.end()
    except UnreadableError:
        return None
    return tree


def _tokens(text: str) -> list[tuple[int, str]]:
    found, at, text = [], 0, text.rstrip(" \u00a0\u202f\t")
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastindex is None:
            raise UnreadableError
        found.append((match.lastindex, match[match.lastindex]))
        at = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[int, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def sign(self) -> str:
        """The sign that comes next, "" for anything else."""
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else (0, "")
        return text if kind == _SIGN else ""

    def skip(self, sign: str) -> None:
        if self.sign() != sign:
            raise UnreadableError
        self.at += 1

    def end(self) -> None:
        if self.at != len(self.tokens):
            raise UnreadableError

    def level(self, which: int) -> Tree:
        if which == len(LEVELS):
            return self.unary()
        left = self.level(which + 1)
        while (sign := self.sign()) in LEVELS[which]:
            self.at += 1
            left = ("binary", sign, left, self.level(which + 1))
        return left

    def unary(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError
        sign = self.sign()
        if sign in ("-", "+"):
            self.at += 1
            inner = self.unary()
            tree = ("negative", inner) if sign == "-" else inner
        else:
            tree = self.primary()
            while self.sign() == "%":
                self.at += 1
                tree = ("percent", tree)
        self.depth -= 1
        return tree

    def primary(self) -> Tree:
        if self.at >= len(self.tokens):
            raise UnreadableError
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == _NUMBER:
            return ("value", float(text.replace(",", "."))) if len(text) <= 16 else _fail()
        if kind == _TEXT:
            return ("value", text.replace('""', '"'))
        if kind == _LOST:
            return ("value", REFERENCE)
        if kind == _CELLS:
            return _reference(text.upper().replace("$", ""))
        if kind == _NAME:
            return self.named(text.upper())
        if text != "(":
            raise UnreadableError
        inner = self.level(0)
        self.skip(")")
        return inner

    def named(self, name: str) -> Tree:
        if name in ("VRAI", "FAUX") and self.sign() != "(":
            return ("value", name == "VRAI")
        if self.sign() != "(":
            return ("call", name, ())  # no such name: the function that it is not
        self.at += 1
        args: list[Tree] = []
        if self.sign() != ")":
            args.append(self.level(0))
            while self.sign() == ";":
                self.at += 1
                args.append(self.level(0))
        self.skip(")")
        return ("call", name, tuple(args))


def _fail() -> Tree:
    raise UnreadableError


def _reference(text: str) -> Tree:
    if ":" in text:
        found = range_of(text)
        if found is None:
            return ("value", REFERENCE)
        width = found.right - found.left + 1
        return ("range", tuple(found.addresses()), width)
    return ("cell", text) if position(text) else ("value", REFERENCE)
