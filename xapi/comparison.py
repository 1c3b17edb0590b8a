"""Is the statement that an LRS shows the one that we sent?

An LRS may add `stored`, `authority`, `version` and the default object types, write the timestamp in
another way, and merge displays and definitions (xAPI-Data 2.3.1, "Statement Immutability").
All the rest must be equal, durations as text included.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_ADDED = frozenset({"stored", "authority", "version"})
_DEFAULT_TYPES = frozenset({"Agent", "Activity"})


def is_same(body: str, shown: Mapping[str, Any]) -> bool:
    """True when `shown`, read from an LRS, is the statement of `body`, our stored text."""
    return _canonical(json.loads(body)) == _canonical(shown)


def _canonical(statement: Mapping[str, Any]) -> object:
    plain = {key: value for key, value in statement.items() if key not in _ADDED}
    if plain.get("attachments") == []:
        del plain["attachments"]
    if "timestamp" in plain:
        plain["timestamp"] = _instant(plain["timestamp"])
    if "id" in plain:
        plain["id"] = str(plain["id"]).lower()
    if isinstance(plain.get("verb"), dict):
        plain["verb"] = {key: value for key, value in plain["verb"].items() if key != "display"}
    return _frozen(plain)


def _instant(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if moment.tzinfo is None else moment.astimezone(UTC).isoformat()


def _frozen(value: object) -> object:
    """A comparable form: mappings as tuples, and a boolean that is no number."""
    if isinstance(value, dict):
        return tuple(sorted((key, _member(key, each)) for key, each in _told(value)))
    if isinstance(value, list):
        return ("list", *(_frozen(each) for each in value))
    if isinstance(value, bool) or value is None:
        return str(value), "constant"
    return value


def _told(document: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        (key, value)
        for key, value in document.items()
        if not (key == "objectType" and value in _DEFAULT_TYPES) and not _is_definition(key, document)
    ]


def _is_definition(key: str, document: dict[str, Any]) -> bool:
    return key == "definition" and "id" in document


def _member(key: str, value: object) -> object:
    if key == "contextActivities" and isinstance(value, dict):
        # A single activity may come back bare or in a list, and the order means nothing.
        return tuple(sorted((name, _unordered(group)) for name, group in value.items()))
    return _frozen(value)


def _unordered(group: object) -> object:
    members = group if isinstance(group, list) else [group]
    return tuple(sorted(repr(_frozen(each)) for each in members))
