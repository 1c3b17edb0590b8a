"""The reference answer of an item, as it would be stored, and near-misses of a typed one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from content.item import SIMULATED, Format, Item
from lti_tool.interactions import Answer


def reference(item: Item) -> Answer:
    """The author's solution of a concrete item (`content.variants.realise`), in the shape of an answer."""
    answer: Answer = _REFERENCES[item.format](item)
    return answer


def _expected(item: Item) -> Any:
    return item.check.expected


def _written(item: Item) -> Any:
    """A date as ISO 8601, a number as a float: what JSON keeps."""
    value = item.check.expected
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, int | float) else value


def _list(item: Item) -> list[str]:
    return list(item.check.expected)


def _zone(item: Item) -> Any:
    return _list(item) if item.data.several else item.check.expected


_REFERENCES: dict[Format, Callable[[Item], Any]] = {
    Format.CHOICE: _expected,
    Format.MULTIPLE_CHOICE: _list,
    Format.SEQUENCING: _list,
    Format.MATCHING: lambda item: dict(item.check.expected),
    Format.SORTING: lambda item: dict(item.check.expected),
    Format.ZONE: _zone,
    Format.TEXT: _written,
    Format.NUMBER: _written,
    Format.DATE: _written,
    Format.SCENARIO: lambda item: list(item.check.expected[0]),
    Format.BLOCKS: _list,
    Format.FILE: _written,
} | dict.fromkeys(SIMULATED, lambda item: [dict(action) for action in item.check.solution])
