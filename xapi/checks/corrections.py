"""Rule 10, continued: what a statement says of another one, as evidence or to take it back."""

from __future__ import annotations

from xapi.checks.identity import is_uuid
from xapi.checks.problems import Expectations, Json, Problem, Problems, mapping
from xapi.checks.subjects import check_reference
from xapi.checks.times import read_timestamp
from xapi.vocabulary import CorrectionReason

REPLACEABLE = frozenset({"answered", "completed", "passed", "failed", "scored", "achieved"})


def check(context: Json, verb: str, expected: Expectations) -> Problems:
    """`context.statement` and our `correction` extension, which go together but for `achieved`."""
    key = expected.namespace.correction_extension
    extensions = mapping(context.get("extensions"))
    correction = mapping(extensions.get(key))
    if verb == "voided":
        if set(correction) != {"reason"} or str(correction["reason"]) not in set(CorrectionReason):
            yield Problem("correction.reason", f"context.extensions.{key}")
    elif key in extensions:
        yield from _check_replacement(correction, verb, f"context.extensions.{key}")
    yield from _check_statement(context, verb, correction.get("replaces"))


def _check_replacement(correction: Json, verb: str, path: str) -> Problems:
    if verb not in REPLACEABLE:
        yield Problem("correction.unexpected", path)
    if set(correction) != {"reason", "replaces", "occurred"}:
        yield Problem("correction.shape", path)
        return
    if str(correction["reason"]) not in set(CorrectionReason):
        yield Problem("correction.reason", path)
    if not is_uuid(correction["replaces"]) or read_timestamp(correction["occurred"]) is None:
        yield Problem("correction.shape", path)


def _check_statement(context: Json, verb: str, replaces: object) -> Problems:
    path = "context.statement"
    if verb == "achieved":
        yield from check_reference(context.get("statement"), path)
    elif verb != "voided" and replaces is not None:
        yield from check_reference(context.get("statement"), path)
        if mapping(context.get("statement")).get("id") != replaces:
            yield Problem("correction.statement", path)
    elif "statement" in context:
        yield Problem("context.unexpected", path)
