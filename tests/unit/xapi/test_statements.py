"""The builders against the approved statements, compared whole: the contract with LRS consumers."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tincan import Statement

from tests.unit.xapi import examples
from tests.unit.xapi.examples import EXAMPLES, after, answer, attempt, expected, frozen
from xapi import statements
from xapi.errors import InconsistentResultError, InvalidStatementError
from xapi.freezing import freeze
from xapi.validator import check, ensure_valid
from xapi.vocabulary import VERB_NAMES, AnswerOutcome

APPROVED = Path(__file__).parents[2] / "statements"


@pytest.mark.parametrize("name", EXAMPLES)
def test_approved(name: str):
    approved = json.loads((APPROVED / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(frozen(name).body) == approved


def test_every_approved_file_and_every_verb_has_an_example():
    assert {path.stem for path in APPROVED.glob("*.json")} == set(EXAMPLES)
    assert {VERB_NAMES[build().verb.id] for build in EXAMPLES.values()} == set(VERB_NAMES.values())


@pytest.mark.parametrize("name", EXAMPLES)
def test_round_trip_through_the_model_is_a_fixed_point(name: str):
    once = frozen(name)
    assert freeze(Statement.from_json(once.body)) == once


@pytest.mark.parametrize("name", EXAMPLES)
def test_valid(name: str):
    ensure_valid(frozen(name), expected(registration=examples.REGISTRATION))


def test_same_event_same_id_other_attempt_other_id():
    first = freeze(statements.initialized(attempt(), examples.START))
    assert freeze(statements.initialized(attempt(), after(5))).id == first.id
    assert freeze(statements.initialized(attempt(UUID(int=3, version=4)), examples.START)).id != first.id
    given_answer = answer(AnswerOutcome.DONT_KNOW)
    positions = {freeze(examples.answered(number, given_answer)).id for number in range(1, 30)}
    assert len(positions) == 29


def test_building_leaves_the_shared_parts_alone():
    context = attempt()
    before = context.pathway.to_json(), context.actor.to_json()
    freeze(statements.completed(context, after(9), timedelta(seconds=9)))
    assert (context.pathway.to_json(), context.actor.to_json()) == before


@given(st.floats(0, 100), st.integers(1, 100))
def test_rounding_never_carries_a_score_over_the_threshold(percent: float, threshold: int):
    mastery = threshold / 100
    build = statements.passed if percent / 100 >= mastery else statements.failed
    made = freeze(build(attempt(mastery=mastery), after(91), timedelta(seconds=90), percent))
    assert check(made.body, expected()) == []


@given(st.floats(0, 1, exclude_max=True, exclude_min=True))
def test_partial_credit_is_never_a_success(partial: float):
    made = freeze(examples.answered(1, answer(AnswerOutcome.INCORRECT, "b", partial)))
    assert check(made.body, expected()) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda: statements.passed(attempt(), after(1), timedelta(0), 74.9),
        lambda: statements.failed(attempt(), after(1), timedelta(0), 75.0),
        lambda: statements.passed(attempt(mastery=None), after(1), timedelta(0), 80.0),
        lambda: statements.scored(attempt(), after(1), timedelta(0), 80.0),
        lambda: statements.scored(attempt(mastery=None), after(1), timedelta(0), 100.1),
        lambda: statements.scored(attempt(mastery=None), after(1), timedelta(0), float("nan")),
        lambda: statements.completed(attempt(), after(1), timedelta(seconds=-1)),
        lambda: examples.answered(1, answer(AnswerOutcome.CORRECT, "a", 0.5)),
        lambda: examples.answered(1, answer(AnswerOutcome.INCORRECT, "a", 1.0)),
    ],
)
def test_contradictions_are_refused(build):
    with pytest.raises(InconsistentResultError):
        build()


def test_a_response_that_may_name_someone_is_kept_to_ourselves():
    made = freeze(examples.answered(1, answer(AnswerOutcome.INCORRECT, "jeanne@mairie.example")))
    assert "response" not in json.loads(made.body)["result"]


def test_ensure_valid_tells_every_problem():
    with pytest.raises(InvalidStatementError) as caught:
        ensure_valid(
            frozen("completed"), expected(registration=UUID(int=1), now=examples.START - timedelta(days=1))
        )
    assert [problem.code for problem in caught.value.problems] == ["timestamp.future", "context.registration"]
