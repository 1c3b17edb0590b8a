"""Rule 11: the statements of one registration, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from xapi.checks.corrections import REPLACEABLE
from xapi.checks.problems import Json, Problem, Problems, mapping, verb_name
from xapi.checks.times import read_timestamp

# State, then the verbs that may come next and the state they lead to. The profile says the same as a
# grammar (`xapi/profile/patterns.py`); a test holds the two together.
_MOVES: dict[str, dict[str, str]] = {
    "start": {"launched": "launched", "initialized": "open"},
    "launched": {"initialized": "open"},
    "open": {
        "launched": "open",
        "answered": "open",
        "progressed": "open",
        "suspended": "away",
        "completed": "done",
        "terminated": "closed",
        "abandoned": "closed",
        "voided": "voided",
    },
    "away": {"launched": "back", "resumed": "open"},
    "back": {"resumed": "open"},
    "done": {
        **dict.fromkeys(("passed", "failed", "scored", "achieved"), "judged"),
        "terminated": "closed",
    },
    "judged": {"achieved": "judged", "terminated": "closed"},
    "closed": {"voided": "voided"},
    "voided": {"voided": "voided", **dict.fromkeys(REPLACEABLE, "closed")},
}
# Where a registration may be left: what one transaction writes is never cut in the middle.
_RESTS = frozenset({"open", "closed", "voided"})
_TOLERANCE = timedelta(seconds=1)  # durations are rounded


def check_all(documents: Sequence[Json]) -> Problems:
    """Order of verbs, one actor, one registration, one definition an activity, time that goes forward."""
    yield from _check_order(documents)
    yield from _check_references(documents)
    yield from _check_constants(documents)
    yield from _check_definitions(documents)
    yield from _check_time(documents)


def is_at_rest(documents: Sequence[Json]) -> bool:
    """True when the verbs are in order and nothing that was begun is left in the middle."""
    return _walk(documents)[0] in _RESTS


def _walk(documents: Sequence[Json]) -> tuple[str, int]:
    """The state after the last statement, or an empty one and the index of the first that cannot come."""
    state = "start"
    for index, document in enumerate(documents):
        following = _MOVES[state].get(verb_name(document))
        if following is None:
            return "", index
        state = following
    return state, len(documents)


def _check_order(documents: Sequence[Json]) -> Problems:
    state, index = _walk(documents)
    if not state:
        yield Problem("sequence.order", f"[{index}].verb.id")


def _check_references(documents: Sequence[Json]) -> Problems:
    """Evidence and what is voided must have been told before, and not be voided twice."""
    told: dict[str, str] = {}
    gone: set[object] = set()
    for index, document in enumerate(documents):
        verb = verb_name(document)
        pointed = mapping(mapping(document.get("context")).get("statement")).get("id")
        if verb == "achieved" and told.get(str(pointed)) not in {"completed", "passed", "failed", "scored"}:
            yield Problem("sequence.evidence", f"[{index}].context.statement.id")
        elif verb not in {"achieved", "voided"} and pointed is not None and pointed not in gone:
            yield Problem("sequence.replaced", f"[{index}].context.statement.id")
        if verb == "voided":
            target = mapping(document.get("object")).get("id")
            if told.get(str(target), "voided") == "voided" or target in gone:
                yield Problem("sequence.voided", f"[{index}].object.id")
            gone.add(target)
        told[str(document.get("id"))] = verb


def _check_constants(documents: Sequence[Json]) -> Problems:
    seen: set[object] = set()
    for index, document in enumerate(documents):
        if document.get("id") in seen:
            yield Problem("sequence.duplicate_id", f"[{index}].id")
        seen.add(document.get("id"))
        if document.get("actor") != documents[0].get("actor") and verb_name(document) != "voided":
            yield Problem("sequence.actor", f"[{index}].actor")
        registration = mapping(document.get("context")).get("registration")
        if registration != mapping(documents[0].get("context")).get("registration"):
            yield Problem("sequence.registration", f"[{index}].context.registration")


def _check_definitions(documents: Sequence[Json]) -> Problems:
    definitions: dict[str, object] = {}
    for index, document in enumerate(documents):
        activities = [] if verb_name(document) == "voided" else [document.get("object")]
        groups = mapping(mapping(document.get("context")).get("contextActivities"))
        activities += [activity for group in groups.values() for activity in group]
        for activity in map(mapping, activities):
            iri = str(activity.get("id"))
            if definitions.setdefault(iri, activity.get("definition")) != activity.get("definition"):
                yield Problem("sequence.definition", f"[{index}] {iri}")


def _check_time(documents: Sequence[Json]) -> Problems:
    moments = [read_timestamp(document.get("timestamp")) for document in documents]
    for index, (earlier, later) in enumerate(pairwise(moments), start=1):
        if earlier is None or later is None or later < earlier:
            yield Problem("sequence.time", f"[{index}].timestamp")
    for index, (moment, document) in enumerate(zip(moments, documents, strict=True)):
        if _lasts_too_long(mapping(document.get("result")).get("duration"), moments[0], moment):
            yield Problem("sequence.duration", f"[{index}].result.duration")


def _lasts_too_long(duration: object, start: datetime | None, moment: datetime | None) -> bool:
    if not isinstance(duration, str) or start is None or moment is None:
        return False
    seconds = float(duration.removeprefix("PT").removesuffix("S"))
    return timedelta(seconds=seconds) > moment - start + _TOLERANCE
