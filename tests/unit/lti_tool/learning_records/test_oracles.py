"""The approved statements, and those of played attempts of every kind, before four judges.

Our checks, the templates and patterns of our profile, Ralph's strict model, and an npm library. Each is
also shown statements that it must refuse: a judge who accepts everything proves nothing.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.clock import ManualClock
from tests.support.databases import Databases
from tests.support.oracles import Judged, Oracle
from tests.unit.lti_tool.learning_records.all_kinds import emitted_by_all_kinds
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL
from tests.unit.xapi.examples import NAMESPACE as EXAMPLES_NAMESPACE
from tests.unit.xapi.examples import expected as expected_of_examples
from xapi import Expectations, Namespace, vocabulary
from xapi.profile import profile_of
from xapi.validator import check, check_sequence
from xapi.vocabulary import VERB_NAMES

APPROVED = Path(__file__).parents[3] / "statements"
NAMESPACE = Namespace(PUBLIC_URL)
PROFILE = profile_of(NAMESPACE)


@pytest.fixture(scope="module")
def emitted(databases: Databases) -> Iterator[list[dict[str, Any]]]:
    """What the recorder wrote for these attempts, in order."""
    with emitted_by_all_kinds(databases) as statements:
        yield statements


@pytest.fixture(scope="module")
def approved() -> list[dict[str, Any]]:
    """The approved statements."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(APPROVED.glob("*.json"))]


@pytest.fixture(scope="module")
def everything(emitted: list[dict[str, Any]], approved: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Both."""
    return [*approved, *emitted]


def test_the_emitted_statements_are_of_every_verb(emitted: list[dict[str, Any]]) -> None:
    assert {VERB_NAMES[one["verb"]["id"]] for one in emitted} == set(VERB_NAMES.values())


def test_our_checks(emitted: list[dict[str, Any]], approved: list[dict[str, Any]], judged: Judged) -> None:
    rules = Expectations(NAMESPACE, now=ManualClock()() + timedelta(days=365))
    verdicts = [check(json.dumps(one), rules) for one in emitted]
    verdicts += [check(json.dumps(one), expected_of_examples()) for one in approved]
    judged.record("our checks", verdicts)
    assert [one for one in verdicts if one] == []


def test_the_templates_of_the_profile(
    emitted: list[dict[str, Any]], approved: list[dict[str, Any]], judged: Judged
) -> None:
    verdicts = []
    for profile, statements in ((PROFILE, emitted), (profile_of(EXAMPLES_NAMESPACE), approved)):
        by_id = {one["id"]: one for one in statements}
        verdicts += [profile.broken_rules(one, by_id) for one in statements]
    judged.record("templates of the profile", verdicts)
    assert [one for one in verdicts if one] == []


def test_the_patterns_of_the_profile(emitted: list[dict[str, Any]], judged: Judged) -> None:
    registrations: dict[str, list[dict[str, Any]]] = {}
    for one in emitted:
        registrations.setdefault(one["context"]["registration"], []).append(one)
    verdicts = [[] if PROFILE.follows_a_pattern(told) else ["pattern"] for told in registrations.values()]
    judged.record("patterns of the profile (registrations)", verdicts)
    assert [one for one in verdicts if one] == []
    assert len(registrations) == 8
    for told in registrations.values():
        assert check_sequence([json.dumps(one) for one in told]) == []


@pytest.mark.ralph
def test_ralph(everything: list[dict[str, Any]], ralph_model: Oracle, judged: Judged) -> None:
    verdicts = ralph_model(everything)
    judged.record("Ralph 5.1.0 BaseXapiStatement", verdicts)
    assert [one for one in verdicts if one] == []


@pytest.mark.npm
def test_npm(everything: list[dict[str, Any]], npm_validator: Oracle, judged: Judged) -> None:
    verdicts = npm_validator(everything)
    judged.record("npm @learninglocker/xapi-validation 3.0.0", verdicts)
    assert [one for one in verdicts if one] == []


def broken(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """The statement with one fault each, of the kind that any validator of xAPI must see."""
    faults: list[dict[str, Any]] = [copy.deepcopy(statement) for _ in range(5)]
    faults[0]["timestamp"] = "yesterday"
    faults[1]["result"]["score"]["scaled"] = 5
    faults[2]["result"]["duration"] = "1 minute"
    faults[3]["verb"]["id"] = "answered"
    faults[4]["surprise"] = True
    return faults


@pytest.mark.ralph
def test_ralph_refuses_what_is_wrong(approved: list[dict[str, Any]], ralph_model: Oracle) -> None:
    scored = next(one for one in approved if one["verb"]["id"] == vocabulary.SCORED.id)
    assert all(ralph_model(broken(scored)))


@pytest.mark.npm
def test_npm_refuses_what_is_wrong(approved: list[dict[str, Any]], npm_validator: Oracle) -> None:
    scored = next(one for one in approved if one["verb"]["id"] == vocabulary.SCORED.id)
    assert all(npm_validator(broken(scored)))
