"""The JSONPath of statement templates: no filters, no scripts, no descent (Profiles, 8.1).

$.context.contextActivities.grouping[*].definition.type      $.actor['name','mbox']
"""

from __future__ import annotations

import re
from functools import cache

_TOKEN = re.compile(r"\.(?P<name>[A-Za-z_$][\w$-]*|\*)|\[(?P<members>[^\]]+)\]")
_MEMBER = re.compile(r"'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<index>[0-9]+)|(?P<star>\*)")
Step = tuple[str | int | None, ...]  # names, indexes, None for all of them; several make a union


@cache
def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path.

    Raises:
        ValueError: it is not in the subset.
    """
    rest = path.removeprefix("$") if path.startswith("$") else f".{path}"
    steps: list[Step] = []
    while rest:
        token = _TOKEN.match(rest)
        if token is None:
            raise ValueError(path)
        steps.append(_names(token, path))
        rest = rest[token.end() :]
    return tuple(steps)


def _names(token: re.Match[str], path: str) -> Step:
    if token["members"] is None:
        return (None,) if token["name"] == "*" else (token["name"],)
    wanted: list[str | int | None] = []
    for member in re.split(r",(?=\s*['\"*0-9])", token["members"]):
        one = _MEMBER.fullmatch(member.strip())
        if one is None:
            raise ValueError(path)
        if one["star"]:
            wanted.append(None)
        elif one["index"] is not None:
            wanted.append(int(one["index"]))
        else:
            wanted.append(one["single"] if one["single"] is not None else one["double"])
    return tuple(wanted)


def find(value: object, path: str) -> list[object]:
    """Every value at `path`; an empty list for none."""
    found = [value]
    for step in parse(path):
        found = [inner for each in found for name in step for inner in _members(each, name)]
    return found


def _members(value: object, name: str | int | None) -> list[object]:
    if isinstance(value, dict):
        if name is None:
            return list(value.values())
        return [value[name]] if name in value else []
    if isinstance(value, list):
        if name is None:
            return value
        return [value[name]] if isinstance(name, int) and name < len(value) else []
    return []
