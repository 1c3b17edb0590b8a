from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.grades.score import ScoreInvalidError, score_body, scores_url

AT = datetime(2026, 3, 2, 9, 30, 5, tzinfo=UTC)
GOOD: dict[str, Any] = {"user_id": "4", "score_given": 66.67, "score_maximum": 100.0, "timestamp": AT}


def test_these_are_the_bytes_that_leave() -> None:
    assert score_body(**GOOD) == (
        b'{"userId":"4","scoreGiven":66.67,"scoreMaximum":100.0,"activityProgress":"Completed",'
        b'"gradingProgress":"FullyGraded","timestamp":"2026-03-02T09:30:05.000Z"}'
    )


def test_a_comment_keeps_its_accents() -> None:
    assert "Déjà très à l’aise" in score_body(**GOOD, comment="Déjà très à l’aise").decode()


@pytest.mark.parametrize("percent", [0, 100, 33.33])
def test_both_ends_of_the_scale_are_scores(percent: float) -> None:
    assert json.loads(score_body(**GOOD | {"score_given": percent}))["scoreGiven"] == percent


def test_the_timestamp_is_told_in_utc() -> None:
    paris = AT.astimezone(timezone(timedelta(hours=1)))
    assert score_body(**GOOD | {"timestamp": paris}) == score_body(**GOOD)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("user_id", ""),
        ("user_id", 4),
        ("score_given", -0.01),
        ("score_given", 100.01),
        ("score_given", math.nan),
        ("score_given", math.inf),
        ("score_given", True),
        ("score_given", "12"),
        ("score_maximum", 0),
        ("score_maximum", -1),
        ("score_maximum", math.inf),
        ("timestamp", datetime(2026, 3, 2)),  # noqa: DTZ001  # the naive one is the case
        ("timestamp", AT.replace(microsecond=1)),
    ],
)
def test_what_is_not_a_score_cannot_be_built(name: str, value: object) -> None:
    with pytest.raises(ScoreInvalidError, match=name):
        score_body(**GOOD | {name: value})


@given(st.floats())
def test_a_score_that_was_built_is_on_the_scale(given_score: float) -> None:
    try:
        body = score_body(**GOOD | {"score_given": given_score})
    except ScoreInvalidError:
        assert not 0 <= given_score <= 100
    else:
        assert 0 <= json.loads(body, parse_constant=pytest.fail)["scoreGiven"] <= 100


@pytest.mark.parametrize(
    ("line_item", "expected"),
    [
        ("https://lms/li/3/lineitem?type_id=2", "https://lms/li/3/lineitem/scores?type_id=2"),
        ("https://lms/li/3", "https://lms/li/3/scores"),
        ("https://lms/li/3/", "https://lms/li/3/scores"),
        ("https://lms/li?a=%2F&b=x?y", "https://lms/li/scores?a=%2F&b=x?y"),
        ("https://lms/li?a=1#part", "https://lms/li/scores?a=1"),
    ],
)
def test_scores_goes_before_the_query(line_item: str, expected: str) -> None:
    assert scores_url(line_item) == expected
