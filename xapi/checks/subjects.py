"""Rules 4, 5 and the first half of 6: the verb, the activity, the lists of an interaction."""

from __future__ import annotations

import re

from xapi import vocabulary
from xapi.checks.identity import is_uuid
from xapi.checks.problems import (
    Expectations,
    Json,
    Problem,
    Problems,
    entries,
    mapping,
    unknown_keys,
    verb_name,
)
from xapi.iris import is_stable
from xapi.vocabulary import Namespace

_LISTS = ("choices", "scale", "source", "target", "steps")
_DEFINITION_KEYS = frozenset({"name", "description", "type", "interactionType", *_LISTS})
# What a verb is about, where it is not the pathway.
_FAMILIES = {
    "answered": ("item", vocabulary.INTERACTION),
    "achieved": ("competency", vocabulary.COMPETENCY),
}
_COMPONENT_ID = re.compile(r"[^\s\[\]]+")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # the part of BCP 47 that we use


def check_verb(document: Json, _expected: Expectations) -> Problems:
    """A verb of the catalogue, readable in French and in English."""
    verb = mapping(document.get("verb"))
    yield from unknown_keys(verb, frozenset({"id", "display"}), "verb")
    if str(verb.get("id")) not in vocabulary.VERB_NAMES:
        yield Problem("verb.unknown", "verb.id")
    if not {"fr", "en"} <= set(mapping(verb.get("display"))):
        yield Problem("verb.display", "verb.display")
    yield from check_language_map(verb.get("display", {}), "verb.display")


def check_object(document: Json, expected: Expectations) -> Problems:
    """An item, a competency, another statement or, for most verbs, the pathway; under an IRI of ours."""
    about = mapping(document.get("object"))
    verb = verb_name(document)
    if verb == "voided":
        yield from check_reference(about, "object")
        return
    yield from check_activity(about, "object")
    family, kind = _FAMILIES.get(verb, ("pathway", vocabulary.ASSESSMENT))
    if not is_registered(about.get("id"), family, expected.namespace):
        yield Problem("object.id", "object.id")
    definition = mapping(about.get("definition"))
    if definition.get("type") != kind:
        yield Problem("object.type", "object.definition.type")
    if not mapping(definition.get("name")):
        yield Problem("object.name", "object.definition.name")
    if verb == "answered":
        yield from _check_interaction(definition)


def check_reference(value: object, path: str) -> Problems:
    """A `StatementRef` (xAPI-Data 2.4.4.3): its type and an id, nothing else."""
    reference = mapping(value)
    yield from unknown_keys(reference, frozenset({"objectType", "id"}), path)
    if reference.get("objectType") != "StatementRef":
        yield Problem("reference.object_type", f"{path}.objectType")
    if not is_uuid(reference.get("id")):
        yield Problem("reference.id", f"{path}.id")


def check_activity(activity: object, path: str) -> Problems:
    """What every activity must keep, wherever it stands."""
    document = mapping(activity)
    yield from unknown_keys(document, frozenset({"objectType", "id", "definition"}), path)
    if document.get("objectType", "Activity") != "Activity":
        yield Problem("activity.object_type", f"{path}.objectType")
    if not is_stable(document.get("id")):
        yield Problem("activity.id", f"{path}.id")
    definition = mapping(document.get("definition"))
    if str(definition.get("type")) not in vocabulary.ACTIVITY_TYPES:
        yield Problem("activity.type", f"{path}.definition.type")
    if "correctResponsesPattern" in definition:
        yield Problem("interaction.solution", f"{path}.definition.correctResponsesPattern")
    allowed = _DEFINITION_KEYS | {"correctResponsesPattern"}
    yield from unknown_keys(definition, allowed, f"{path}.definition")
    for key in ("name", "description"):
        yield from check_language_map(definition.get(key, {}), f"{path}.definition.{key}")


def check_language_map(value: object, path: str) -> Problems:
    """Language tags to texts (xAPI-Data 4.2)."""
    if not isinstance(value, dict):
        yield Problem("language_map.shape", path)
        return
    for tag, text in value.items():
        if not LANGUAGE.fullmatch(tag):
            yield Problem("language_map.tag", f"{path}.{tag}")
        if not isinstance(text, str) or not text:
            yield Problem("language_map.text", f"{path}.{tag}")


def is_registered(iri: object, family: str, namespace: Namespace) -> bool:
    """True for an IRI that `namespace` could have minted for `family` (pathway, item, competency)."""
    version = "" if family == "competency" else r"/v[0-9]+"
    pattern = rf"{re.escape(namespace.base)}/xapi/{family}/[a-z0-9][a-z0-9._-]*{version}"
    return isinstance(iri, str) and re.fullmatch(pattern, iri) is not None


def _check_interaction(definition: Json) -> Problems:
    kind = definition.get("interactionType")
    expected = vocabulary.COMPONENT_LISTS.get(kind) if isinstance(kind, str) else None
    if expected is None:
        yield Problem("interaction.type", "object.definition.interactionType")
        return
    for name in _LISTS:
        if (name in definition) != (name in expected):
            yield Problem("interaction.lists", f"object.definition.{name}")
        elif name in expected:
            yield from _check_components(definition[name], f"object.definition.{name}")


def _check_components(components: object, path: str) -> Problems:
    ids = [mapping(component).get("id") for component in entries(components)]
    if not ids or len({str(each) for each in ids}) != len(ids):
        yield Problem("interaction.component_ids", path)
    for index, component in enumerate(entries(components)):
        each = mapping(component)
        if not isinstance(each.get("id"), str) or not _COMPONENT_ID.fullmatch(each["id"]):
            yield Problem("interaction.component_id", f"{path}[{index}].id")
        yield from unknown_keys(each, frozenset({"id", "description"}), f"{path}[{index}]")
        yield from check_language_map(each.get("description", {}), f"{path}[{index}].description")
