from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

import pytest

from lti_tool.db import Database
from lti_tool.grades.ags import (
    Answer,
    Busy,
    Delivered,
    Forbidden,
    ForeignLineItem,
    Gone,
    NoToken,
    Rejected,
    Superseded,
    Unauthorized,
    Unavailable,
    origin_of,
    post_score,
)
from lti_tool.grades.score import score_body
from lti_tool.grades.tokens import Tokens
from lti_tool.outgoing import OutgoingSession
from tests.support.clock import START, ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.world import World, register

BODY = score_body(user_id="4", score_given=33.33, score_maximum=100, timestamp=START)
Post = Callable[..., Answer]


@pytest.fixture
def post(world: World, tokens: Tokens, http: OutgoingSession, clock: ManualClock, lms: FakePlatform) -> Post:
    """Post to the usual column; the arguments replace the usual ones."""

    def run(body: bytes = BODY, url: str | None = None, session: OutgoingSession = http) -> Answer:
        return post_score(session, tokens, world.platform(), url or lms.line_item(), body, clock)

    return run


def test_the_score_arrives_as_it_was_frozen(post: Post, lms: FakePlatform) -> None:
    assert post() == Delivered()
    assert lms.posts == [("/mod/lti/services.php/2/lineitems/3/lineitem/scores?type_id=2", BODY)]
    assert [grade["scoreGiven"] for grade in lms.grades.values()] == [33.33]


def test_the_same_second_is_refused_by_the_platform(post: Post) -> None:
    assert [post(), post()] == [Delivered(), Superseded()]


def test_a_person_without_grades_gets_the_words_of_the_platform(post: Post) -> None:
    body = score_body(user_id="99", score_given=1, score_maximum=2, timestamp=START)
    assert post(body) == Rejected(400, "User 99 is not gradable in this course")


def test_one_401_costs_a_new_token(post: Post, lms: FakePlatform) -> None:
    post()
    lms.tokens.clear()
    lms.grades.clear()
    assert post() == Delivered()
    assert len(lms.token_calls) == 2


def test_two_401_are_an_answer(post: Post, lms: FakePlatform) -> None:
    lms.fail("score", Fault("401 Unauthorized"), Fault("401 Unauthorized"))
    assert post() == Unauthorized()
    assert len(lms.posts) == len(lms.token_calls) == 2


PAGE = b"<html>Maintenance</html>"


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (Fault("204 No Content"), Delivered()),
        (Fault("202 Accepted", b"{}"), Delivered()),
        (Fault("200 OK", PAGE), Unavailable("html_page")),
        (Fault("303 See Other", headers={"Location": "/login"}), Unavailable("http_303")),
        (Fault("400 Incorrect score received"), Rejected(400, "Incorrect score received")),
        (Fault("400 Note refusée".encode().decode("latin-1")), Rejected(400, "Note refusée")),
        (Fault("400 Note refus\xe9e"), Rejected(400, "Note refusée")),
        (Fault("403 Forbidden", PAGE), Forbidden("Forbidden")),
        (Fault("404 Not Found"), Gone("Not Found")),
        (Fault("410 Gone"), Gone("Gone")),
        (Fault("409 Conflict", PAGE), Superseded()),
        (Fault("422 Unprocessable"), Rejected(422, "Unprocessable")),
        (Fault("415 Unsupported"), Unavailable("http_415")),
        (Fault("429 Slow", headers={"Retry-After": "12"}), Busy(timedelta(seconds=12))),
        (Fault("429 Slow", headers={"Retry-After": "999999999999"}), Busy(timedelta(hours=1))),
        (Fault("429 Slow", headers={"Retry-After": "demain"}), Busy(None)),
        (Fault("429 Slow", headers={"Retry-After": "²"}), Busy(None)),
        (
            Fault("429 Slow", headers={"Retry-After": "Mon, 02 Mar 2026 08:30:20 -0000"}),
            Busy(timedelta(seconds=20)),
        ),
        (Fault("429 Slow"), Busy(None)),
        (Fault("500 Oops", PAGE), Unavailable("http_500")),
        (Fault("503 Down", headers={"Retry-After": "30"}), Unavailable("http_503", timedelta(seconds=30))),
    ],
)
def test_every_status_has_its_meaning(post: Post, lms: FakePlatform, fault: Fault, answer: Answer) -> None:
    lms.fail("score", fault)
    assert post() == answer


