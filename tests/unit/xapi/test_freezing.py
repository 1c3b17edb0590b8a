"""The final text."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tincan import Score

from tests.unit.xapi.examples import EXAMPLES, frozen
from xapi.errors import NotSerialisableError
from xapi.freezing import format_duration, format_timestamp, freeze


def test_the_digest_is_of_the_bytes_that_travel():
    made = frozen()
    assert made.sha256 == hashlib.sha256(made.body.encode()).hexdigest()
    assert str(made.id) == json.loads(made.body)["id"]
    assert "’" in frozen("failed").body, "text stays readable"


def test_keys_are_sorted_at_every_depth():
    def assert_sorted(pairs):
        assert [key for key, _ in pairs] == sorted(key for key, _ in pairs)
        return dict(pairs)

    json.loads(frozen("answered-correct").body, object_pairs_hook=assert_sorted)


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_durations(duration: timedelta):
    text = format_duration(duration)
    seconds = Fraction(text.removeprefix("PT").removesuffix("S"))
    assert abs(seconds - Fraction(duration // timedelta(microseconds=1), 10**6)) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "PT0S"), (61, "PT61S"), (10, "PT10S"), (0.5, "PT0.5S"), (1.999, "PT2S"), (3600, "PT3600S")],
)
def test_duration_texts(seconds: float, text: str):
    assert format_duration(timedelta(seconds=seconds)) == text


def test_timestamps():
    paris = timezone(timedelta(hours=1))
    assert format_timestamp(datetime(2026, 1, 2, 0, 30, 1, 999, tzinfo=paris)) == "2026-01-01T23:30:01.000Z"


@given(st.lists(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)), min_size=2))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_the_order_of_timestamps_is_kept(moments: list[datetime]):
    texts = [format_timestamp(moment) for moment in sorted(moments)]
    assert texts == sorted(texts)


def _broken(change):
    statement = EXAMPLES["passed"]()
    change(statement)
    return statement


@pytest.mark.parametrize(
    "change",
    [
        lambda each: setattr(each, "timestamp", datetime(2026, 1, 1)),  # noqa: DTZ001  # what is refused
        lambda each: setattr(each, "timestamp", None),
        lambda each: setattr(each, "context", None),
        lambda each: setattr(each.result, "score", Score(scaled=float("nan"))),
        lambda each: setattr(each.result, "score", Score(raw=float("inf"))),
        lambda each: setattr(each.context, "extensions", {"https://a.example/x": {"deep": None}}),
        lambda each: setattr(each.context, "platform", "\ud800"),
        lambda each: setattr(each.result, "duration", timedelta(seconds=-1)),
    ],
)
def test_what_json_cannot_carry_is_refused(change):
    with pytest.raises(NotSerialisableError):
        freeze(_broken(change))


def test_scaled_is_rounded():
    statement = EXAMPLES["passed"]()
    statement.result.score = Score(scaled=2 / 3)
    assert json.loads(freeze(statement).body)["result"]["score"] == {"scaled": 0.6667}
