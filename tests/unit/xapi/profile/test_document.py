"""The published document: the words of the code, and the rules of ADL xAPI Profiles 1.0 (part 2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.xapi.examples import EXAMPLES, frozen
from xapi import vocabulary
from xapi.iris import is_stable
from xapi.profile import EXAMPLE_BASE, FILE, document
from xapi.profile.document import to_text
from xapi.profile.paths import parse
from xapi.vocabulary import Namespace

NAMESPACE = Namespace(EXAMPLE_BASE)
MADE = document(NAMESPACE)
PARTS = {"concepts": MADE["concepts"], "templates": MADE["templates"], "patterns": MADE["patterns"]}
EVERYTHING = [one for part in PARTS.values() for one in part]
OPERATORS = {"alternates", "optional", "oneOrMore", "sequence", "zeroOrMore"}


def test_the_file_is_what_the_code_says() -> None:
    assert FILE.read_text(encoding="utf-8") == to_text(MADE), "run: python -m xapi.profile"


def test_the_head() -> None:
    assert MADE["@context"] == "https://w3id.org/xapi/profiles/context"
    assert MADE["conformsTo"] == "https://w3id.org/xapi/profiles#1.0"
    assert (MADE["type"], MADE["id"]) == ("Profile", f"{EXAMPLE_BASE}/xapi/profile")
    assert [one["id"] for one in MADE["versions"]] == [NAMESPACE.profile]
    assert MADE["id"] not in {one["id"] for one in MADE["versions"]}
    assert set(MADE["author"]) == {"type", "name", "url"}


def test_ids_are_stable_unique_and_of_this_version() -> None:
    ids = [one["id"] for one in EVERYTHING]
    assert len(ids) == len(set(ids))
    assert all(is_stable(one) and one.startswith(f"{EXAMPLE_BASE}/xapi/") for one in ids)
    assert {one["inScheme"] for one in EVERYTHING} == {NAMESPACE.profile}


def test_everything_is_named_in_two_languages() -> None:
    for one in [MADE, *EVERYTHING]:
        for text in (one["prefLabel"], one.get("definition", {"fr": "x", "en": "x"})):
            assert set(text) == {"fr", "en"}
            assert all(text.values())


def test_one_template_for_each_verb_of_the_catalogue() -> None:
    assert {one["verb"] for one in MADE["templates"]} == set(vocabulary.VERB_NAMES)
    assert len(MADE["templates"]) == len(vocabulary.VERB_NAMES)


def _extension_keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "extensions":
                yield from each
            yield from _extension_keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from _extension_keys(each)


def test_every_extension_of_a_statement_is_a_concept_or_cmi5() -> None:
    told = {key for name in EXAMPLES for key in _extension_keys(json.loads(frozen(name).body))}
    ours = {one["id"].replace(EXAMPLE_BASE, "https://tool.example") for one in MADE["concepts"]}
    assert told == ours | {vocabulary.MASTERY_SCORE, vocabulary.PROGRESS}


def test_concepts_have_what_an_extension_needs() -> None:
    for one in MADE["concepts"]:
        assert one["type"] in {"ContextExtension", "ResultExtension"}
        assert set(one["recommendedVerbs"]) <= set(vocabulary.VERB_NAMES)
        assert json.loads(one["inlineSchema"])


def test_templates_follow_the_structure() -> None:
    ids = {one["id"] for one in MADE["templates"]}
    for one in MADE["templates"]:
        assert ("objectActivityType" in one) is not ("objectStatementRefTemplate" in one)
        assert set(one.get("objectStatementRefTemplate", ())) <= ids
        assert set(one.get("contextStatementRefTemplate", ())) <= ids
        for rule in one["rules"]:
            assert parse(rule["location"])
            assert {"presence", "any", "all", "none"} & set(rule)
            assert rule.get("presence", "included") in {"included", "excluded", "recommended"}


def _members(pattern: dict[str, Any]) -> list[str]:
    ((_, value),) = ((key, pattern[key]) for key in OPERATORS if key in pattern)
    return value if isinstance(value, list) else [value]


def test_patterns_are_a_finite_grammar() -> None:
    patterns = {one["id"]: one for one in MADE["patterns"]}
    templates = {one["id"] for one in MADE["templates"]}
    reached: set[str] = set()

    def walk(iri: str, above: tuple[str, ...]) -> None:
        assert iri not in above, "a pattern inside itself"
        reached.add(iri)
        if iri in patterns:
            for member in _members(patterns[iri]):
                walk(member, (*above, iri))

    (primary,) = (one["id"] for one in MADE["patterns"] if one["primary"])
    walk(primary, ())
    assert reached == set(patterns) | templates
    assert "definition" in patterns[primary]


def test_patterns_follow_the_structure() -> None:
    patterns = {one["id"]: one for one in MADE["patterns"]}
    for one in MADE["patterns"]:
        assert len(OPERATORS & set(one)) == 1
        if "sequence" in one or "alternates" in one:
            assert len(_members(one)) >= 2
        if "alternates" in one:
            inner = [patterns[member] for member in _members(one) if member in patterns]
            assert not any({"optional", "zeroOrMore"} & set(each) for each in inner)


@pytest.mark.parametrize("base", ["https://tool.example", "http://127.0.0.1:8000"])
def test_every_iri_of_ours_is_that_of_the_installation(base: str) -> None:
    assert EXAMPLE_BASE not in to_text(document(Namespace(base)))
