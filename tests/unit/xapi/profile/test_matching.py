"""Statements against templates, registrations against patterns; the automaton and the grammar agree."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.xapi.examples import EXAMPLES, NAMESPACE, expected, frozen
from xapi.checks.sequence import is_at_rest
from xapi.profile import Profile, profile_of
from xapi.profile.paths import find, parse
from xapi.validator import check
from xapi.vocabulary import VERB_NAMES

PROFILE = profile_of(NAMESPACE)
BODIES = {name: json.loads(frozen(name).body) for name in EXAMPLES}
BY_ID = {body["id"]: body for body in BODIES.values()}
BY_VERB = {VERB_NAMES[body["verb"]["id"]]: body for body in BODIES.values()}
RULES = {one["id"]: one["rules"] for one in PROFILE.document["templates"]}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_approved_statement_matches_one_template_and_follows_it(name: str) -> None:
    (template,) = PROFILE.templates_for(BODIES[name])
    assert template.endswith(f"/template/{VERB_NAMES[BODIES[name]['verb']['id']]}")
    assert PROFILE.broken_rules(BODIES[name], BY_ID) == []


def _put(value: Any, steps: tuple[Any, ...], new: object) -> None:
    """Write `new` (or nothing, when None) wherever the steps lead; make what is missing on the way."""
    names = [name for name in steps[0] if name is not None] or list(range(len(value)))
    for name in names[:1] if len(steps) == 1 and new is not None else names:
        if len(steps) > 1:
            _put(value.setdefault(name, {}) if isinstance(value, dict) else value[name], steps[1:], new)
        elif new is not None:
            value[name] = new
        elif isinstance(value, dict):
            value.pop(name, None)


def _breaks() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, rule["location"], rule)
        for name, body in BODIES.items()
        for template in PROFILE.templates_for(body)
        for rule in RULES[template]
        if rule.get("presence") != "recommended"
    ]


@pytest.mark.parametrize(("name", "location", "rule"), _breaks())
def test_each_rule_of_each_template_broken_once_is_refused(
    name: str, location: str, rule: dict[str, Any]
) -> None:
    document = copy.deepcopy(BODIES[name])
    is_value = bool({"any", "all"} & set(rule))
    new = "https://other.example" if is_value or rule.get("presence") == "excluded" else None
    _put(document, parse(location), new)
    assert find(document, location) != find(BODIES[name], location)
    assert {location, "$"} & {place for _, place in PROFILE.broken_rules(document)}
    assert {"profile.rule", "profile.unmatched"} & {
        problem.code for problem in check(json.dumps(document), expected())
    }


def test_a_statement_of_another_version_is_not_ours() -> None:
    document = copy.deepcopy(BODIES["initialized"])
    document["context"]["contextActivities"]["category"][0]["id"] += "0"
    assert PROFILE.broken_rules(document) == [("", "$")]


def test_evidence_of_another_kind_is_refused() -> None:
    document = copy.deepcopy(BODIES["achieved"])
    document["context"]["statement"]["id"] = BODIES["initialized"]["id"]
    assert [place for _, place in PROFILE.broken_rules(document, BY_ID)] == ["$.context.statement"]
    assert PROFILE.broken_rules(document) == [], "what is not there is not judged"


def test_a_voided_statement_must_point_to_a_statement() -> None:
    document = copy.deepcopy(BODIES["voided"])
    document["object"] = BODIES["failed"]["object"]
    assert "$.object" in [place for _, place in PROFILE.broken_rules(document)]


VERBS = st.lists(st.sampled_from(sorted(BY_VERB)), min_size=1, max_size=9)
LIKELY = st.lists(
    st.sampled_from(
        [
            ["launched", "initialized"],
            ["initialized"],
            ["answered"],
            ["suspended", "resumed"],
            ["suspended", "launched", "resumed"],
            ["completed", "scored", "achieved", "terminated"],
            ["completed", "terminated"],
            ["abandoned"],
            ["voided", "passed"],
            ["voided"],
        ]
    ),
    min_size=1,
    max_size=6,
).map(lambda parts: [verb for part in parts for verb in part])


@settings(max_examples=1500, deadline=None)
@given(VERBS | LIKELY | LIKELY.map(lambda verbs: verbs[:-1]).filter(bool))
def test_the_automaton_of_the_checks_is_the_grammar_of_the_profile(verbs: list[str]) -> None:
    told = [BY_VERB[verb] for verb in verbs]
    assert is_at_rest(told) is PROFILE.follows_a_pattern(told)


def test_another_profile_can_be_read() -> None:
    verb, version = "https://x.example/verb", "https://x.example/v1"
    template = {"id": "t", "verb": verb, "contextOtherActivityType": ["https://x.example/type"]}
    other = Profile(
        {
            "versions": [{"id": version}],
            "templates": [template],
            "patterns": [{"id": "p", "primary": True, "oneOrMore": "t"}],
        }
    )
    statement: dict[str, Any] = {"verb": {"id": verb}, "context": {"contextActivities": {}}}
    assert other.templates_for(statement) == []
    assert not other.follows_a_pattern([statement])
    groups = statement["context"]["contextActivities"]
    groups["other"] = [{"definition": {"type": "https://x.example/type"}}]
    groups["category"] = [{"id": version}]
    assert other.broken_rules(statement) == []
    assert other.follows_a_pattern([statement, statement])
    assert not other.follows_a_pattern([])
