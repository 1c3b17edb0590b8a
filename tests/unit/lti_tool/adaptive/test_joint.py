"""The joint engine: what it asks first and last, why it stops, what it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest

from lti_tool.adaptive import (
    Answered,
    AskedStep,
    BankItem,
    Basis,
    Choice,
    ChoiceReason,
    Joint,
    Mastery,
    Outcome,
    Place,
    Policy,
    State,
    Stop,
    StopReason,
    StopStep,
    engine_named,
    explain,
    replay,
)
from lti_tool.adaptive.joint.beliefs import infer
from lti_tool.adaptive.joint.curves import GRID, curve_of, success
from lti_tool.adaptive.joint.exposure import ALONE, GREATEST_EXPOSURE, hand
from lti_tool.adaptive.joint.room import SPREAD
from lti_tool.adaptive.joint.tree import grow

from .banks import bank_for, played, policy

JOINT = Joint()
PLACES = {
    "mail": Place("2.1", "2"),
    "visio": Place("2.1", "2"),
    "rgpd": Place("4.2", "4"),
    "pass": Place("4.1", "4"),
    "wifi": Place("5.1", "5"),
}
WIDE = replace(policy(dict.fromkeys(PLACES, 6)), places=PLACES, precision=0.01)
RIGHT, WRONG = Outcome.CORRECT, Outcome.INCORRECT


def asked(state: State) -> list[Choice]:
    """The choices behind the answers of a state."""
    befores = [replace(state, answers=state.answers[:done]) for done in range(len(state.answers))]
    choices = [JOINT.next(before) for before in befores]
    assert all(isinstance(choice, Choice) for choice in choices)
    return choices  # type: ignore[return-value]


def attempt(wanted: Policy, outcomes: list[Outcome], seed: str = "seed", variants: int = 3) -> State:
    return played(JOINT, JOINT.start(bank_for(wanted, variants), wanted, seed), outcomes)[-1]


def test_the_first_item_is_easy_and_every_domain_is_visited_before_any_comes_back() -> None:
    for seed in "abcdef":
        choices = asked(attempt(WIDE, [RIGHT, WRONG] * 3, seed))
        assert (choices[0].reason, choices[0].skill.level) in {
            (ChoiceReason.FIRST, level) for level in (1, 2)
        }
        assert len({PLACES[choice.skill.topic].domain for choice in choices[:3]}) == 3
        assert [choice.reason for choice in choices[1:3]] == [ChoiceReason.NEW_DOMAIN] * 2
        assert choices[3].reason is ChoiceReason.MOST_INFORMATIVE


def test_never_more_than_three_items_in_a_row_from_one_topic() -> None:
    two = Policy({"mail": 8, "visio": 1}, policy({"mail": 8, "visio": 1}).skills, precision=0.01)
    choices = asked(attempt(two, [RIGHT, WRONG] * 12, variants=4))
    runs = [len(list(run)) for _, run in groupby(choices, key=lambda choice: choice.skill.topic)]
    last_of_the_other = max(place for place, choice in enumerate(choices) if choice.skill.topic == "visio")
    whole = [len(list(run)) for _, run in groupby(c.skill.topic for c in choices[: last_of_the_other + 1])]
    assert max(whole) <= 3
    assert sum(runs) == len(choices) > 8


def test_a_pathway_of_one_topic_still_goes_on() -> None:
    alone = replace(policy({"mail": 8}), precision=0.01)
    assert len(attempt(alone, [RIGHT, WRONG] * 5).answers) == 10


def test_items_of_earlier_attempts_come_last() -> None:
    bank = [replace(item, seen_before=item.id.endswith("-a")) for item in bank_for(WIDE, 2)]
    state = played(JOINT, JOINT.start(bank, WIDE, "s"), [RIGHT, WRONG] * 8)[-1]
    assert all(line.item_id.endswith("-b") for line in state.answers)
    only_seen = [replace(item, seen_before=True) for item in bank]
    assert isinstance(JOINT.next(JOINT.start(only_seen, WIDE, "s")), Choice)


def test_every_reason_to_stop_has_its_name() -> None:
    loose = replace(WIDE, precision=2.5)
    assert JOINT.next(attempt(loose, [RIGHT])) == Stop(StopReason.PRECISE_ENOUGH)
    short = replace(WIDE, max_items=2)
    assert JOINT.next(attempt(short, [RIGHT] * 9)) == Stop(StopReason.MAX_ITEMS)
    small = replace(policy({"mail": 1}), precision=0.001)
    assert JOINT.next(attempt(small, [RIGHT, WRONG], variants=1)) == Stop(StopReason.NO_ITEM_LEFT)
    assert JOINT.next(attempt(small, [WRONG] * 20, variants=4)).reason in {  # type: ignore[union-attr]
        StopReason.NO_ITEM_LEFT,
        StopReason.NOTHING_USEFUL,
    }


def test_it_stops_when_nothing_useful_is_left() -> None:
    easy = Policy({"mail": 1}, policy({"mail": 1}).skills, precision=0.001)
    bank = [BankItem(f"mail-1-{n}", "mail", 1, closed=False) for n in range(40)]
    state = played(JOINT, JOINT.start(bank, easy, "s"), [RIGHT] * 40)[-1]
    assert len(state.answers) < 40
    assert JOINT.next(state) == Stop(StopReason.NOTHING_USEFUL)


def test_a_passed_item_is_replaced_and_nothing_else_changes() -> None:
    state = JOINT.start(bank_for(WIDE, 3), WIDE, "s")
    first = JOINT.next(state)
    assert isinstance(first, Choice)
    passed = JOINT.skip(state, first.item_id)
    second = JOINT.next(passed)
    assert isinstance(second, Choice)
    assert second.item_id != first.item_id
    assert JOINT.estimate(passed).competences == JOINT.estimate(state).competences
    assert JOINT.estimate(passed).progress.answered == 0


def test_an_answer_informs_its_neighbours_more_than_strangers() -> None:
    before = {one.competence: one.score for one in JOINT.estimate(attempt(WIDE, [])).competences}
    state = replay(JOINT, bank_for(WIDE, 1), WIDE, "s", [Answered("pass-5-a", RIGHT)])
    after = {one.competence: one.score for one in JOINT.estimate(state).competences}
    gains = {name: after[name] - before[name] for name in after}
    assert gains["4.1"] > gains["4.2"] > gains["5.1"] > 0


def test_mastery_says_where_it_comes_from() -> None:
    answers = [Answered(f"mail-{level}-a", RIGHT) for level in (2, 3, 4)]
    estimate = JOINT.estimate(replay(JOINT, bank_for(WIDE, 1), WIDE, "s", answers))
    assert (estimate.of("mail", 3).mastery, estimate.of("mail", 3).basis) == (
        Mastery.MASTERED,
        Basis.OBSERVED,
    )
    assert estimate.of("visio", 1).basis is Basis.INFERRED
    assert estimate.of("wifi", 1).mastery is Mastery.NOT_ASSESSED
    assert estimate.percent == pytest.approx(
        100 * sum(one.mastery is Mastery.MASTERED for one in estimate.skills) / 30
    )


def test_a_skill_whose_items_are_all_unusable_leaves_the_percent() -> None:
    state = replay(JOINT, bank_for(WIDE, 1), WIDE, "s", [Answered("mail-6-a", Outcome.UNUSABLE)])
    assert JOINT.estimate(state).of("mail", 6).mastery is Mastery.SET_ASIDE
    failed = JOINT.answer(state, "mail-1-a", WRONG)
    assert JOINT.estimate(failed).of("mail", 6).mastery is Mastery.SET_ASIDE


def test_a_calibrated_item_is_believed_at_its_own_difficulty() -> None:
    labelled = BankItem("a", "mail", 3, closed=False)
    harder = replace(labelled, difficulty=5.0, discrimination=2.0, guessing=0.0)
    at_four = int(np.flatnonzero(GRID == 4.0)[0])
    assert success(curve_of(harder))[at_four] < 0.15 < 0.6 < success(curve_of(labelled))[at_four]


def test_the_exact_sums_agree_with_brute_force() -> None:
    """Two topics of one competence: the joint posterior, summed over every pair of levels."""
    tree = grow({"a": ("1.1", "1"), "b": ("1.1", "1")}, SPREAD)
    curves = np.stack([success(curve_of(BankItem("x", "a", level, closed=False))) for level in (4, 2)])
    logs = np.log(np.stack([curves[0], 1 - curves[1]]))
    values = tree.general @ tree.to_domain @ tree.to_competence  # the competence, before any answer
    pairs = np.einsum("x,xa,xb,a,b->ab", values, tree.to_topic, tree.to_topic, *np.exp(logs))
    pairs /= pairs.sum()

    found = infer(tree, logs).topic
    assert found[0] == pytest.approx(pairs.sum(axis=1), abs=1e-9)
    assert found[1] == pytest.approx(pairs.sum(axis=0), abs=1e-9)


def test_the_expected_drop_is_the_drop_that_comes_on_average() -> None:
    state = attempt(WIDE, [RIGHT, WRONG, RIGHT])
    choice = JOINT.next(state)
    assert isinstance(choice, Choice)
    item = next(item for item in state.bank if item.id == choice.item_id)
    topic = sorted(PLACES, key=lambda name: (PLACES[name].domain, PLACES[name].competence, name))
    beliefs = state.derived.sheet.beliefs.topic[topic.index(item.topic)]  # type: ignore[union-attr]
    chance = float(beliefs @ success(curve_of(item)))

    def variance(one: State) -> float:
        return sum(competence.deviation**2 for competence in JOINT.estimate(one).competences)

    right, wrong = (variance(JOINT.answer(state, item.id, outcome)) for outcome in (RIGHT, WRONG))
    assert choice.reward == pytest.approx(variance(state) - chance * right - (1 - chance) * wrong, abs=1e-6)


@pytest.mark.parametrize(("competences", "share"), [(2, GREATEST_EXPOSURE), (1, ALONE)])
def test_the_best_items_of_a_skill_are_held_as_often_as_allowed_and_the_others_always(
    competences: int, share: float
) -> None:
    items = bank_for(policy({"mail": 4}), 2)  # of two, one is open: it tells more
    hands = np.stack([hand(items, competences, str(seed)) for seed in range(2000)])
    opened = np.array([not item.closed for item in items])
    assert np.abs(hands.mean(axis=0)[opened] - share).max() < 0.04
    assert hands[:, ~opened].all()


def test_items_of_a_skill_that_are_as_good_share_the_draw() -> None:
    items = [BankItem(f"mail-1-{name}", "mail", 1, closed=True) for name in "abc"]
    hands = np.stack([hand(items, 2, str(seed)) for seed in range(2000)])
    assert np.abs(hands.mean(axis=0) - GREATEST_EXPOSURE).max() < 0.04
    assert (hands.sum(axis=1) >= 1).all()


def test_a_counted_usage_decides_instead_of_the_draw() -> None:
    items = [replace(item, usage=0.9 if item.closed else 0.1) for item in bank_for(policy({"mail": 4}), 2)]
    assert hand(items, 1, "s").tolist() == [not item.closed for item in items]


def test_two_persons_with_the_same_answers_do_not_see_the_same_items() -> None:
    firsts = Counter(
        choice.item_id
        for seed in range(60)
        if isinstance(choice := JOINT.next(JOINT.start(bank_for(WIDE, 3), WIDE, str(seed))), Choice)
    )
    assert len(firsts) > 5
    assert max(firsts.values()) / 60 <= 0.4


def test_explain_tells_what_each_answer_changed() -> None:
    state = attempt(replace(WIDE, max_items=3), [RIGHT] * 5)
    *steps, stop = explain(JOINT, state)
    assert stop == StopStep(4, StopReason.MAX_ITEMS)
    for step in steps:
        assert isinstance(step, AskedStep)
        assert step.after.level > step.before.level
        assert step.reward is not None
        assert step.reward > 0
    assert any(step.settled for step in steps if isinstance(step, AskedStep))


def test_a_state_altered_by_hand_never_uses_what_another_computed() -> None:
    state = attempt(WIDE, [RIGHT] * 4)
    shorter = replace(state, answers=state.answers[:2])
    assert JOINT.estimate(shorter) == JOINT.estimate(
        replay(JOINT, state.bank, WIDE, state.seed, shorter.answers)
    )


def test_wrong_calls_are_refused() -> None:
    assert engine_named("joint").name == "joint"
    bank = bank_for(WIDE)
    state = JOINT.start(bank, WIDE, "s")
    with pytest.raises(ValueError, match="not in the bank"):
        JOINT.answer(state, "other", RIGHT)
    once = JOINT.answer(state, "mail-1-a", RIGHT)
    with pytest.raises(ValueError, match="already answered"):
        JOINT.skip(once, "mail-1-a")
    with pytest.raises(ValueError, match="same id"):
        JOINT.start([*bank, bank[0]], WIDE, "s")


def test_an_answer_outside_the_targets_changes_nothing() -> None:
    bank = [*bank_for(WIDE), BankItem("old", "gone", 3, closed=True, askable=False)]
    state = replay(JOINT, bank, WIDE, "s", [Answered("old", RIGHT)])
    assert JOINT.estimate(state).level == JOINT.estimate(JOINT.start(bank, WIDE, "s")).level
    assert isinstance(JOINT.next(state), Choice)
