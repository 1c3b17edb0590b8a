"""A clock that only moves when the test says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)  # a Monday morning, 9:30 in Paris


class ManualClock:
    """A `lti_tool.clock.Clock`: call it for the time, `advance` it to make time pass."""

    def __init__(self, start: datetime = START) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock starts at an aware datetime")
        self._now = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> datetime:
        """Let `seconds` pass (a negative number goes back, as a corrected server clock does)."""
        self._now += timedelta(seconds=seconds)
        return self._now


@pytest.fixture
def clock() -> ManualClock:
    """A clock of its own for each test, stopped at `START`."""
    return ManualClock()
