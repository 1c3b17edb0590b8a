"""Reads one YAML file and remembers on which line each key stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from content.problems import Problem, Severity

MAX_BYTES = 512_000  # ten times the largest file of ours; YAML of that size already takes seconds to read
MAX_KEYS, MAX_DEPTH = 50_000, 30
TOO_BIG = f"Ce fichier dépasse {MAX_BYTES // 1000} ko : coupez-le ; les données d'une épreuve se tirent."


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values, with the line (from 1) of each dotted key path; `""` is the top."""

    file: str
    values: Any
    lines: Mapping[str, int]


def read_yaml(path: Traversable, file: str) -> Document | Problem:
    """Read `path`, named `file` in messages. What YAML cannot read comes back as a problem, never raised."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            return Problem(file, None, Severity.ERROR, TOO_BIG)
        tree = YAML(typ="rt", pure=True).load(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Problem(file, None, Severity.ERROR, "Enregistrez ce fichier en UTF-8.")
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return Problem(file, line, Severity.ERROR, _advice(error))
    except YAMLError as error:
        return Problem(file, None, Severity.ERROR, f"Ce fichier n'est pas du YAML lisible : {error}.")
    lines: dict[str, int] = {"": 1}
    try:
        _collect_lines(tree, "", lines)
    except _TooManyKeysError:
        return Problem(file, None, Severity.ERROR, TOO_BIG)
    return Document(file, _plain(tree), lines)


def _advice(error: MarkedYAMLError) -> str:
    if type(error).__name__ == "DuplicateKeyError":
        return "Une clé est écrite deux fois au même endroit : gardez-en une seule."
    return (
        "Le YAML est mal formé ici : vérifiez l'alignement, les deux-points et les guillemets "
        f"(analyse : {error.problem})."
    )


class _TooManyKeysError(Exception):
    """YAML aliases can make a short file endless, or stand inside themselves."""


def _collect_lines(node: Any, path: str, lines: dict[str, int]) -> None:
    if len(lines) > MAX_KEYS or path.count(".") > MAX_DEPTH:
        raise _TooManyKeysError
    if isinstance(node, Mapping):
        for key, child in node.items():
            below = f"{path}.{key}" if path else str(key)
            lines[below] = node.lc.key(key)[0] + 1  # type: ignore[attr-defined]  # CommentedMap, round-trip loader
            _collect_lines(child, below, lines)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for index, child in enumerate(node):
            below = f"{path}.{index}" if path else str(index)
            lines[below] = node.lc.item(index)[0] + 1  # type: ignore[attr-defined]  # CommentedSeq
            _collect_lines(child, below, lines)


def _plain(node: Any) -> Any:
    """Without the round-trip types, which carry comments and compare oddly."""
    match node:
        case Mapping():
            return {_plain(key): _plain(value) for key, value in node.items()}
        case str():
            return str(node)
        case bool() | date() | None:
            return node
        case int():
            return int(node)
        case float():
            return float(node)
        case Sequence():
            return [_plain(value) for value in node]
    return node
