"""Rules 9 and 10: when, and in which context."""

from __future__ import annotations

import json

from xapi import vocabulary
from xapi.checks import corrections
from xapi.checks.identity import is_uuid
from xapi.checks.problems import (
    Expectations,
    Json,
    Problem,
    Problems,
    entries,
    mapping,
    unknown_keys,
    verb_name,
)
from xapi.checks.subjects import LANGUAGE, check_activity, is_registered
from xapi.checks.times import read_timestamp

_CONTEXT_KEYS = frozenset(
    {"registration", "contextActivities", "revision", "platform", "language", "extensions", "statement"},
)
_LARGEST_EXTENSION = 1024  # bytes of JSON


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
    verb = verb_name(document)
    for key in ("platform", "revision"):
        if verb == "voided":  # its object is no activity: xAPI-Data 2.4.6 excludes both
            if key in context:
                yield Problem("context.unexpected", f"context.{key}")
        elif not isinstance(context.get(key), str) or not context[key]:
            yield Problem("context.missing", f"context.{key}")
    language = context.get("language")
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        yield Problem("context.language", "context.language")
    extensions = mapping(context.get("extensions"))
    yield from _check_extensions(extensions, expected, verb)
    yield from corrections.check(context, verb, expected)
    yield from _check_activities(verb, mapping(context.get("contextActivities")), expected)


def _check_extensions(extensions: Json, expected: Expectations, verb: str) -> Problems:
    namespace = expected.namespace
    allowed = {namespace.attempt_extension, namespace.correction_extension, vocabulary.MASTERY_SCORE}
    for key, value in extensions.items():
        if key not in allowed:
            yield Problem("extension.unknown", f"context.extensions.{key}")
        if len(json.dumps(value).encode()) > _LARGEST_EXTENSION:
            yield Problem("extension.too_large", f"context.extensions.{key}")
    attempt = mapping(extensions.get(namespace.attempt_extension))
    if verb != "voided" and set(attempt) != {"number", "mode"}:
        yield Problem("extension.attempt", f"context.extensions.{namespace.attempt_extension}")


def _check_activities(verb: str, groups: Json, expected: Expectations) -> Problems:
    path = "context.contextActivities"
    yield from unknown_keys(groups, frozenset({"parent", "grouping", "category", "other"}), path)
    for name, activities in groups.items():
        if not isinstance(activities, list) or not activities:
            yield Problem("context.activities", f"{path}.{name}")
        for index, activity in enumerate(entries(activities)):
            yield from check_activity(activity, f"{path}.{name}[{index}]")
    is_part = verb in {"answered", "achieved"}  # of the pathway; every other verb is about the pathway
    parents = entries(groups.get("parent"))
    if len(parents) != (1 if is_part else 0) or not _all_registered(parents, "pathway", expected):
        yield Problem("context.parent", f"{path}.parent")
    if not _all_registered(entries(groups.get("other")), "competency", expected):
        yield Problem("context.other", f"{path}.other")
    categories = [mapping(each).get("id") for each in entries(groups.get("category"))]
    competency = [vocabulary.LEARNER_COMPETENCY] if verb == "achieved" else []
    if categories != [expected.namespace.profile, *competency]:
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
