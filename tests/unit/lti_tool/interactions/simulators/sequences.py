"""Random journals: actions that a state offers, found by trying what its own objects allow."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lti_tool.interactions.simulators.reducer import Simulator, reduce
from lti_tool.interactions.simulators.state import Action, IllegalActionError, State

Pools = Callable[[Mapping[str, Any]], Mapping[str, Sequence[object]]]  # by key of an action


def draw(simulator: Simulator, pools: Pools, state: State, rng: random.Random) -> Action:
    """An action made of values that the state knows; legal or not."""
    verb = rng.choice(sorted(simulator.rules))
    offered = pools(state)
    return {
        "faire": verb,
        **{key: rng.choice(list(offered.get(key) or ["rien"])) for key in simulator.rules[verb].keys},
    }


def random_journal(
    simulator: Simulator, scene: Mapping[str, object], pools: Pools, rng: random.Random, length: int
) -> tuple[list[Action], State]:
    """A legal journal and the state that it reaches."""
    state, journal = simulator.open(scene), []
    for _ in range(length * 12):
        if len(journal) == length:
            break
        action = draw(simulator, pools, state, rng)
        try:
            state = reduce(simulator, state, action)
        except IllegalActionError:
            continue
        journal.append(action)
    return journal, state
