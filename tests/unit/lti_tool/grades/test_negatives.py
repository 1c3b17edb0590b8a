"""What can go wrong with a score, case by case, and the sentence that the operator reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lti_tool.grades.messages import explain
from lti_tool.grades.models import ScoreState
from lti_tool.grades.relay import Report
from tests.support.negatives import NegativeTable
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.world import World

PAGE = b"<!doctype html><title>Error</title>"
JWKS = "https://parcours.exemple.fr/lti/jwks.json"
QUEUED, FAILED, SUPERSEDED = ScoreState.QUEUED, ScoreState.FAILED, ScoreState.SUPERSEDED


@pytest.mark.parametrize(
    ("case", "where", "fault", "state", "error"),
    [
        ("token: HTML 404", "token", Fault("404 Not Found", PAGE), QUEUED, "platform_cannot_read_our_keys"),
        ("token: HTML 200", "token", Fault("200 OK", PAGE), QUEUED, "platform_cannot_read_our_keys"),
        (
            "token: 400 invalid_scope",
            "token",
            Fault("400 Bad", b'{"error":"invalid_scope"}'),
            QUEUED,
            "token_refused_invalid_scope",
        ),
        (
            "token: 401 invalid_client",
            "token",
            Fault("401 No", b'{"error":"invalid_client"}'),
            QUEUED,
            "token_refused_invalid_client",
        ),
        (
            "token: another scope granted",
            "token",
            Fault("200 OK", b'{"access_token":"x","scope":"autre"}'),
            QUEUED,
            "score_scope_refused",
        ),
        ("token: 429", "token", Fault("429 Slow", headers={"Retry-After": "9"}), QUEUED, "token_429"),
        ("token: 503", "token", Fault("503 Down"), QUEUED, "token_503"),
        ("token: no token", "token", Fault("200 OK", b"{}"), QUEUED, "token_unreadable"),
        ("400 non-gradable", "score", Fault("400 User is not gradable"), FAILED, "rejected_400"),
        ("403", "score", Fault("403 Forbidden"), QUEUED, "forbidden"),
        ("404 line item removed", "score", Fault("404 Not Found"), FAILED, "line_item_gone"),
        ("409 equal second", "score", Fault("409 Conflict"), SUPERSEDED, "conflict"),
        ("422", "score", Fault("422 Unprocessable"), FAILED, "rejected_422"),
        ("429", "score", Fault("429 Slow"), QUEUED, "busy"),
        ("500", "score", Fault("500 Oops", PAGE), QUEUED, "http_500"),
        ("HTML page with status 200", "score", Fault("200 OK", PAGE), QUEUED, "html_page"),
    ],
)
def test_a_score_that_does_not_arrive(
    world: World,
    relay: Callable[..., Report],
    lms: FakePlatform,
    negative_table: NegativeTable,
    case: str,
    where: str,
    fault: Fault,
    state: ScoreState,
    error: str,
) -> None:
    world.complete()
    lms.fail(where, fault)

    relay()

    (score,) = world.scores()
    assert score.state == state
    assert (score.last_error or "").partition(" ")[0] == error
    sentence = explain(score.last_error or "", JWKS)
    assert sentence.endswith((".", "»."))
    negative_table.add(("AGS", case, int(fault.status[:3]), f"{state.value} {error}", sentence))
    assert lms.grades == {}
