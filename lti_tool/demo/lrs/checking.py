"""The way to walk a JSON document and to say where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lti_tool.demo.lrs.formats import is_iri, is_language_tag

Json = dict[str, Any]
Check = Callable[[object, str], None]


class RefusedStatementError(Exception):
    """What is wrong and where, for instance `result.score.scaled: between -1 and 1`."""


def refuse(where: str, why: str) -> None:
    """Stop at the first fault.

    Raises:
        RefusedStatementError: always.
    """
    raise RefusedStatementError(f"{where}: {why}")


def value_of(test: Callable[[object], bool], why: str) -> Check:
    """A check made of a plain test."""

    def check(value: object, where: str) -> None:
        if not test(value):
            refuse(where, why)

    return check


def as_object(value: object, where: str) -> Json:
    """The value, when it is a JSON object."""
    if not isinstance(value, dict):
        raise RefusedStatementError(f"{where}: an object is expected")
    return value


def check_properties(value: object, where: str, known: Mapping[str, Check], *required: str) -> Json:
    """Every property is known, is well made, is not null; the required ones are there.

    Raises:
        RefusedStatementError: the first that is not.
    """
    content = as_object(value, where)
    for name in required:
        if name not in content:
            refuse(where, f"{name} is missing")
    for name, held in content.items():
        path = f"{where}.{name}" if where else name
        if name not in known:
            refuse(path, "unknown property")
        if held is None:
            refuse(path, "null")
        known[name](held, path)
    return content


def check_list(value: object, where: str, check: Check) -> None:
    """A JSON array whose members are all well made."""
    if not isinstance(value, list):
        raise RefusedStatementError(f"{where}: an array is expected")
    for index, member in enumerate(value):
        check(member, f"{where}[{index}]")


def check_language_map(value: object, where: str) -> None:
    """Language tag to text."""
    for tag, text in as_object(value, where).items():
        if not is_language_tag(tag) or not isinstance(text, str):
            refuse(f"{where}.{tag}", "a language tag and a text are expected")


def check_extensions(value: object, where: str) -> None:
    """IRI to anything; nulls are allowed inside extensions only."""
    for key in as_object(value, where):
        if not is_iri(key):
            refuse(f"{where}.{key}", "the key must be an IRI")
