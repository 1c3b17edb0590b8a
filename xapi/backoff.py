"""How long to wait before the next try."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 15 * 60.0
LONGEST_RETRY_AFTER = 60 * 60.0  # an LRS that asks for more is asked again after an hour


def pause(failures: int, random: Callable[[], float]) -> timedelta:
    """Exponential with full jitter: between 1 s and min(1 s · 2^(failures + 1), 15 min).

    Args:
        failures: consecutive failures before this one, 0 or more.
        random: uniform in [0, 1); passed in, so that a test knows it.
    """
    ceiling = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(failures + 1, 20))
    return timedelta(seconds=max(FIRST_SECONDS, random() * ceiling))


def asked_for(seconds: float) -> timedelta:
    """What an LRS asked for, at least a second and at most an hour."""
    return timedelta(seconds=min(max(FIRST_SECONDS, seconds), LONGEST_RETRY_AFTER))
