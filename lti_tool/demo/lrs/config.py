"""What a demonstration LRS is told at start."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from lti_tool.clock import Clock, utc_now


def new_uuid() -> str:
    """A random UUID, for statements that come without an id."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class FaultRates:
    """How often each thing goes wrong, from 0 (never) to 1 (always).

    `timeout`: nothing is answered, the line closes after a delay. `error_before`: 500, nothing stored.
    `error_after`: stored, then 500. `throttle`: 429 with Retry-After. `html`: a 200 that is a web page,
    nothing stored. `conflict_identical`: 409 when a known statement comes again, as the ADL LRS does.
    `partial_ids`: the answer lists only what was new, as Ralph does.
    """

    timeout: float = 0.0
    error_before: float = 0.0
    error_after: float = 0.0
    throttle: float = 0.0
    html: float = 0.0
    conflict_identical: float = 0.0
    partial_ids: float = 0.0


@dataclass(frozen=True)
class LrsConfig:
    """Credentials, storage, faults; clock and ids are passed in."""

    username: str = "demo"
    password: str = "demo-traces"  # noqa: S105 - a demonstration on the local machine, overridden by the runner
    database: str = ":memory:"
    lms_url: str = ""
    faults: FaultRates = field(default_factory=FaultRates)
    seed: int = 1
    timeout_seconds: float = 5.0
    retry_after_seconds: int = 1
    max_body_bytes: int = 1_000_000
    clock: Clock = utc_now
    new_id: Callable[[], str] = new_uuid
