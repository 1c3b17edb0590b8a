"""The shape of a score (AGS 2.0, 3.4.2) and what it is worth on the scale of a column."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import datetime

ACTIVITY_PROGRESS = frozenset({"Initialized", "Started", "InProgress", "Submitted", "Completed"})
GRADING_PROGRESS = frozenset({"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"})
_ZONED_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")


class ScoreRefusedError(Exception):
    """The score changes nothing; `status` and `reason` go into the HTTP status line."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def parse_score(body: str) -> dict[str, object]:
    """A well-formed score.

    Raises:
        ScoreRefusedError: 400 with the first fault found.
    """
    try:
        score = json.loads(body, parse_constant=_refuse_constant)
    except ValueError as error:
        raise ScoreRefusedError(400, "Incorrect score received: not JSON") from error
    if not isinstance(score, dict):
        raise ScoreRefusedError(400, "Incorrect score received: not an object")
    for name, is_good in _SCORE_RULES.items():
        if not is_good(score):
            raise ScoreRefusedError(400, f"Incorrect score received: {name}")
    return score


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_instant(value: object) -> bool:
    if not isinstance(value, str) or not _ZONED_INSTANT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_SCORE_RULES: dict[str, Callable[[dict[str, object]], bool]] = {
    "userId": lambda score: isinstance(score.get("userId"), str),
    "timestamp": lambda score: _is_instant(score.get("timestamp")),
    "activityProgress": lambda score: score.get("activityProgress") in ACTIVITY_PROGRESS,
    "gradingProgress": lambda score: score.get("gradingProgress") in GRADING_PROGRESS,
    "scoreGiven": lambda score: (
        "scoreGiven" not in score
        or (_is_number(score["scoreGiven"]) and float(str(score["scoreGiven"])) >= 0)
    ),
    "scoreMaximum": lambda score: (
        ("scoreMaximum" not in score and "scoreGiven" not in score)
        or (_is_number(score.get("scoreMaximum")) and float(str(score["scoreMaximum"])) > 0)
    ),
    "comment": lambda score: score.get("comment") is None or isinstance(score["comment"], str),
}


def rescaled(score: dict[str, object], maximum: float) -> float | None:
    """The grade on our scale, clipped; None when the score is one that erases."""
    if score["gradingProgress"] != "FullyGraded" or "scoreGiven" not in score:
        return None
    ratio = float(str(score["scoreGiven"])) / float(str(score["scoreMaximum"]))
    return min(ratio, 1.0) * maximum
