"""Rules 9 and 10: when, and in which context."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from xapi import vocabulary
from xapi.checks.identity import is_uuid
from xapi.checks.problems import Expectations, Json, Problem, Problems, entries, mapping, unknown_keys
from xapi.checks.subjects import LANGUAGE, check_activity, is_registered

_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_CONTEXT_KEYS = frozenset(
    {"registration", "contextActivities", "revision", "platform", "language", "extensions"},
)
_LARGEST_EXTENSION = 1024  # bytes of JSON


def read_timestamp(value: object) -> datetime | None:
    """The instant of a timestamp in our form (UTC, `Z`, milliseconds); None for any other text."""
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def check_timestamp(document: Json, expected: Expectations) -> Problems:
    """UTC to the millisecond, and not in the future."""
    moment = read_timestamp(document.get("timestamp"))
    if moment is None:
        yield Problem("timestamp.format", "timestamp")
    elif moment > expected.now + expected.skew:
        yield Problem("timestamp.future", "timestamp")


def check_context(document: Json, expected: Expectations) -> Problems:
    """Registration, tool, language, revision, extensions and the activities around."""
    context = mapping(document.get("context"))
    yield from unknown_keys(context, _CONTEXT_KEYS, "context")
    registration = context.get("registration")
    known = expected.registration
    if not is_uuid(registration) or (known is not None and registration != str(known)):
        yield Problem("context.registration", "context.registration")
    for key in ("platform", "revision"):
        if not isinstance(context.get(key), str) or not context[key]:
            yield Problem("context.missing", f"context.{key}")
    language = context.get("language")
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        yield Problem("context.language", "context.language")
    yield from _check_extensions(mapping(context.get("extensions")), expected)
    yield from _check_activities(document, mapping(context.get("contextActivities")), expected)


def _check_extensions(extensions: Json, expected: Expectations) -> Problems:
    allowed = {expected.namespace.attempt_extension, vocabulary.MASTERY_SCORE}
    for key, value in extensions.items():
        if key not in allowed:
            yield Problem("extension.unknown", f"context.extensions.{key}")
        if len(json.dumps(value).encode()) > _LARGEST_EXTENSION:
            yield Problem("extension.too_large", f"context.extensions.{key}")
    attempt = mapping(extensions.get(expected.namespace.attempt_extension))
    if set(attempt) != {"number", "mode"}:
        yield Problem("extension.attempt", f"context.extensions.{expected.namespace.attempt_extension}")


def _check_activities(document: Json, groups: Json, expected: Expectations) -> Problems:
    path = "context.contextActivities"
    yield from unknown_keys(groups, frozenset({"parent", "grouping", "category", "other"}), path)
    for name, activities in groups.items():
        if not isinstance(activities, list) or not activities:
            yield Problem("context.activities", f"{path}.{name}")
        for index, activity in enumerate(entries(activities)):
            yield from check_activity(activity, f"{path}.{name}[{index}]")
    answered = mapping(document.get("verb")).get("id") == vocabulary.ANSWERED.id
    parents = entries(groups.get("parent"))
    if len(parents) != (1 if answered else 0) or not _all_registered(parents, "pathway", expected):
        yield Problem("context.parent", f"{path}.parent")
    if not _all_registered(entries(groups.get("other")), "competency", expected):
        yield Problem("context.other", f"{path}.other")
    if not any(
        mapping(each).get("id") == expected.namespace.profile for each in entries(groups.get("category"))
    ):
        yield Problem("context.category", f"{path}.category")
    if not _is_place(entries(groups.get("grouping"))):
        yield Problem("context.grouping", f"{path}.grouping")


def _all_registered(activities: list[object], family: str, expected: Expectations) -> bool:
    return all(is_registered(mapping(each).get("id"), family, expected.namespace) for each in activities)


def _is_place(groupings: list[object]) -> bool:
    """LMS, course, activity. LTI makes the course optional (Core 1.3, 5.4.1), so do we."""
    kinds = [mapping(mapping(each).get("definition")).get("type") for each in groupings]
    full = [vocabulary.SYSTEM, vocabulary.COURSE, vocabulary.EXTERNAL_ACTIVITY]
    return kinds in (full, [full[0], full[2]])
