"""Rules 6 to 8: success, score, outcome and duration tell one story."""

from __future__ import annotations

import re
from typing import Any

from xapi import vocabulary
from xapi.checks.problems import (
    Expectations,
    Json,
    Problem,
    Problems,
    is_number,
    mapping,
    unknown_keys,
    verb_name,
)
from xapi.checks.responses import is_grammatical
from xapi.vocabulary import AnswerOutcome

_DURATION = re.compile(r"PT[0-9]+(\.[0-9]{1,2})?S")
_TOLERANCE = 1e-3  # between scaled and raw/max

# What the result of each verb must have, and may have besides: the cmi5 rules (score and success only
# where something is judged, completion only on completed), and `answered`, which is ours.
_REQUIRED: dict[str, frozenset[str]] = {
    "launched": frozenset(),
    "initialized": frozenset(),
    "progressed": frozenset({"duration", "extensions"}),
    "suspended": frozenset({"duration", "extensions"}),
    "resumed": frozenset(),
    "answered": frozenset({"duration", "extensions"}),
    "completed": frozenset({"completion", "duration"}),
    "passed": frozenset({"success", "score", "duration"}),
    "failed": frozenset({"success", "score", "duration"}),
    "scored": frozenset({"score", "duration"}),
    "achieved": frozenset({"score", "extensions"}),
    "terminated": frozenset({"duration"}),
    "abandoned": frozenset({"duration"}),
    "voided": frozenset(),
}
_OPTIONAL: dict[str, frozenset[str]] = {"answered": frozenset({"success", "score", "response"})}


def check_result(document: Json, expected: Expectations) -> Problems:
    """The whole result, with what the verb allows."""
    verb = verb_name(document)
    if not verb:
        return  # already reported by the rule on verbs
    result = mapping(document.get("result"))
    yield from _check_properties(verb, result, present="result" in document)
    if "score" in result:
        yield from _check_score(result["score"])
    if verb == "answered":
        yield from _check_answer(result, document, expected)
    elif verb == "achieved":
        yield from _check_level(result, expected)
    elif "extensions" in _REQUIRED[verb]:
        yield from _check_progress(result)
    yield from _check_verdict(verb, result, document)


def _check_properties(verb: str, result: Json, *, present: bool) -> Problems:
    for key in sorted(_REQUIRED[verb] - set(result)):
        yield Problem("result.missing", f"result.{key}")
    allowed = _REQUIRED[verb] | _OPTIONAL.get(verb, frozenset())
    yield from unknown_keys(result, allowed, "result")
    if present and not allowed:
        yield Problem("result.unexpected", "result")
    if "duration" in result and not _is_duration(result["duration"]):
        yield Problem("result.duration", "result.duration")
    for key in ("success", "completion"):
        if not isinstance(result.get(key, True), bool):
            yield Problem("result.not_a_boolean", f"result.{key}")


def _is_duration(value: object) -> bool:
    return isinstance(value, str) and _DURATION.fullmatch(value) is not None


def _check_score(score: object) -> Problems:
    values = mapping(score)
    yield from unknown_keys(values, frozenset({"scaled", "raw", "min", "max"}), "result.score")
    for key in ("scaled", "raw", "min", "max"):
        if not is_number(values.get(key)):
            yield Problem("score.not_a_number", f"result.score.{key}")
            return
    scaled, raw, low, high = (values[key] for key in ("scaled", "raw", "min", "max"))
    if not -1 <= scaled <= 1:
        yield Problem("score.scaled", "result.score.scaled")
    if not low < high or not low <= raw <= high:
        yield Problem("score.raw", "result.score.raw")
    elif abs(scaled - raw / high) >= _TOLERANCE:
        yield Problem("score.inconsistent", "result.score.scaled")


def _check_answer(result: Json, document: Json, expected: Expectations) -> Problems:
    extensions = mapping(result.get("extensions"))
    key = expected.namespace.outcome_extension
    yield from unknown_keys(extensions, frozenset({key}), "result.extensions")
    outcome = extensions.get(key)
    if str(outcome) not in set(AnswerOutcome):
        yield Problem("answer.outcome", f"result.extensions.{key}")
        return
    judged = {"success", "score"} & set(result)
    if outcome == AnswerOutcome.NEUTRALISED:
        for name in sorted(judged | ({"response"} & set(result))):
            yield Problem("answer.neutralised", f"result.{name}")
        return
    if len(judged) < 2:
        yield Problem("answer.unjudged", "result")
    full = mapping(result.get("score")).get("scaled") == 1
    if result.get("success") is not (outcome == AnswerOutcome.CORRECT) or result.get("success") is not full:
        yield Problem("answer.success", "result.success")
    if "response" in result:
        yield from _check_response(result["response"], outcome, document)


def _check_level(result: Json, expected: Expectations) -> Problems:
    key = expected.namespace.level_extension
    extensions = mapping(result.get("extensions"))
    yield from unknown_keys(extensions, frozenset({key}), "result.extensions")
    said = mapping(extensions.get(key))
    yield from unknown_keys(said, frozenset({"level", "name", "ceiling"}), f"result.extensions.{key}")
    level, ceiling, name = (said.get(part) for part in ("level", "ceiling", "name"))
    if type(level) is not int or type(ceiling) is not int or not isinstance(name, str) or not name:
        yield Problem("level.shape", f"result.extensions.{key}")
        return
    if not 1 <= level <= ceiling <= vocabulary.TOP_LEVEL:
        yield Problem("level.range", f"result.extensions.{key}")
    score = mapping(result.get("score"))
    if (score.get("raw"), score.get("min"), score.get("max")) != (level, 0, vocabulary.TOP_LEVEL):
        yield Problem("level.score", "result.score")


def _check_progress(result: Json) -> Problems:
    extensions = mapping(result.get("extensions"))
    yield from unknown_keys(extensions, frozenset({vocabulary.PROGRESS}), "result.extensions")
    percent = extensions.get(vocabulary.PROGRESS)
    if type(percent) is not int or not 0 <= percent <= 100:
        yield Problem("progress.range", "result.extensions")


def _check_response(response: object, outcome: object, document: Json) -> Problems:
    definition = mapping(mapping(document.get("object")).get("definition"))
    if outcome == AnswerOutcome.DONT_KNOW:
        yield Problem("answer.response", "result.response")
    elif str(definition.get("interactionType")) in vocabulary.WITHHELD_RESPONSES:
        yield Problem("answer.withheld", "result.response")
    elif not is_grammatical(response, definition):
        yield Problem("answer.grammar", "result.response")


def _check_verdict(verb: str, result: Json, document: Json) -> Problems:
    extensions = mapping(mapping(document.get("context")).get("extensions"))
    mastery: Any = extensions.get(vocabulary.MASTERY_SCORE)
    if verb not in {"passed", "failed"}:
        if mastery is not None:
            yield Problem("verdict.unexpected_mastery", "context.extensions")
        if verb == "completed" and result.get("completion") is not True:
            yield Problem("verdict.completion", "result.completion")
        return
    scaled = mapping(result.get("score")).get("scaled")
    if not is_number(mastery) or not 0 <= mastery <= 1:
        yield Problem("verdict.mastery", "context.extensions")
    elif is_number(scaled) and (scaled >= mastery) is not (verb == "passed"):
        yield Problem("verdict.threshold", "result.score.scaled")
    if result.get("success") is not (verb == "passed"):
        yield Problem("verdict.success", "result.success")
