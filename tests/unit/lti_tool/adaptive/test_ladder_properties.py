"""What must hold for any bank, any policy, any answers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.adaptive import (
    Answered,
    BankItem,
    Choice,
    Ladder,
    Mastery,
    Outcome,
    Policy,
    State,
    Stop,
    StopStep,
    explain,
    replay,
)

from .banks import outcomes, played, settings_of_attempts, without_passes

LADDER = Ladder()
Settings = tuple[list[BankItem], Policy, str]


def mastered(state: State) -> set[str]:
    return {s.skill.id for s in LADDER.estimate(state).skills if s.mastery is Mastery.MASTERED}


def settled(state: State) -> dict[str, Mastery]:
    known = (Mastery.MASTERED, Mastery.NOT_MASTERED)
    return {s.skill.id: s.mastery for s in LADDER.estimate(state).skills if s.mastery in known}


@given(settings_of_attempts(), outcomes)
def test_no_item_twice_and_only_askable_target_items(
    settings: Settings, given_outcomes: list[Outcome]
) -> None:
    bank, policy, seed = settings
    states = played(LADDER, LADDER.start(bank, policy, seed), given_outcomes)
    asked = [line.item_id for line in states[-1].answers]
    assert len(asked) == len(set(asked))
    targets = set(policy.target_skills())
    skills = {item.id: item.skill for item in bank}
    assert all(skills[item_id] in targets for item_id in asked)


@given(settings_of_attempts(), st.sampled_from(Outcome))
def test_it_ends(settings: Settings, always: Outcome) -> None:
    bank, policy, seed = settings
    states = played(LADDER, LADDER.start(bank, policy, seed), [always] * (len(bank) + 1))
    assert isinstance(LADDER.next(states[-1]), Stop)


@given(settings_of_attempts(), outcomes)
def test_percent_and_level_stay_in_their_range(settings: Settings, given_outcomes: list[Outcome]) -> None:
    bank, policy, seed = settings
    for state in played(LADDER, LADDER.start(bank, policy, seed), given_outcomes):
        estimate = LADDER.estimate(state)
        assert 0.5 <= estimate.level <= 7.5
        aside = [skill.mastery is Mastery.SET_ASIDE for skill in estimate.skills]
        if estimate.percent is None:
            assert all(aside)
        else:
            assert 0 <= estimate.percent <= 100


@given(settings_of_attempts(), outcomes)
def test_what_is_settled_stays_so(settings: Settings, given_outcomes: list[Outcome]) -> None:
    bank, policy, seed = settings
    for before, after in pairwise(played(LADDER, LADDER.start(bank, policy, seed), given_outcomes)):
        assert settled(before).items() <= settled(after).items()


@given(settings_of_attempts(), outcomes)
def test_mastery_is_monotonic_inside_a_topic(settings: Settings, given_outcomes: list[Outcome]) -> None:
    bank, policy, seed = settings
    estimate = LADDER.estimate(played(LADDER, LADDER.start(bank, policy, seed), given_outcomes)[-1])
    for topic in estimate.topics:
        assert topic.floor is None or topic.ceiling is None or topic.floor < topic.ceiling
        levels = {s.skill.level: s.mastery for s in estimate.skills if s.skill.topic == topic.topic}
        highest = max((level for level, m in levels.items() if m is Mastery.MASTERED), default=0)
        lowest = min((level for level, m in levels.items() if m is Mastery.NOT_MASTERED), default=9)
        assert highest < lowest
        assert all(m is Mastery.MASTERED for level, m in levels.items() if level < highest)


@given(settings_of_attempts(), outcomes)
def test_a_replay_gives_the_same_state_and_the_same_items(
    settings: Settings, given_outcomes: list[Outcome]
) -> None:
    bank, policy, seed = settings
    states = played(LADDER, LADDER.start(bank, policy, seed), given_outcomes)
    again = replay(LADDER, bank, policy, seed, states[-1].answers)
    assert again == states[-1]
    shuffled = replay(LADDER, sorted(bank, key=lambda item: item.id[::-1]), policy, seed, states[-1].answers)
    assert LADDER.next(shuffled) == LADDER.next(again)
    assert LADDER.estimate(shuffled) == LADDER.estimate(again)


@st.composite
def free_histories(draw: st.DrawFn) -> State:
    """Any answers to any items, in any order: more than what the engine would ask."""
    bank, policy, seed = draw(settings_of_attempts())
    order = draw(st.permutations(bank))
    chosen = order[: draw(st.integers(0, len(order)))]
    lines = [Answered(item.id, draw(st.sampled_from(Outcome))) for item in chosen]
    return replay(LADDER, bank, policy, seed, lines)


@given(free_histories())
def test_passing_an_item_never_lowers_the_percent(state: State) -> None:
    seen = {line.item_id for line in state.answers}
    before = LADDER.estimate(state)
    for item in state.bank:
        if item.id in seen:
            continue
        after = LADDER.estimate(LADDER.skip(state, item.id))
        assert after.percent is None or (before.percent is not None and after.percent >= before.percent)
        assert (after.level, after.topics) == (before.level, before.topics)


@given(free_histories())
def test_a_history_with_passes_is_worth_at_least_the_same_without(state: State) -> None:
    bare = replay(LADDER, state.bank, state.policy, state.seed, without_passes(state.answers))
    with_passes, without = LADDER.estimate(state), LADDER.estimate(bare)
    assert with_passes.topics == without.topics
    assert with_passes.level == without.level
    assert mastered(state) == mastered(bare)
    assert with_passes.percent is None or with_passes.percent >= (without.percent or 0)


@given(settings_of_attempts(), st.lists(st.sampled_from([Outcome.CORRECT, Outcome.INCORRECT]), min_size=40))
def test_the_progress_holds_its_promise(settings: Settings, given_outcomes: list[Outcome]) -> None:
    bank, policy, seed = settings
    states = played(LADDER, LADDER.start(bank, policy, seed), given_outcomes)
    assert isinstance(LADDER.next(states[-1]), Stop)
    for done, state in enumerate(states):
        progress = LADDER.estimate(state).progress
        left = len(states) - 1 - done
        assert progress.answered == done
        assert progress.fewest_left <= left <= progress.most_left
        assert (progress.most_left == 0) == isinstance(LADDER.next(state), Stop)


@given(settings_of_attempts(), outcomes)
def test_the_explanation_covers_every_answer_and_the_stop(
    settings: Settings, given_outcomes: list[Outcome]
) -> None:
    bank, policy, seed = settings
    state = played(LADDER, LADDER.start(bank, policy, seed), given_outcomes)[-1]
    steps = explain(LADDER, state)
    asked = [step for step in steps if not isinstance(step, StopStep)]
    assert [(step.item_id, step.outcome) for step in asked] == [(a.item_id, a.outcome) for a in state.answers]
    assert all(step.reward is not None for step in asked)  # every item was the engine's choice
    assert isinstance(steps[-1], StopStep) if steps and isinstance(LADDER.next(state), Stop) else True
    choice = LADDER.next(state)
    assert len(steps) == len(asked) + (not isinstance(choice, Choice))
