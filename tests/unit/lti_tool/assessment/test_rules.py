"""Who may begin when, and what the options of an activity make of its pathway."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

import content
from lti_tool.assessment import rules
from lti_tool.assessment.models import Attempt
from lti_tool.assessment.rules import Door
from lti_tool.launch.models import Activity
from lti_tool.launch.options import ActivityOptions, OptionsJson
from tests.support.clock import START

DAY = timedelta(days=1)


def ended(ago: timedelta) -> Attempt:
    return Attempt(finished_at=START - ago)


@pytest.mark.parametrize(
    ("options", "latest", "begun", "door"),
    [
        ({}, None, 0, Door.OPEN),
        ({}, ended(DAY), 1, Door.NO_MORE),
        ({}, Attempt(finished_at=None), 1, Door.OPEN),
        ({"attempts_allowed": 2}, ended(DAY), 1, Door.OPEN),
        ({"attempts_allowed": 2}, ended(DAY), 2, Door.NO_MORE),
        ({"attempts_allowed": None}, ended(DAY), 50, Door.OPEN),
        ({"attempts_allowed": 2, "retry_delay_hours": 25}, ended(DAY), 1, Door.TOO_SOON),
        ({"attempts_allowed": 2, "retry_delay_hours": 24}, ended(DAY), 1, Door.OPEN),
        ({"opens_at": START + DAY}, None, 0, Door.NOT_YET),
        ({"opens_at": START}, None, 0, Door.OPEN),
        ({"closes_at": START}, None, 0, Door.CLOSED),
        ({"closes_at": START + DAY}, None, 0, Door.OPEN),
        ({"closes_at": START - DAY}, Attempt(finished_at=None), 1, Door.OPEN),
        ({"closes_at": START - DAY, "attempts_allowed": 2}, ended(DAY), 1, Door.CLOSED),
    ],
)
def test_the_door(options: dict[str, Any], latest: Attempt | None, begun: int, door: Door) -> None:
    assert rules.admission(ActivityOptions(**options), latest, begun, START).door is door


def test_the_instant_goes_with_the_door() -> None:
    options = ActivityOptions(attempts_allowed=2, retry_delay_hours=48)
    assert rules.admission(options, ended(DAY), 1, START).at == START + DAY


def shaped(catalogue: content.Catalogue, **options: Any) -> content.Pathway:
    activity = Activity(options=ActivityOptions(**options))
    return rules.shaped(catalogue.pathways["cyber-rgpd"], activity, catalogue)


def test_the_options_shape_the_pathway(catalogue: content.Catalogue) -> None:
    own = catalogue.pathways["cyber-rgpd"]
    assert rules.shaped(own, None, catalogue) is own
    assert shaped(catalogue).targets == own.targets
    assert shaped(catalogue).max_items == own.max_items
    assert set(shaped(catalogue, level_cap=2).targets.values()) == {2}
    assert shaped(catalogue, max_items=6).max_items == 6
    assert shaped(catalogue, passing_percent=70).passing_percent == 70
    assert shaped(catalogue, targets={"rgpd": 3, "parti": 2}).targets == {"rgpd": 3}


def test_a_positioning_has_no_threshold_even_where_the_pathway_has_one(catalogue: content.Catalogue) -> None:
    strict = catalogue.pathways["cyber-rgpd"].model_copy(update={"passing_percent": 80})
    activity = Activity(options=ActivityOptions())
    assert rules.shaped(strict, activity, catalogue).passing_percent is None
    assert rules.shaped(strict, None, catalogue).passing_percent == 80


@pytest.mark.parametrize(
    "wrong",
    [
        {"level_cap": 9},
        {"targets": {"rgpd": 0}},
        {"max_items": 0},
        {"passing_percent": 101},
        {"passing_percent": float("nan")},
        {"attempts_allowed": 0},
        {"retry_delay_hours": -1},
        {"opens_at": "2026-03-02T08:00:00"},  # no zone
        {"opens_at": START, "closes_at": START},
    ],
    ids=str,
)
def test_options_that_mean_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ActivityOptions(**wrong)


def test_options_are_the_same_after_the_database() -> None:
    column = OptionsJson()
    full = ActivityOptions(
        level_cap=3,
        targets={"rgpd": 2},
        max_items=9,
        passing_percent=66.5,
        opens_at=START,
        closes_at=START + DAY,
        attempts_allowed=None,
        retry_delay_hours=5,
    )
    for options in (full, ActivityOptions()):
        stored = column.process_bind_param(options, None)  # type: ignore[arg-type]  # any dialect
        assert column.process_result_value(stored, None) == options  # type: ignore[arg-type]  # any dialect
    future = column.process_result_value({"max_items": 4, "plus_tard": 1}, None)  # type: ignore[arg-type]
    assert future == ActivityOptions(max_items=4)