@pytest.mark.parametrize(("ahead", "wait"), [(90, 90), (-90, 0), (90_000, 3600)])
def test_retry_after_may_be_a_date(post: Post, lms: FakePlatform, ahead: int, wait: int) -> None:
    date = format_datetime(START + timedelta(seconds=ahead), usegmt=True)
    lms.fail("score", Fault("429 Slow", headers={"Retry-After": date}))
    assert post() == Busy(timedelta(seconds=wait))


def test_silence_is_an_outage(post: Post, lms: FakePlatform, impatient: OutgoingSession) -> None:
    lms.fail("score", Fault("200 OK", hang=True))
    assert post(session=impatient) == Unavailable("timeout")


def test_the_reasons_of_the_token_end_point_are_kept(post: Post, lms: FakePlatform) -> None:
    lms.fail("token", Fault("404 Not Found", PAGE), Fault("502 Bad", PAGE, {"Retry-After": "5"}))
    assert post() == NoToken("platform_cannot_read_our_keys")
    assert post() == Unavailable("token_502", timedelta(seconds=5))
    assert lms.posts == []


def test_a_platform_that_is_not_there(
    database: Database, tokens: Tokens, http: OutgoingSession, clock: ManualClock, lms: FakePlatform
) -> None:
    world = register(database, clock, lms, issuer="http://127.0.0.1:9")
    answer = post_score(http, tokens, world.platform(), "http://127.0.0.1:9/li", BODY, clock)
    assert answer == Unavailable("unreachable")


def test_a_line_item_on_another_host_of_the_platform_gets_the_score(
    post: Post, lms: FakePlatform, clock: ManualClock
) -> None:
    """Canvas: the launch, signed by the platform, names a line item on the school's own host."""
    with FakePlatform(clock).serving() as school:
        school.tokens = lms.tokens
        assert post(url=school.line_item()) == Delivered()
        assert len(school.posts) == 1
        assert school.breaches == []


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/li",
        "https://169.254.169.254/li",
        "http://lms.exemple.fr/li",
        "ftp://lms.exemple.fr/li",
    ],
)
def test_no_score_goes_to_an_address_that_the_policy_refuses(post: Post, url: str) -> None:
    assert post(url=url) in (Unavailable("address_refused"), ForeignLineItem())


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://lms.exemple.fr/li?x=1", ("https", "lms.exemple.fr", 443)),
        ("https://lms.exemple.fr:443/li", ("https", "lms.exemple.fr", 443)),
        ("https://LMS.exemple.fr/li", ("https", "lms.exemple.fr", 443)),
        ("http://127.0.0.1:5000/li", ("http", "127.0.0.1", 5000)),
        ("https://lms.exemple.fr@mal.example/li", None),
        ("https://mal.example\\@lms.exemple.fr/li", None),
        ("https://lms.exemple.fr\\.mal.example/li", None),
        ("https://lms.exemple.fr\n.mal.example/li", None),
        ("https://lms.exemple.fr:99999/li", None),
        ("https://[lms/li", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_an_address_means_one_thing_or_nothing(url: str, origin: object) -> None:
    assert origin_of(url) == origin


def test_an_address_that_means_two_things_gets_no_token(post: Post, lms: FakePlatform) -> None:
    assert post(url="https://mal.example\\@lms.exemple.fr/li") == ForeignLineItem()
    assert lms.token_calls == []
