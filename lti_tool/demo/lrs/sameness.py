"""When two statements with one id are the same statement (Data 2.3, Communication 2.1.2)."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from lti_tool.demo.lrs.checking import Json
from lti_tool.demo.lrs.formats import parse_instant

_SET_BY_THE_STORE = frozenset({"stored", "authority", "version"})


def fingerprint(statement: Json) -> str:
    """Equal for statements that an LRS must take as the same.

    Left out: what the store sets, how the instant is written, verb displays, activity definitions, the order
    of group members. A duration written otherwise is a difference: the specification does not excuse it.
    """
    kept = {name: value for name, value in statement.items() if name not in _SET_BY_THE_STORE}
    return json.dumps(_plain(kept), sort_keys=True, ensure_ascii=False)


def _plain(value: Any, name: str = "") -> Any:
    if isinstance(value, list):
        members = [_plain(member) for member in value]
        return (
            sorted(members, key=lambda member: json.dumps(member, sort_keys=True))
            if name == "member"
            else members
        )
    if name == "extensions" or not isinstance(value, dict):
        return parse_instant(value).astimezone(UTC).isoformat() if name == "timestamp" else value
    excused = {"verb": {"display"}, "object": {"definition"}}.get(name, set())
    if name in {"", "parent", "grouping", "category", "other"}:
        excused = {"definition"}
    content = {key: _plain(held, key) for key, held in value.items() if key not in excused}
    if name in {"parent", "grouping", "category", "other"}:
        return [content]
    return content
