"""Banks, policies and histories for the tests of the engines."""

from __future__ import annotations

from hypothesis import strategies as st

from lti_tool.adaptive import Answered, BankItem, Choice, Engine, Outcome, Policy, Skill, State


def policy(targets: dict[str, int], max_items: int | None = None) -> Policy:
    """All the rungs from 1 to the cap of each topic."""
    skills = frozenset(Skill(topic, level) for topic, cap in targets.items() for level in range(1, cap + 1))
    return Policy(targets, skills, max_items)


def bank_for(policy: Policy, variants: int = 1) -> list[BankItem]:
    """The same number of items for each target skill."""
    return [
        BankItem(
            f"{skill.topic}-{skill.level}-{'abcd'[variant]}", skill.topic, skill.level, closed=variant == 0
        )
        for skill in policy.target_skills()
        for variant in range(variants)
    ]


@st.composite
def settings_of_attempts(draw: st.DrawFn) -> tuple[list[BankItem], Policy, str]:
    """A bank with holes and spare items, a policy with missing rungs, a seed."""
    topics = ["pass", "mail", "rgpd", "copy", "fold"][: draw(st.integers(1, 5))]
    targets = {topic: draw(st.integers(1, 8)) for topic in topics}
    rungs = [Skill(topic, level) for topic in topics for level in range(1, 9)]
    skills = frozenset(draw(st.sets(st.sampled_from(rungs), min_size=1)))
    bank = [
        BankItem(f"{skill.id}-{variant}", skill.topic, skill.level, closed=True)
        for skill in sorted(skills)
        for variant in range(draw(st.integers(0, 3)))
    ]
    longest = draw(st.none() | st.integers(1, 15))
    return bank, Policy(targets, skills, longest), draw(st.text(min_size=1, max_size=8))


def played(engine: Engine, state: State, outcomes: list[Outcome]) -> list[State]:
    """Every state of an attempt that follows the engine's choices, the first one included."""
    states = [state]
    for outcome in outcomes:
        choice = engine.next(states[-1])
        if not isinstance(choice, Choice):
            break
        states.append(engine.answer(states[-1], choice.item_id, outcome))
    return states


def without_passes(answers: tuple[Answered, ...]) -> list[Answered]:
    """The history of somebody who passed nothing."""
    return [line for line in answers if line.outcome is not Outcome.UNUSABLE]


outcomes = st.lists(st.sampled_from(Outcome), max_size=60)
