from dataclasses import replace

import pytest

from lti_tool.adaptive import (
    Answered,
    AskedStep,
    BankItem,
    Choice,
    ChoiceReason,
    Ladder,
    Mastery,
    Outcome,
    Policy,
    Skill,
    Stop,
    StopReason,
    StopStep,
    engine_named,
    explain,
    replay,
)

from .banks import bank_for, played, policy

LADDER = Ladder()


def choice_after(wanted: Policy, *answers: tuple[str, Outcome], seed: str = "seed") -> Choice | Stop:
    lines = [Answered(item_id, outcome) for item_id, outcome in answers]
    return LADDER.next(replay(LADDER, bank_for(wanted), wanted, seed, lines))


def chosen(choice: Choice | Stop) -> Choice:
    assert isinstance(choice, Choice)
    return choice


def test_the_first_item_is_of_level_two_even_after_a_pass() -> None:
    wanted = policy({"mail": 5, "rgpd": 4})
    first = chosen(choice_after(wanted))
    assert (first.skill.level, first.reason, first.level) == (2, ChoiceReason.FIRST, 2.0)
    second = chosen(choice_after(wanted, (first.item_id, Outcome.UNUSABLE)))
    assert (second.skill.level, second.reason) == (2, ChoiceReason.FIRST)
    assert second.skill != first.skill


def test_without_level_two_the_first_item_is_of_the_lowest_level() -> None:
    wanted = Policy({"mail": 8}, frozenset({Skill("mail", 5), Skill("mail", 7)}))
    assert chosen(choice_after(wanted)).skill == ("mail", 5)


def test_short_topics_come_first() -> None:
    wanted = policy({"mail": 8, "copy": 3})
    first = chosen(choice_after(wanted))
    assert first.skill == ("copy", 2)
    second = chosen(choice_after(wanted, ("copy-2-a", Outcome.CORRECT)))
    assert (second.skill, second.reason) == (("copy", 3), ChoiceReason.EASY_TOPIC)


def test_the_item_that_settles_most_is_asked() -> None:
    wanted = policy({"mail": 8})
    # Level 4.5 after a success at level 2; the largest expected number of settled skills is at 5.
    choice = chosen(choice_after(wanted, ("mail-2-a", Outcome.CORRECT)))
    assert choice.level == 4.5
    assert choice.skill == ("mail", 5)
    # P(4.5, 5) = 0.3775; 3 open skills at or below (3 to 5), 4 at or above (5 to 8).
    assert choice.reward == pytest.approx(0.37754 * 3 + 0.62246 * 4, abs=1e-4)


def test_a_skill_too_far_above_is_not_asked_and_the_reason_is_named() -> None:
    wanted = Policy({"mail": 8, "rgpd": 8}, frozenset({Skill("mail", 2), Skill("rgpd", 6)}))
    assert choice_after(wanted, ("mail-2-a", Outcome.INCORRECT)) == Stop(StopReason.OUT_OF_REACH)
    assert isinstance(choice_after(wanted, ("mail-2-a", Outcome.CORRECT)), Choice)


def test_an_easy_topic_out_of_reach_does_not_hide_the_other_topics() -> None:
    wanted = Policy(
        {"mail": 5, "copy": 3, "fold": 3},
        frozenset(
            Skill(topic, level) for topic, level in [("mail", 1), ("mail", 5), ("copy", 3), ("fold", 1)]
        ),
    )
    choice = chosen(choice_after(wanted, ("fold-1-a", Outcome.INCORRECT)))
    assert (choice.level, choice.skill) == (0.5, ("mail", 1))  # copy.3 is 2.5 above


def test_the_longest_length_stops_with_its_own_reason_and_passes_do_not_count() -> None:
    wanted = policy({"mail": 8}, max_items=1)
    assert isinstance(choice_after(wanted, ("mail-2-a", Outcome.UNUSABLE)), Choice)
    assert choice_after(wanted, ("mail-2-a", Outcome.CORRECT)) == Stop(StopReason.MAX_ITEMS)


def test_everything_assessed_stops_even_at_the_longest_length() -> None:
    wanted = policy({"mail": 3}, max_items=1)
    assert choice_after(wanted, ("mail-3-a", Outcome.CORRECT)) == Stop(StopReason.ALL_ASSESSED)


def test_a_hole_in_the_bank_is_named() -> None:
    wanted = policy({"mail": 2})
    bank = [item for item in bank_for(wanted) if item.level == 1]
    state = replay(LADDER, bank, wanted, "s", [Answered("mail-1-a", Outcome.CORRECT)])
    assert LADDER.next(state) == Stop(StopReason.NO_ITEM_LEFT)
    assert LADDER.estimate(state).of("mail", 2).mastery is Mastery.NOT_ASSESSED
    with pytest.raises(KeyError, match=r"mail\.3"):
        LADDER.estimate(state).of("mail", 3)


