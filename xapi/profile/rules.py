"""Does a statement follow a rule of a template? (Profiles, part 3, 2.1)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xapi.profile.paths import find

_UNMATCHABLE = object()


def follows(statement: Mapping[str, Any], rule: Mapping[str, Any]) -> bool:
    """True when the values at `location` (then `selector`) satisfy `presence`, `any`, `all` and `none`."""
    values = _values(statement, rule)
    presence = rule.get("presence")
    matchable = [value for value in values if value is not _UNMATCHABLE]
    if presence == "included" and (not values or len(matchable) < len(values)):
        return False
    if presence == "excluded" and matchable:
        return False
    if presence == "recommended" and not values:
        return True
    return _is_allowed(values, rule)


def _is_allowed(values: list[object], rule: Mapping[str, Any]) -> bool:
    if "any" in rule and not any(_is_in(value, rule["any"]) for value in values):
        return False
    if "all" in rule and not all(_is_in(value, rule["all"]) for value in values):
        return False
    return not ("none" in rule and any(_is_in(value, rule["none"]) for value in values))


def _values(statement: Mapping[str, Any], rule: Mapping[str, Any]) -> list[object]:
    values = find(statement, rule["location"])
    if "selector" not in rule:
        return values
    return [inner for value in values for inner in find(value, rule["selector"]) or [_UNMATCHABLE]]


def _is_in(value: object, allowed: list[object]) -> bool:
    # In Python True == 1; in JSON they are two values.
    return any(value == one and isinstance(value, bool) is isinstance(one, bool) for one in allowed)
