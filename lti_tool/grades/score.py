"""The body and the address of a score (LTI AGS 2.0, score publish service).

Only final scores can be built: on Moodle any other `gradingProgress`, or no `scoreGiven`, erases the grade.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

from lti_tool.errors import ToolError

MEDIA_TYPE = "application/vnd.ims.lis.v1.score+json"


class ScoreInvalidError(ToolError, ValueError):
    """These values are not a score that we may send; the message names the first wrong one."""


def score_body(
    *, user_id: str, score_given: float, score_maximum: float, timestamp: datetime, comment: str | None = None
) -> bytes:
    """The JSON to post: the same values always give the same bytes.

    Raises:
        ScoreInvalidError: an empty user, a score outside 0..maximum or not finite, a maximum that is
            not positive, a timestamp without zone or with a fraction of a second.
    """
    _check(user_id, score_given, score_maximum, timestamp)
    document: dict[str, object] = {
        "userId": user_id,
        "scoreGiven": float(score_given),
        "scoreMaximum": float(score_maximum),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }
    if comment:
        document["comment"] = comment
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def scores_url(line_item_url: str) -> str:
    """Where the scores of a line item go: `/scores` at the end of the path, the query kept as it is."""
    address, question_mark, query = line_item_url.partition("#")[0].partition("?")
    return f"{address.rstrip('/')}/scores{question_mark}{query}"


def _check(user_id: str, given: float, maximum: float, timestamp: datetime) -> None:
    if not isinstance(user_id, str) or not user_id:
        raise ScoreInvalidError("user_id")
    if not _is_number(maximum) or maximum <= 0:
        raise ScoreInvalidError("score_maximum")
    if not _is_number(given) or not 0 <= given <= maximum:
        raise ScoreInvalidError("score_given")
    if timestamp.tzinfo is None or timestamp.microsecond:
        raise ScoreInvalidError("timestamp")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
