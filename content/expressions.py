"""The small language of `derive`, `{{…}}` and `si`: French words over a whitelist of Python's grammar.

Never `eval`: the text is parsed, each node is checked when it is read, then walked with a bounded number
of steps. There is no loop, no attribute of an object (a dot reads a key of a mapping), no import, and
numbers, texts and lists have a largest size, so that every expression ends.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from content.functions import FUNCTIONS, ExpressionError, arithmetic, compare

MAX_LENGTH = 500  # characters of an expression
MAX_STEPS = 2000  # nodes walked
_WORDS = {
    "et": "and", "ou": "or", "non": "not", "dans": "in", "si": "if", "sinon": "else",
    "vrai": "True", "faux": "False", "rien": "None",
}  # fmt: skip
_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add,
    ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE,
    ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.IfExp, ast.Call, ast.keyword, ast.Name, ast.Load,
    ast.Constant, ast.Attribute, ast.Subscript, ast.List, ast.Tuple,
)  # fmt: skip

__all__ = ["ExpressionError", "evaluate", "names_in"]


def evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression.

    Raises:
        ExpressionError: the text is not an expression, names something unknown, divides by zero, compares
            what cannot be compared, or is too large. Its `sentence` is for the author, in French.
    """
    return _Walk(names).value(_parsed(text).body)


def names_in(text: str) -> frozenset[str]:
    """The names that an expression reads, functions left out. Raises `ExpressionError`."""
    tree = _parsed(text)
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in functions
    )


@lru_cache(maxsize=4096)
def _parsed(text: str) -> ast.Expression:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"Raccourcissez cette expression à {MAX_LENGTH} caractères au plus.")
    try:
        tree = ast.parse(_in_python_words(text), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        raise ExpressionError(
            f"« {text} » n'est pas une expression : relisez parenthèses et guillemets."
        ) from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ExpressionError(f"« {text} » : {type(node).__name__} n'est pas permis dans une expression.")
        if isinstance(node, ast.Call) and (
            not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS
        ):
            known = ", ".join(sorted(FUNCTIONS))
            raise ExpressionError(f"« {text} » : fonction inconnue. Fonctions : {known}.")
        if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | float | bool | None):
            raise ExpressionError(f"« {text} » : écrivez un nombre ou un texte entre guillemets.")
    return tree


def _in_python_words(text: str) -> str:
    """« et », « ou », « si … sinon » as Python's words; names and quoted texts stay."""
    tokens = tokenize.generate_tokens(io.StringIO(text.strip()).readline)
    return tokenize.untokenize(
        (token.type, _WORDS.get(token.string, token.string) if token.type == tokenize.NAME else token.string)
        for token in tokens
    )


class _Walk:
    """One evaluation: the names it may read and the steps it has left."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self._steps = MAX_STEPS

    def value(self, node: ast.expr) -> Any:
        self._steps -= 1
        if self._steps < 0:
            raise ExpressionError(
                f"Cette expression est trop longue à calculer (plus de {MAX_STEPS} étapes)."
            )
        return getattr(self, f"_{type(node).__name__.lower()}")(node)

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _name(self, node: ast.Name) -> Any:
        if node.id not in self._names:
            raise ExpressionError(f"« {node.id} » n'est pas un paramètre de cette épreuve.")
        return self._names[node.id]

    def _attribute(self, node: ast.Attribute) -> Any:
        return _entry(self.value(node.value), node.attr)

    def _subscript(self, node: ast.Subscript) -> Any:
        return _entry(self.value(node.value), self.value(node.slice))

    def _list(self, node: ast.List) -> list[Any]:
        return [self.value(part) for part in node.elts]

    def _tuple(self, node: ast.Tuple) -> list[Any]:
        return [self.value(part) for part in node.elts]

    def _ifexp(self, node: ast.IfExp) -> Any:
        return self.value(node.body if self.value(node.test) else node.orelse)

    def _boolop(self, node: ast.BoolOp) -> bool:
        stop = isinstance(node.op, ast.Or)
        return stop if any(bool(self.value(part)) is stop for part in node.values) else not stop

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        return (not value) if isinstance(node.op, ast.Not) else arithmetic("Sub", 0, value)

    def _binop(self, node: ast.BinOp) -> Any:
        return arithmetic(type(node.op).__name__, self.value(node.left), self.value(node.right))

    def _compare(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for op, part in zip(node.ops, node.comparators, strict=True):
            right = self.value(part)
            if not compare(type(op).__name__, left, right):
                return False
            left = right
        return True

    def _call(self, node: ast.Call) -> Any:
        arguments = [self.value(part) for part in node.args]
        named = {part.arg: self.value(part.value) for part in node.keywords if part.arg is not None}
        if len(named) != len(node.keywords) or not isinstance(node.func, ast.Name):
            raise ExpressionError("Écrivez chaque condition sous la forme Colonne=valeur.")
        try:
            return FUNCTIONS[node.func.id](*arguments, **named)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
            raise ExpressionError(f"« {node.func.id} » ne peut pas se calculer avec ces valeurs.") from error


def _entry(holder: Any, key: Any) -> Any:
    if isinstance(holder, Mapping) and key in holder:
        return holder[key]
    if isinstance(holder, list | tuple) and isinstance(key, int) and -len(holder) <= key < len(holder):
        return holder[key]
    raise ExpressionError(f"« {key} » n'existe pas dans cette valeur.")
