"""What an action changes: a table of verbs, and the replay of a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lti_tool.interactions.simulators.state import Action, IllegalActionError, State

VERB = "faire"
EFFORT, EFFORT_LIMIT = "effort", 10_000  # what a state counts of its own cost, and the most a journal may
RESTART = "recommencer"  # every simulator offers it; what was done before it is still looked at


@dataclass(frozen=True)
class Rule:
    """One verb: the keys that its action has besides `faire`, all of them, and what it changes."""

    keys: tuple[str, ...]
    apply: Callable[[State, Action], State]


class Simulator(Protocol):
    """One simulated environment. Pure: a state and an action give a state."""

    name: str  # the word of authors, and the name of the folder under `static/js/simulators/`
    rules: Mapping[str, Rule]

    def open(self, scene: Mapping[str, object]) -> State:
        """The first state, from what an author wrote. Raises `SceneError` when it cannot be played."""
        ...


def reduce(simulator: Simulator, state: State, action: Action) -> State:
    """The state after one action. Raises `IllegalActionError` when the state does not offer it."""
    rule = simulator.rules.get(str(action.get(VERB)))
    if rule is None or action.keys() != {VERB, *rule.keys}:
        raise IllegalActionError(f"no such action: {str(dict(action))[:120]}")
    return rule.apply(state, action)


def states(simulator: Simulator, scene: Mapping[str, object], journal: Sequence[Action]) -> Iterator[State]:
    """The first state, then the state after each action. Raises `IllegalActionError`.

    Starting again does not give the effort back: a journal is bounded as a whole.
    """
    first = state = simulator.open(scene)
    spent = 0
    yield state
    for action in journal:
        before = state
        state = first if action == {VERB: RESTART} else reduce(simulator, state, action)
        spent += max(0, effort_of(state) - effort_of(before))
        if spent > EFFORT_LIMIT:
            raise IllegalActionError("too much work for one journal")
        yield state


def effort_of(state: State) -> int:
    """What the actions up to a state cost; 0 where a simulator does not count."""
    found = state.get(EFFORT, 0)
    return found if isinstance(found, int) else 0
