"""Activities and their interaction definitions (Data 2.4.4.1)."""

from __future__ import annotations

from lti_tool.demo.lrs.checking import (
    Check,
    check_extensions,
    check_language_map,
    check_list,
    check_properties,
    refuse,
    value_of,
)
from lti_tool.demo.lrs.formats import is_iri, is_text

# Which component lists go with which interaction type.
_COMPONENTS: dict[str, frozenset[str]] = {
    "true-false": frozenset(),
    "choice": frozenset({"choices"}),
    "fill-in": frozenset(),
    "long-fill-in": frozenset(),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "numeric": frozenset(),
    "other": frozenset(),
}
_LISTS = ("choices", "scale", "source", "target", "steps")
_IRI = value_of(is_iri, "an IRI is expected")


def _component(value: object, where: str) -> None:
    known = {"id": value_of(lambda held: isinstance(held, str) and bool(held), "a text is expected")}
    check_properties(value, where, {**known, "description": check_language_map}, "id")


def _components(value: object, where: str) -> None:
    check_list(value, where, _component)
    ids = [member["id"] for member in value] if isinstance(value, list) else []
    if len(ids) != len(set(ids)):
        refuse(where, "two components have the same id")


def _patterns(value: object, where: str) -> None:
    check_list(value, where, value_of(is_text, "a text is expected"))


_DEFINITION: dict[str, Check] = {
    "name": check_language_map,
    "description": check_language_map,
    "type": _IRI,
    "moreInfo": _IRI,
    "extensions": check_extensions,
    "interactionType": value_of(
        lambda value: isinstance(value, str) and value in _COMPONENTS, "not an interaction type"
    ),
    "correctResponsesPattern": _patterns,
    **dict.fromkeys(_LISTS, _components),
}


def check_definition(value: object, where: str) -> None:
    """Interaction properties need an interaction type, and only its own component lists."""
    content = check_properties(value, where, _DEFINITION)
    kind = content.get("interactionType")
    present = {name for name in _LISTS if name in content}
    if kind is None and (present or "correctResponsesPattern" in content):
        refuse(where, "interactionType is missing")
    if kind is not None and present - _COMPONENTS[kind]:
        refuse(where, f"{sorted(present - _COMPONENTS[kind])} do not go with {kind}")


def check_activity(value: object, where: str) -> None:
    """An IRI, and a definition if there is one."""
    known: dict[str, Check] = {
        "objectType": value_of(lambda held: held == "Activity", "Activity is expected"),
        "id": _IRI,
        "definition": check_definition,
    }
    check_properties(value, where, known, "id")
