"""The statistics of items, against sums made by hand."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.dashboard.items import correlation

PAIRS = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.floats(0, 1)), min_size=2, max_size=40)


@given(PAIRS)
def test_the_correlation_is_pearsons(pairs: list[tuple[float, float]]) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    got = correlation(len(pairs), sum(xs), sum(ys), sum(y * y for y in ys), sum(x * y for x, y in pairs))

    if got is None:
        assert len(set(xs)) == 1 or statistics.pstdev(ys) < 1e-3
    else:
        assert got == pytest.approx(statistics.correlation(xs, ys), abs=1e-3)


def test_without_any_answer_there_is_no_correlation() -> None:
    assert correlation(0, None, None, None, None) is None
    assert correlation(3, 3.0, 1.5, 0.75, 1.5) is None  # everybody is right
