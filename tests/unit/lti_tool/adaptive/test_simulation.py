import random

from lti_tool.adaptive import Ladder, Outcome, StopReason
from lti_tool.adaptive.simulation import SyntheticLearner, play

from .banks import bank_for, policy

TOPICS = {f"topic{number}": 6 for number in range(8)}


def percent_of(level: float, seed: int) -> float:
    wanted = policy(TOPICS)
    learner = SyntheticLearner(dict.fromkeys(TOPICS, level), random.Random(seed))
    state, stop = play(Ladder(), Ladder().start(bank_for(wanted, 2), wanted, str(seed)), learner)
    assert stop.reason in (StopReason.ALL_ASSESSED, StopReason.OUT_OF_REACH)
    percent = Ladder().estimate(state).percent
    assert percent is not None
    return percent


def test_a_higher_true_level_gives_a_higher_percent() -> None:
    means = [sum(percent_of(level, seed) for seed in range(20)) / 20 for level in (1.0, 3.5, 6.5)]
    assert means[0] < means[1] - 10 < means[2] - 20


def test_a_closed_item_can_be_guessed_more_often_than_an_open_one() -> None:
    closed, opened = bank_for(policy({"topic": 8}), 2)[-2:]
    learner = SyntheticLearner({"topic": 0.0}, random.Random(1))
    guessed = [sum(learner.answer(item) is Outcome.CORRECT for _ in range(500)) for item in (closed, opened)]
    assert guessed[0] > guessed[1] + 50
