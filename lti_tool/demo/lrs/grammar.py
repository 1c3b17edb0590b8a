"""The structure of a statement, xAPI 1.0.3 Data part 2, as a strict LRS reads it."""

from __future__ import annotations

import json
from typing import Any

from lti_tool.demo.lrs.activities import check_activity
from lti_tool.demo.lrs.actors import check_actor, check_agent, check_authority, check_group
from lti_tool.demo.lrs.checking import (
    Check,
    Json,
    RefusedStatementError,
    as_object,
    check_extensions,
    check_language_map,
    check_list,
    check_properties,
    refuse,
    value_of,
)
from lti_tool.demo.lrs.formats import (
    is_duration,
    is_instant,
    is_iri,
    is_language_tag,
    is_number,
    is_sha2,
    is_text,
    is_truth,
    is_uuid,
    is_version,
)

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_IRI = value_of(is_iri, "an IRI is expected")
_UUID = value_of(is_uuid, "a UUID is expected")
_TEXT = value_of(is_text, "a text is expected")
_NUMBER = value_of(is_number, "a number is expected")
_TRUTH = value_of(is_truth, "true or false is expected")
_INSTANT = value_of(is_instant, "an ISO 8601 instant with its zone is expected")


def read_json(body: bytes) -> Any:
    """JSON without its loopholes: no NaN, no Infinity, no key twice.

    Raises:
        RefusedStatementError: not such JSON.
    """
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_unique_keys)
    except (ValueError, RecursionError) as error:
        raise RefusedStatementError(f"body: not acceptable JSON ({error})") from error


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _unique_keys(pairs: list[tuple[str, object]]) -> Json:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key appears twice")
    return content


def check_statement(value: object, where: str = "") -> Json:
    """A whole statement.

    Raises:
        RefusedStatementError: its first fault.
    """
    content = check_properties(value, where, _STATEMENT, "actor", "verb", "object")
    _check_object_rules(content, where)
    return content


def _check_object_rules(content: Json, where: str) -> None:
    kind = content["object"].get("objectType", "Activity")
    if content["verb"]["id"] == VOIDED and kind != "StatementRef":
        refuse(f"{where}object", "a voiding statement targets a StatementRef")
    context = content.get("context", {})
    if kind != "Activity" and ({"revision", "platform"} & context.keys()):
        refuse(f"{where}context", "revision and platform need an Activity as object")


def _verb(value: object, where: str) -> None:
    check_properties(value, where, {"id": _IRI, "display": check_language_map}, "id")


def _statement_reference(value: object, where: str) -> None:
    kind = value_of(lambda held: held == "StatementRef", "StatementRef is expected")
    check_properties(value, where, {"objectType": kind, "id": _UUID}, "objectType", "id")


def _sub_statement(value: object, where: str) -> None:
    left_out = {"id", "stored", "version", "authority"}
    known = {name: check for name, check in _STATEMENT.items() if name not in left_out}
    known["objectType"] = value_of(lambda held: held == "SubStatement", "SubStatement is expected")
    content = check_properties(value, where, known, "actor", "verb", "object")
    if content["object"].get("objectType") == "SubStatement":
        refuse(where, "a SubStatement cannot hold another")
    _check_object_rules(content, f"{where}.")


_OBJECTS: dict[str, Check] = {
    "Activity": check_activity,
    "Agent": check_agent,
    "Group": check_group,
    "StatementRef": _statement_reference,
    "SubStatement": _sub_statement,
}


def _object(value: object, where: str) -> None:
    kind = as_object(value, where).get("objectType", "Activity")
    if not isinstance(kind, str) or kind not in _OBJECTS:
        raise RefusedStatementError(f"{where}.objectType: unknown")
    _OBJECTS[kind](value, where)


def _score(value: object, where: str) -> None:
    known: dict[str, Check] = {
        "scaled": value_of(lambda held: is_number(held) and abs(float(str(held))) <= 1, "between -1 and 1"),
        "raw": _NUMBER,
        "min": _NUMBER,
        "max": _NUMBER,
    }
    score = check_properties(value, where, known)
    low, high, raw = score.get("min"), score.get("max"), score.get("raw")
    if low is not None and high is not None and low >= high:
        refuse(where, "min must be below max")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        refuse(where, "raw must be between min and max")


_RESULT: dict[str, Check] = {
    "score": _score,
    "success": _TRUTH,
    "completion": _TRUTH,
    "response": _TEXT,
    "duration": value_of(is_duration, "an ISO 8601 duration is expected"),
    "extensions": check_extensions,
}


def _context_activities(value: object, where: str) -> None:
    def one_or_many(held: object, path: str) -> None:
        if isinstance(held, list):
            check_list(held, path, check_activity)
        else:
            check_activity(held, path)

    check_properties(value, where, dict.fromkeys(("parent", "grouping", "category", "other"), one_or_many))


_CONTEXT: dict[str, Check] = {
    "registration": _UUID,
    "instructor": check_actor,
    "team": check_group,
    "contextActivities": _context_activities,
    "revision": _TEXT,
    "platform": _TEXT,
    "language": value_of(is_language_tag, "a language tag is expected"),
    "statement": _statement_reference,
    "extensions": check_extensions,
}
_ATTACHMENT: dict[str, Check] = {
    "usageType": _IRI,
    "display": check_language_map,
    "description": check_language_map,
    "contentType": _TEXT,
    "length": value_of(lambda held: isinstance(held, int) and not isinstance(held, bool), "a whole number"),
    "sha2": value_of(is_sha2, "a SHA-2 is expected"),
    "fileUrl": _IRI,
}


def _result(value: object, where: str) -> None:
    check_properties(value, where, _RESULT)


def _context(value: object, where: str) -> None:
    check_properties(value, where, _CONTEXT)


def _attachments(value: object, where: str) -> None:
    def attachment(held: object, path: str) -> None:
        # Without fileUrl the bytes would come in a multipart request, which this store does not take.
        check_properties(
            held, path, _ATTACHMENT, "usageType", "display", "contentType", "length", "sha2", "fileUrl"
        )

    check_list(value, where, attachment)


_STATEMENT: dict[str, Check] = {
    "id": _UUID,
    "actor": check_actor,
    "verb": _verb,
    "object": _object,
    "result": _result,
    "context": _context,
    "timestamp": _INSTANT,
    "stored": _INSTANT,
    "authority": check_authority,
    "version": value_of(is_version, "1.0.x is expected"),
    "attachments": _attachments,
}
