"""What must hold of the joint engine for any bank, any policy, any answers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti_tool.adaptive import (
    Answered,
    BankItem,
    Estimate,
    Joint,
    Mastery,
    Outcome,
    Place,
    Policy,
    Skill,
    State,
    Stop,
    StopStep,
    explain,
    replay,
)

from .banks import outcomes, played, settings_of_attempts, without_passes

JOINT = Joint()
Settings = tuple[list[BankItem], Policy, str]
MARKED = st.sampled_from([Outcome.CORRECT, Outcome.INCORRECT, Outcome.UNKNOWN])

# The first example pays for the tables; how long an example takes is no property of the engine.
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


@st.composite
def placed_attempts(draw: st.DrawFn) -> Settings:
    """As for the ladder, with competences, domains, calibrated items and items seen before."""
    bank, policy, seed = draw(settings_of_attempts())
    places = {
        topic: Place(name := draw(st.sampled_from(["1.1", "1.2", "2.1"])), name[0])
        for topic in policy.targets
    }
    calibrated = [
        replace(
            item,
            closed=draw(st.booleans()),
            seen_before=draw(st.booleans()),
            difficulty=draw(st.none() | st.floats(-1, 9)),
            discrimination=draw(st.none() | st.floats(0.3, 3)),
        )
        for item in bank
    ]
    return calibrated, replace(policy, places=places), seed


@st.composite
def free_histories(draw: st.DrawFn) -> State:
    """Any answers to any items, in any order: more than what the engine would ask."""
    bank, policy, seed = draw(placed_attempts())
    order = draw(st.permutations(bank))
    chosen = order[: draw(st.integers(0, len(order)))]
    lines = [Answered(item.id, draw(st.sampled_from(Outcome))) for item in chosen]
    return replay(JOINT, bank, policy, seed, lines)


def levels(estimate: Estimate) -> dict[str, float]:
    found = {topic.topic: topic.level for topic in estimate.topics}
    assert all(level is not None for level in found.values())
    return found  # type: ignore[return-value]


@calm
@given(free_histories(), st.data())
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises_its_own_topic(
    state: State, data: st.DataObject
) -> None:
    seen = {line.item_id for line in state.answers}
    left = [item for item in state.bank if item.id not in seen and item.topic in state.policy.targets]
    if not left:
        return
    item = data.draw(st.sampled_from(left))
    before = JOINT.estimate(state)
    right = JOINT.estimate(JOINT.answer(state, item.id, Outcome.CORRECT))
    wrong = JOINT.estimate(JOINT.answer(state, item.id, Outcome.INCORRECT))

    assert levels(right)[item.topic] >= levels(before)[item.topic] - 1e-12
    assert levels(wrong)[item.topic] <= levels(before)[item.topic] + 1e-12
    for after, better in ((right, True), (wrong, False)):
        for old, new in zip(before.skills, after.skills, strict=True):
            assert old.probability is not None
            assert new.probability is not None
            if old.skill.topic == item.topic:
                gap = new.probability - old.probability
                assert gap >= -1e-12 if better else gap <= 1e-12


@calm
@given(free_histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(state: State, random: object) -> None:
    lines = list(state.answers)
    random.shuffle(lines)  # type: ignore[attr-defined]
    other = JOINT.estimate(replay(JOINT, state.bank, state.policy, state.seed, lines))
    one = JOINT.estimate(state)

    assert levels(other) == pytest.approx(levels(one), abs=1e-6)
    for a, b in zip(one.competences, other.competences, strict=True):
        assert (a.score, a.deviation) == pytest.approx((b.score, b.deviation), abs=1e-6)


@calm
@given(placed_attempts(), st.sampled_from([Outcome.CORRECT, Outcome.INCORRECT]), st.booleans())
def test_extreme_patterns_stay_finite_and_in_range(
    attempt: Settings, always: Outcome, alternate: bool
) -> None:
    bank, policy, seed = attempt
    other = Outcome.INCORRECT if alternate else always
    lines = [Answered(item.id, other if item.level > 4 else always) for item in bank]
    estimate = JOINT.estimate(replay(JOINT, bank, policy, seed, lines))

    assert np.isfinite([estimate.level, *levels(estimate).values()]).all()
    for competence in estimate.competences:
        assert math.isfinite(competence.deviation)
        assert 0 <= competence.low <= competence.score + 1e-9 <= competence.high + 2e-9
        assert competence.high <= competence.highest <= 8


@calm
@given(placed_attempts(), outcomes)
def test_a_replay_gives_the_same_items_and_the_same_estimates(
    attempt: Settings, given_outcomes: list[Outcome]
) -> None:
    bank, policy, seed = attempt
    states = played(JOINT, JOINT.start(bank, policy, seed), given_outcomes)
    again = replay(JOINT, sorted(bank, key=lambda item: item.id[::-1]), policy, seed, states[-1].answers)
    bare = State(tuple(bank), policy, seed, states[-1].answers)  # carries nothing

    assert JOINT.next(again) == JOINT.next(states[-1]) == JOINT.next(bare)
    assert JOINT.estimate(again) == JOINT.estimate(states[-1]) == JOINT.estimate(bare)
    asked = [JOINT.next(replace(bare, answers=bare.answers[:done])) for done in range(len(states) - 1)]
    assert [choice.item_id for choice in asked] == [line.item_id for line in bare.answers]  # type: ignore[union-attr]


@calm
@given(placed_attempts(), st.sampled_from(Outcome))
def test_it_ends_without_asking_anything_twice(attempt: Settings, always: Outcome) -> None:
    bank, policy, seed = attempt
    states = played(JOINT, JOINT.start(bank, policy, seed), [always] * (len(bank) + 1))
    asked = [line.item_id for line in states[-1].answers]
    targets, skills = set(policy.target_skills()), {item.id: item.skill for item in bank}

    assert isinstance(JOINT.next(states[-1]), Stop)
    assert len(asked) == len(set(asked))
    assert all(skills[item_id] in targets for item_id in asked)


@calm
@given(free_histories())
def test_passing_an_item_changes_no_estimate_and_never_lowers_the_percent(state: State) -> None:
    seen = {line.item_id for line in state.answers}
    before = JOINT.estimate(state)
    for item in state.bank:
        if item.id in seen:
            continue
        after = JOINT.estimate(JOINT.skip(state, item.id))
        assert (after.level, after.competences, after.topics) == (
            before.level,
            before.competences,
            before.topics,
        ) or set_aside(after) > set_aside(before)
        assert levels(after) == levels(before)
        assert after.percent is None or (before.percent is not None and after.percent >= before.percent)


def set_aside(estimate: Estimate) -> int:
    return sum(skill.mastery is Mastery.SET_ASIDE for skill in estimate.skills)


@calm
@given(free_histories())
def test_a_history_with_passes_is_worth_at_least_the_same_without(state: State) -> None:
    bare = replay(JOINT, state.bank, state.policy, state.seed, without_passes(state.answers))
    with_passes, without = JOINT.estimate(state), JOINT.estimate(bare)

    assert with_passes.competences == without.competences
    assert with_passes.percent is None or with_passes.percent >= (without.percent or 0)


@calm
@given(placed_attempts(), st.lists(MARKED, min_size=1, max_size=40))
def test_progress_and_explanation_agree_with_the_choice(
    attempt: Settings, given_outcomes: list[Outcome]
) -> None:
    bank, policy, seed = attempt
    state = played(JOINT, JOINT.start(bank, policy, seed), given_outcomes)[-1]
    progress, step = JOINT.estimate(state).progress, JOINT.next(state)
    asked = [line for line in explain(JOINT, state) if not isinstance(line, StopStep)]

    assert progress.answered == len(state.answers)
    assert 0 <= progress.fewest_left <= progress.most_left
    assert (progress.most_left == 0) == isinstance(step, Stop)
    assert progress.answered + progress.most_left <= (policy.max_items or len(bank))
    assert [(line.item_id, line.outcome) for line in asked] == [(a.item_id, a.outcome) for a in state.answers]
    assert all(line.reward is not None for line in asked)


def test_nothing_is_claimed_of_a_competence_of_which_nothing_was_answered() -> None:
    skills = frozenset(Skill(topic, level) for topic in ("mail", "rgpd") for level in (1, 2, 3))
    places = {"mail": Place("2.1", "2"), "rgpd": Place("4.2", "4")}
    policy = Policy({"mail": 3, "rgpd": 3}, skills, places=places)
    bank = [BankItem(skill.id, skill.topic, skill.level, closed=True) for skill in sorted(skills)]
    state = JOINT.answer(JOINT.start(bank, policy, "s"), "mail.3", Outcome.CORRECT)

    masteries = {one.skill.topic: one.mastery for one in JOINT.estimate(state).skills}
    assert masteries["rgpd"] is Mastery.NOT_ASSESSED
    assert masteries["mail"] is not Mastery.NOT_ASSESSED
