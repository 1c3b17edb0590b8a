"""Assignment and Grade Services 2.0: one test a line of the certification list.

The fake LMS notes a breach, and fails the test, for a wrong media type or another scope than the score's.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from lti_tool.grades.ags import Answer, Delivered, Gone, Superseded
from lti_tool.grades.score import ScoreInvalidError, score_body
from lti_tool.grades.tokens import SCORE_SCOPE
from tests.support.clock import START, ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.test_ags import BODY, Post


def body(**changes: object) -> bytes:
    usual = {"user_id": "4", "score_given": 33.33, "score_maximum": 100, "timestamp": START}
    return score_body(**usual | changes)  # type: ignore[arg-type]  # the values are of the right types


def test_a_score_is_accepted_with_its_media_type(post: Post, lms: FakePlatform) -> None:
    assert post() == Delivered()
    assert lms.breaches == []


def test_the_token_has_the_score_scope_and_no_other(post: Post, lms: FakePlatform) -> None:
    post()
    assert set(lms.scopes_of.values()) == {SCORE_SCOPE}


def test_scores_goes_before_the_query_of_the_line_item(post: Post, lms: FakePlatform) -> None:
    post()
    assert [path for path, _ in lms.posts] == [
        "/mod/lti/services.php/2/lineitems/3/lineitem/scores?type_id=2"
    ]


def test_a_score_says_who_how_much_and_when() -> None:
    score = json.loads(BODY)
    assert (score["userId"], score["scoreGiven"], score["scoreMaximum"]) == ("4", 33.33, 100)
    assert score["timestamp"].endswith(("Z", "+00:00"))


def test_only_a_final_grade_is_sent() -> None:
    score = json.loads(BODY)
    assert (score["activityProgress"], score["gradingProgress"]) == ("Completed", "FullyGraded")


def test_zero_is_a_grade() -> None:
    assert json.loads(body(score_given=0))["scoreGiven"] == 0


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1, 100.5])
def test_a_grade_that_is_none_is_never_sent(wrong: float) -> None:
    with pytest.raises(ScoreInvalidError):
        body(score_given=wrong)


def test_the_maximum_is_positive() -> None:
    with pytest.raises(ScoreInvalidError):
        body(score_given=0, score_maximum=0)


def test_a_later_second_replaces_the_grade(post: Post, clock: ManualClock) -> None:
    assert post() == Delivered()
    clock.advance(1)
    assert post(body(score_given=50, timestamp=START + timedelta(seconds=1))) == Delivered()


def test_an_equal_second_is_superseded_and_no_fault(post: Post) -> None:
    assert [post(), post()] == [Delivered(), Superseded()]


def test_an_expired_token_is_renewed_once(post: Post, lms: FakePlatform) -> None:
    post()
    lms.tokens.clear()
    lms.grades.clear()
    assert post() == Delivered()
    assert len(lms.token_calls) == 2


def test_a_line_item_that_is_gone_is_said_to_be_gone(post: Post, lms: FakePlatform) -> None:
    lms.fail("score", Fault("404 Not Found"))
    answer: Answer = post()
    assert isinstance(answer, Gone)