def test_a_passed_item_is_replaced_by_another_of_the_same_skill() -> None:
    wanted = policy({"mail": 1})
    state = LADDER.start(bank_for(wanted, variants=2), wanted, "s")
    first = chosen(LADDER.next(state))
    state = LADDER.skip(state, first.item_id)
    second = chosen(LADDER.next(state))
    assert second.skill == first.skill
    assert second.item_id != first.item_id
    assert LADDER.next(LADDER.skip(state, second.item_id)) == Stop(StopReason.ALL_ASSESSED)


def test_a_withdrawn_item_counts_but_is_not_asked() -> None:
    wanted = policy({"mail": 3})
    bank = [replace(item, askable=item.level == 3) for item in bank_for(wanted)]
    state = replay(LADDER, bank, wanted, "s", [Answered("mail-2-a", Outcome.CORRECT)])
    assert LADDER.estimate(state).of("mail", 1).mastery is Mastery.MASTERED
    assert chosen(LADDER.next(state)).item_id == "mail-3-a"
    spare = [replace(item, askable=item.id.endswith("-b")) for item in bank_for(wanted, variants=3)]
    firsts = {chosen(LADDER.next(LADDER.start(spare, wanted, seed))).item_id for seed in "abcdefgh"}
    assert firsts == {"mail-2-b"}


def test_items_above_the_target_are_never_asked() -> None:
    wanted = Policy({"mail": 2}, frozenset(Skill("mail", level) for level in range(1, 9)))
    bank = [BankItem(f"mail-{level}-a", "mail", level, closed=True) for level in range(1, 9)]
    states = played(LADDER, LADDER.start(bank, wanted, "s"), [Outcome.CORRECT] * 8)
    assert [line.item_id for line in states[-1].answers] == ["mail-2-a"]
    assert LADDER.estimate(states[-1]).percent == 100.0


def test_the_draw_depends_on_the_seed_and_on_nothing_else() -> None:
    wanted = policy(dict.fromkeys(("mail", "rgpd", "pass", "copy"), 4))
    bank = bank_for(wanted, variants=3)
    firsts = {seed: chosen(LADDER.next(LADDER.start(bank, wanted, seed))).item_id for seed in "abcdefghij"}
    assert len(set(firsts.values())) > 3
    for seed, item_id in firsts.items():
        assert chosen(LADDER.next(LADDER.start(bank[::-1], wanted, seed))).item_id == item_id


def test_explain_tells_why_each_item_what_it_settled_and_why_it_stops() -> None:
    wanted = policy({"mail": 3})
    lines = [
        Answered("mail-2-a", Outcome.CORRECT),
        Answered("mail-3-a", Outcome.UNUSABLE),
    ]
    asked, passed, stop = explain(LADDER, replay(LADDER, bank_for(wanted), wanted, "s", lines))
    assert isinstance(asked, AskedStep)
    assert (asked.reason, asked.reward, asked.before.level, asked.after.level) == (
        ChoiceReason.FIRST,
        asked.reward,
        2.0,
        4.5,
    )
    assert asked.reward == pytest.approx(2.0)  # half a chance of two skills, on each side
    assert [(estimate.skill.level, estimate.mastery) for estimate in asked.settled] == [
        (1, Mastery.MASTERED),
        (2, Mastery.MASTERED),
    ]
    assert isinstance(passed, AskedStep)
    assert passed.before.level == passed.after.level
    assert [estimate.mastery for estimate in passed.settled] == [Mastery.SET_ASIDE]
    assert stop == StopStep(3, StopReason.ALL_ASSESSED)


def test_explain_says_when_an_answer_is_not_to_the_engines_choice() -> None:
    wanted = policy({"mail": 3})
    (step,) = explain(
        LADDER, replay(LADDER, bank_for(wanted), wanted, "s", [Answered("mail-1-a", Outcome.CORRECT)])
    )
    assert isinstance(step, AskedStep)
    assert (step.reason, step.reward) == (ChoiceReason.NOT_CHOSEN, None)


def test_wrong_calls_are_refused() -> None:
    wanted = policy({"mail": 3})
    bank = bank_for(wanted)
    state = LADDER.start(bank, wanted, "s")
    with pytest.raises(ValueError, match="not in the bank"):
        LADDER.answer(state, "other", Outcome.CORRECT)
    once = LADDER.answer(state, "mail-1-a", Outcome.CORRECT)
    with pytest.raises(ValueError, match="already answered"):
        LADDER.skip(once, "mail-1-a")
    with pytest.raises(ValueError, match="same id"):
        LADDER.start([*bank, bank[0]], wanted, "s")


def test_engines_are_found_by_name() -> None:
    assert engine_named("ladder").name == "ladder"
    with pytest.raises(ValueError, match="unknown engine 'other'"):
        engine_named("other")
