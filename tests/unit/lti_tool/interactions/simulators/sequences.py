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


def assert_twins_agree(
    simulator: Simulator,
    scene: Mapping[str, object],
    pools: Pools,
    play: Callable[[Mapping[str, Any], Sequence[Sequence[Action]]], Sequence[Any]],
    *,
    seed: int,
    count: int = 2_000,
) -> None:
    """`count` random legal journals reach the same state on both sides, and use every verb.

    The first difference only is shown: a diff of thousands of states would take minutes.
    """
    rng = random.Random(seed)
    played = [random_journal(simulator, scene, pools, rng, rng.randint(1, 25)) for _ in range(count)]
    reached = play(simulator.open(scene), [journal for journal, _ in played])
    for (journal, state), (there, refused) in zip(played, reached, strict=True):
        if there != state or refused:
            assert (there, refused) == (state, 0), journal
    assert {one["faire"] for journal, _ in played for one in journal} == set(simulator.rules)
