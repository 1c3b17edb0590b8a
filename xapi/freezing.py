"""From a statement to its final text, once.

A statement is serialised when it is made and never again: two LRSs out of three compare texts, and
`PT61S` written `PT1M1S` on a second try is a conflict. What is stored is what is sent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from tincan import Statement

from xapi.errors import NotSerialisableError


@dataclass(frozen=True)
class FrozenStatement:
    """A statement in its final form.

    Args:
        body: the JSON text; its UTF-8 bytes are what travels.
        sha256: of these bytes, in hexadecimal.
    """

    id: UUID
    registration: UUID
    body: str
    sha256: str


def freeze(statement: Statement) -> FrozenStatement:
    """The final text: sorted keys, UTC timestamp in `Z` with milliseconds, duration in seconds.

    Pure: the statement is not changed. Run the validator on what comes out before storing it.

    Raises:
        NotSerialisableError: a null, a NaN, a naive timestamp, a missing id or registration.
    """
    if statement.id is None or statement.context is None or statement.context.registration is None:
        raise NotSerialisableError("a statement needs an id and a registration")
    document = _whole_numbers(statement.as_version("1.0.3"))
    document["timestamp"] = format_timestamp(statement.timestamp)
    if statement.result is not None and statement.result.duration is not None:
        document["result"]["duration"] = format_duration(statement.result.duration)
    if statement.result is not None and statement.result.score is not None:
        _round_scaled(document["result"]["score"])
    try:
        body = text_of(document)
        digest = hashlib.sha256(body.encode()).hexdigest()
    except (TypeError, ValueError) as error:  # UnicodeEncodeError is a ValueError
        raise NotSerialisableError(str(error)) from error
    return FrozenStatement(statement.id, statement.context.registration, body, digest)


def text_of(document: Mapping[str, Any]) -> str:
    """The one way in which a statement is written: sorted keys, no spaces, letters as they are."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def format_timestamp(moment: datetime | None) -> str:
    """`2026-11-23T08:30:00.125Z`; what is under a millisecond is cut, so order is kept.

    Raises:
        NotSerialisableError: no timestamp, or one without a time zone.
    """
    if moment is None or moment.tzinfo is None:
        raise NotSerialisableError("a statement needs an aware timestamp")
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"


def format_duration(duration: timedelta) -> str:
    """`PT<seconds>S` with at most two decimals (xAPI-Data 4.6), because LRSs compare durations as text.

    Raises:
        NotSerialisableError: the duration is negative.
    """
    if duration < timedelta(0):
        raise NotSerialisableError("a negative duration")
    microseconds = duration // timedelta(microseconds=1)
    seconds = (Decimal(microseconds) / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    text = f"{seconds:f}"
    return f"PT{text.rstrip('0').rstrip('.')}S"


def _round_scaled(score: dict[str, Any]) -> None:
    if "scaled" in score:
        score["scaled"] = _whole_numbers(round(score["scaled"], 4))


def _whole_numbers(value: Any) -> Any:
    """Undo the model's `7` → `7.0`, and refuse nulls, which xAPI forbids (xAPI-Data 2.2)."""
    if value is None:
        raise NotSerialisableError("a null value")
    if isinstance(value, dict):
        return {key: _whole_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
