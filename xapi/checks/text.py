"""Rule 1: the text itself. Strict JSON, no duplicate key, no null, no NaN, 16 kB at most."""

from __future__ import annotations

import json
from typing import Any

from xapi.checks.problems import Json, Problem, Problems

LARGEST_BODY = 16 * 1024  # bytes of UTF-8


class _UnacceptableTextError(ValueError):
    """A signal out of the parser; it never leaves this module."""


def parse(body: str) -> tuple[Json | None, list[Problem]]:
    """The document, and what is wrong with its text; no document when it cannot be read at all."""
    try:
        size = len(body.encode())
        document = json.loads(body, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant)
    except _UnacceptableTextError as error:
        return None, [Problem(str(error), "")]
    except (ValueError, RecursionError):
        return None, [Problem("json.unreadable", "")]
    if not isinstance(document, dict):
        return None, [Problem("json.not_an_object", "")]
    problems = [Problem("json.too_large", "")] if size > LARGEST_BODY else []
    return document, [*problems, *_nulls(document, "")]


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise _UnacceptableTextError("json.duplicate_key")
    return document


def _refuse_constant(_constant: str) -> None:
    raise _UnacceptableTextError("json.not_a_number")


def _nulls(value: object, path: str) -> Problems:
    if value is None:
        yield Problem("json.null", path)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _nulls(each, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _nulls(each, f"{path}[{index}]")
