"""What a rule says, and what the rules are told about the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from xapi import vocabulary
from xapi.vocabulary import Namespace

Json = dict[str, Any]
Problems = Iterator["Problem"]


@dataclass(frozen=True)
class Problem:
    """One broken rule: a stable `code` for programs, and the `path` of the value, as `result.score.raw`."""

    code: str
    path: str


@dataclass(frozen=True)
class Expectations:
    """What a statement is compared with.

    Args:
        namespace: our IRIs.
        now: aware; a timestamp later than `now + skew` is refused.
        registration: the attempt it must belong to, when known.
        home_pages: accepted besides `Namespace.identity(…)`, for an LRS that joins on the LMS's accounts.
        private_words: names or addresses of the person; none may appear outside authored texts.
    """

    namespace: Namespace
    now: datetime
    skew: timedelta = timedelta(minutes=5)
    registration: UUID | None = None
    home_pages: frozenset[str] = frozenset()
    private_words: frozenset[str] = frozenset()


def verb_name(document: Json) -> str:
    """The short name of the verb, empty when it is not in our catalogue."""
    return vocabulary.VERB_NAMES.get(str(mapping(document.get("verb")).get("id")), "")


def mapping(value: object) -> Json:
    """`value` if it is a JSON object, else an empty one: the missing part is reported by its own rule."""
    return value if isinstance(value, dict) else {}


def entries(value: object) -> list[Any]:
    """`value` if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def unknown_keys(document: Json, allowed: frozenset[str], path: str) -> Problems:
    """A problem for each property that the specification, or our catalogue, does not have."""
    for key in sorted(set(document) - allowed):
        yield Problem("property.unknown", f"{path}.{key}".lstrip("."))


def is_number(value: object) -> bool:
    """True for a JSON number; Python counts booleans among them, JSON does not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
