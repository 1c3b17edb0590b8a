"""Rule 11: the statements of one registration, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from xapi import vocabulary
from xapi.checks.problems import Json, Problem, Problems, mapping
from xapi.checks.surroundings import read_timestamp

# State, then the verbs that may come next and the state they lead to.
_START, _OPEN, _DONE, _JUDGED, _CLOSED = "start", "open", "done", "judged", "closed"
_MOVES: dict[str, dict[str, str]] = {
    _START: {"initialized": _OPEN},
    _OPEN: {"answered": _OPEN, "completed": _DONE, "terminated": _CLOSED},
    _DONE: {"passed": _JUDGED, "failed": _JUDGED, "scored": _JUDGED, "terminated": _CLOSED},
    _JUDGED: {"terminated": _CLOSED},
    _CLOSED: {},
}
_TOLERANCE = timedelta(seconds=1)  # durations are rounded


def check_all(documents: Sequence[Json]) -> Problems:
    """Order of verbs, one actor, one registration, one definition an activity, time that goes forward."""
    yield from _check_order(documents)
    yield from _check_constants(documents)
    yield from _check_definitions(documents)
    yield from _check_time(documents)


def _check_order(documents: Sequence[Json]) -> Problems:
    state = _START
    for index, document in enumerate(documents):
        verb = vocabulary.VERB_NAMES.get(str(mapping(document.get("verb")).get("id")), "")
        following = _MOVES[state].get(verb)
        if following is None:
            yield Problem("sequence.order", f"[{index}].verb.id")
            return
        state = following


def _check_constants(documents: Sequence[Json]) -> Problems:
    seen: set[object] = set()
    for index, document in enumerate(documents):
        if document.get("id") in seen:
            yield Problem("sequence.duplicate_id", f"[{index}].id")
        seen.add(document.get("id"))
        if document.get("actor") != documents[0].get("actor"):
            yield Problem("sequence.actor", f"[{index}].actor")
        registration = mapping(document.get("context")).get("registration")
        if registration != mapping(documents[0].get("context")).get("registration"):
            yield Problem("sequence.registration", f"[{index}].context.registration")


def _check_definitions(documents: Sequence[Json]) -> Problems:
    definitions: dict[str, object] = {}
    for index, document in enumerate(documents):
        activities = [document.get("object")]
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
