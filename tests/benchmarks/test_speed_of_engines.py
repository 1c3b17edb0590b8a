"""What one answer costs the engine, beside catsim on a bank of the same size: choose, then update."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import content
from lti_tool.adaptive import Choice, Joint, Outcome
from lti_tool.simulations import ground

STEPS = 40


def steps_of_joint(size: int, *, calibrated: bool) -> Callable[[int], None]:
    """All sixteen competences; calibrated items all differ, which is the costly case."""
    catalogue = content.load()
    place = ground.competences(catalogue, 16, -(-size // len(catalogue.skills)))
    random = np.random.default_rng(size)
    bank = [
        replace(item, difficulty=item.level + random.normal(0, 0.6), difficulty_sd=0.3)
        if calibrated
        else item
        for item in random.permutation(np.array(place.bank, dtype=object))[:size]
    ]
    engine = Joint()
    states = [engine.start(bank, place.policy, "bench")]

    def step(number: int) -> None:
        choice = engine.next(states[-1])
        assert isinstance(choice, Choice)
        outcome = Outcome.CORRECT if number % 2 else Outcome.INCORRECT
        states.append(engine.answer(states[-1], choice.item_id, outcome))

    return step


def steps_of_catsim(size: int) -> Callable[[int], None]:
    """Its own fastest way: maximum information, and its numerical estimator."""
    pytest.importorskip("catsim")
    from catsim.estimation import NumericalSearchEstimator
    from catsim.item_bank import ItemBank
    from catsim.selection import MaxInfoSelector

    random = np.random.default_rng(size)
    bank = ItemBank(
        np.column_stack(
            [np.full(size, 1.2), random.normal(0, 1.5, size), np.full(size, 0.1), np.full(size, 0.95)]
        )
    )
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()
    given: list[int] = []
    outcomes: list[bool] = []
    abilities = [0.0]

    def step(number: int) -> None:
        given.append(int(selector.select(item_bank=bank, administered_items=given, est_theta=abilities[-1])))
        outcomes.append(number % 2 == 1)
        abilities.append(
            float(
                estimator.estimate(
                    item_bank=bank,
                    administered_items=given,
                    response_vector=outcomes,
                    est_theta=abilities[-1],
                )
            )
        )

    return step


def median_ms(step: Callable[[int], None]) -> float:
    """Milliseconds of processor for one item: other programs on the machine do not count."""
    taken = []
    for number in range(STEPS):
        begun = time.process_time()
        step(number)
        taken.append(time.process_time() - begun)
    return 1000 * statistics.median(taken[3:])


@pytest.mark.parametrize(("size", "goal_ms"), [(1000, 2), (5000, 5)])
@pytest.mark.filterwarnings("default")
def test_choosing_and_updating(size: int, goal_ms: int) -> None:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        catsim = median_ms(steps_of_catsim(size))
        for name, calibrated in (("labels", False), ("calibrated", True)):
            joint = median_ms(steps_of_joint(size, calibrated=calibrated))
            sys.stdout.write(
                f"\n{size} items, {name}, 16 competences: {joint / catsim:.2f} times catsim with one "
                f"({joint:.2f} ms, goal {goal_ms}; catsim {catsim:.2f} ms)\n"
            )
            assert joint > 0
