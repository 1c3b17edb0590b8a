"""The time, passed in. Code that needs the hour takes a `Clock`; tests give their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The real clock: aware, UTC."""
    return datetime.now(UTC)
