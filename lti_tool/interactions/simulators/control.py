"""How the states that a journal went through are judged; conditions: `content.formats.simulated`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.formats.simulated import Condition, Operator, Recalculation, StateCheck, Step
from lti_tool.interactions.simulators.state import State

MISSING = object()  # no value at that path


@dataclass(frozen=True)
class Verdict:
    """What was done (`done`), what was not (`missed`), what should not have been (`broken`)."""

    done: tuple[Step, ...]
    missed: tuple[Step, ...]
    broken: tuple[Condition, ...]

    @property
    def correct(self) -> bool:
        return not self.missed and not self.broken

    @property
    def score(self) -> float:
        """0 to 1: the share of the steps done, half of it lost when something forbidden was done."""
        share = len(self.done) / (len(self.done) + len(self.missed))
        return share / 2 if self.broken else share


@dataclass(frozen=True)
class Lens:
    """How a simulator's states are looked at, when there is more in them than meets a path.

    `last` adds what a person reads in the last state; `follows` (first state, last state, recalculation)
    says whether formulas follow their inputs.
    """

    last: Callable[[State], State] = lambda state: state
    follows: Callable[[State, State, Recalculation], bool] = lambda *_: False


def judge(control: StateCheck, states: Sequence[State], lens: Lens | None = None) -> Verdict:
    """Judge the states that a journal went through, the first one included."""
    lens = lens or Lens()
    final = lens.last(states[-1])
    done: list[Step] = [one for one in control.required if _holds(one, final, all)]
    done += [one for one in control.recalculated if lens.follows(states[0], states[-1], one)]
    broken = tuple(one for one in control.forbidden if any(_holds(one, state, any) for state in states))
    return Verdict(tuple(done), tuple(one for one in control.steps if one not in done), broken)


def values_at(state: object, path: str) -> Iterator[object]:
    """The values that a path names; a missing one is `MISSING`, and `*` over nothing gives none."""
    key, _, rest = path.partition(".")
    if not isinstance(state, Mapping):
        yield MISSING
        return
    found = list(state.values()) if key == "*" else [state.get(key, MISSING)]
    for value in found:
        if rest:
            yield from values_at(value, rest)
        else:
            yield value


def _holds(condition: Condition, state: State, quantifier: Callable[[Iterator[bool]], bool]) -> bool:
    found = list(values_at(state, condition.path))
    test = _TESTS[condition.op]
    return bool(found) and quantifier(test(value, condition.value) for value in found)


def folded(value: object) -> str:
    """A text without what never counts: case, accents, spaces at the ends."""
    decomposed = unicodedata.normalize("NFD", str(value).casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one)).strip()


def _equal(value: object, wanted: object) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if isinstance(value, int | float) and isinstance(wanted, int | float):
        return float(value) == float(wanted)
    if isinstance(value, str) and isinstance(wanted, str):
        return value.strip() == wanted.strip()
    return value == wanted


def _contains(value: object, wanted: object) -> bool:
    if isinstance(value, str):
        return folded(wanted) in folded(value)
    return isinstance(value, Sequence | Mapping) and wanted in value


def _listed(wanted: object) -> list[object]:
    return list(wanted) if isinstance(wanted, list | tuple) else [wanted]


def _filled(value: object, _: object) -> bool:
    return value is not MISSING and value not in (None, False, "", 0) and value not in ({}, [], ())


def _size(value: object) -> int:
    return (
        len(value.strip() if isinstance(value, str) else value)
        if isinstance(value, str | Sequence | Mapping)
        else 0
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


_TESTS: dict[Operator, Callable[[object, object], bool]] = {
    Operator.EQUAL: _equal,
    Operator.DIFFERENT: lambda value, wanted: not _equal(value, wanted),
    Operator.AMONG: lambda value, wanted: any(_equal(value, one) for one in _listed(wanted)),
    Operator.CONTAINS: lambda value, wanted: all(_contains(value, one) for one in _listed(wanted)),
    Operator.CONTAINS_ONE: lambda value, wanted: any(_contains(value, one) for one in _listed(wanted)),
    Operator.LACKS: lambda value, wanted: not any(_contains(value, one) for one in _listed(wanted)),
    Operator.EMPTY: lambda value, wanted: not _filled(value, wanted),
    Operator.FILLED: _filled,
    Operator.LONGER: lambda value, wanted: _size(value) >= _number(wanted),
    Operator.AT_LEAST: lambda value, wanted: _number(value) >= _number(wanted),
    Operator.AT_MOST: lambda value, wanted: _number(value) <= _number(wanted),
}
