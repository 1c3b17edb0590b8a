"""Second half of rule 6: a response speaks the grammar of its interaction (xAPI-Data, appendix C).

No pattern of right answers is published, so the only dictionary is the lists of the definition.
"""

from __future__ import annotations

from collections.abc import Callable

from xapi.checks.problems import Json, entries, mapping

_LIST, _PAIR = "[,]", "[.]"


def is_grammatical(response: object, definition: Json) -> bool:
    """True when `response` can be read with the lists of `definition`."""
    if not isinstance(response, str):
        return False
    reader = _READERS.get(str(definition.get("interactionType")))
    return reader is not None and reader(response, definition)


def _ids(definition: Json, name: str) -> set[str]:
    return {str(mapping(component).get("id")) for component in entries(definition.get(name))}


def _choice(response: str, definition: Json) -> bool:
    # The empty text is a legal answer: a multiple choice where nothing was ticked.
    chosen = response.split(_LIST) if response else []
    return len(chosen) == len(set(chosen)) and set(chosen) <= _ids(definition, "choices")


def _sequencing(response: str, definition: Json) -> bool:
    return _choice(response, definition)


def _matching(response: str, definition: Json) -> bool:
    sources, targets = _ids(definition, "source"), _ids(definition, "target")
    pairs = [pair.split(_PAIR) for pair in response.split(_LIST)] if response else []
    return all(len(pair) == 2 and pair[0] in sources and pair[1] in targets for pair in pairs)


def _performance(response: str, definition: Json) -> bool:
    steps = [step.split(_PAIR) for step in response.split(_LIST)] if response else []
    return all(len(step) == 2 and step[0] in _ids(definition, "steps") for step in steps)


def _likert(response: str, definition: Json) -> bool:
    return response in _ids(definition, "scale")


def _numeric(response: str, _definition: Json) -> bool:
    try:
        number = float(response)
    except ValueError:
        return False
    return number - number == 0.0  # neither infinite nor NaN


def _true_false(response: str, _definition: Json) -> bool:
    return response in {"true", "false"}


def _free(_response: str, _definition: Json) -> bool:
    return True


_READERS: dict[str, Callable[[str, Json], bool]] = {
    "choice": _choice,
    "fill-in": _free,
    "likert": _likert,
    "long-fill-in": _free,
    "matching": _matching,
    "numeric": _numeric,
    "other": _free,
    "performance": _performance,
    "sequencing": _sequencing,
    "true-false": _true_false,
}
