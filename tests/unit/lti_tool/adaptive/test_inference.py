from lti_tool.adaptive import Answered, Basis, Ladder, Mastery, Outcome, Skill, State, replay
from lti_tool.adaptive.inference import TopicKnowledge, knowledge

from .banks import bank_for, policy

FIVE = policy({"mail": 5, "rgpd": 3})


def state_after(*answers: tuple[str, Outcome], variants: int = 1) -> State:
    lines = [Answered(item_id, outcome) for item_id, outcome in answers]
    return replay(Ladder(), bank_for(FIVE, variants), FIVE, "seed", lines)


def masteries(state: State, topic: str) -> list[tuple[Mastery, Basis | None]]:
    skills = Ladder().estimate(state).skills
    return [(skill.mastery, skill.basis) for skill in skills if skill.skill.topic == topic]


def test_a_right_answer_masters_the_levels_below_and_no_other() -> None:
    state = state_after(("mail-3-a", Outcome.CORRECT))
    assert masteries(state, "mail") == [
        (Mastery.MASTERED, Basis.INFERRED),
        (Mastery.MASTERED, Basis.INFERRED),
        (Mastery.MASTERED, Basis.OBSERVED),
        (Mastery.NOT_ASSESSED, None),
        (Mastery.NOT_ASSESSED, None),
    ]


def test_not_knowing_closes_the_levels_above_like_a_wrong_answer() -> None:
    for outcome in (Outcome.INCORRECT, Outcome.UNKNOWN):
        state = state_after(("mail-4-a", outcome))
        assert [mastery for mastery, _ in masteries(state, "mail")] == [
            Mastery.NOT_ASSESSED,
            Mastery.NOT_ASSESSED,
            Mastery.NOT_ASSESSED,
            Mastery.NOT_MASTERED,
            Mastery.NOT_MASTERED,
        ]
        assert masteries(state, "mail")[3][1] is Basis.OBSERVED
        assert masteries(state, "mail")[4][1] is Basis.INFERRED


def test_nothing_travels_to_another_topic() -> None:
    state = state_after(("mail-5-a", Outcome.CORRECT))
    assert {mastery for mastery, _ in masteries(state, "rgpd")} == {Mastery.NOT_ASSESSED}


def test_a_settled_level_is_never_overwritten() -> None:
    known = TopicKnowledge().after(4, right=True)
    assert known.after(2, right=False) is known
    assert known.after(4, right=False) is known
    state = state_after(("mail-4-a", Outcome.CORRECT), ("mail-2-a", Outcome.INCORRECT))
    assert Ladder().estimate(state).topics[0].floor == 4
    assert Ladder().estimate(state).topics[0].direct_levels == (4,)


def test_an_ignored_answer_does_not_move_the_level() -> None:
    one = Ladder().estimate(state_after(("mail-4-a", Outcome.CORRECT)))
    two = Ladder().estimate(state_after(("mail-4-a", Outcome.CORRECT), ("mail-2-a", Outcome.INCORRECT)))
    assert one.level == two.level


def test_the_percent_counts_what_was_not_assessed_as_not_mastered() -> None:
    assert Ladder().estimate(state_after(("mail-4-a", Outcome.CORRECT))).percent == 50.0


def test_a_skill_is_set_aside_when_its_last_item_was_passed() -> None:
    one = state_after(("mail-1-a", Outcome.UNUSABLE), variants=2)
    assert Ladder().estimate(one).of("mail", 1).mastery is Mastery.NOT_ASSESSED
    both = state_after(("mail-1-a", Outcome.UNUSABLE), ("mail-1-b", Outcome.UNUSABLE), variants=2)
    assert Ladder().estimate(both).of("mail", 1).mastery is Mastery.SET_ASIDE


def test_a_skill_set_aside_leaves_the_percent_and_a_failure_below_does_not_bring_it_back() -> None:
    state = state_after(
        ("rgpd-3-a", Outcome.UNUSABLE), ("rgpd-2-a", Outcome.INCORRECT), ("rgpd-1-a", Outcome.CORRECT)
    )
    estimate = Ladder().estimate(state)
    assert estimate.of("rgpd", 3).mastery is Mastery.SET_ASIDE
    assert estimate.percent == 100 / 7  # 1 of 8 skills, less the one set aside


def test_a_skill_set_aside_is_still_mastered_by_a_success_above() -> None:
    state = state_after(("rgpd-2-a", Outcome.UNUSABLE), ("rgpd-3-a", Outcome.CORRECT))
    assert Ladder().estimate(state).of("rgpd", 2).mastery is Mastery.MASTERED
    assert not knowledge(state).sets_aside(Skill("rgpd", 2))


def test_another_item_may_settle_a_skill_of_which_one_was_passed() -> None:
    state = state_after(("rgpd-1-a", Outcome.UNUSABLE), ("rgpd-1-b", Outcome.INCORRECT), variants=2)
    estimate = Ladder().estimate(state)
    assert (estimate.of("rgpd", 1).mastery, estimate.of("rgpd", 1).basis) == (
        Mastery.NOT_MASTERED,
        Basis.OBSERVED,
    )


def test_somebody_who_could_use_nothing_has_no_percent_rather_than_a_zero() -> None:
    everything = [(item.id, Outcome.UNUSABLE) for item in bank_for(FIVE)]
    assert Ladder().estimate(state_after(*everything)).percent is None
