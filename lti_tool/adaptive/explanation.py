"""Why each item was asked, what each answer changed, why it stops: the same account for every engine."""

from __future__ import annotations

from lti_tool.adaptive.engine import Engine
from lti_tool.adaptive.findings import (
    AskedStep,
    Choice,
    ChoiceReason,
    Estimate,
    SkillEstimate,
    Step,
    Stop,
    StopStep,
)
from lti_tool.adaptive.model import Answered, State


def explain(engine: Engine, state: State) -> tuple[Step, ...]:
    """Every answer replayed: why it was asked, what it changed; then why it stops, if it does."""
    steps: list[Step] = []
    before = engine.start(state.bank, state.policy, state.seed)
    known = engine.estimate(before)
    for position, line in enumerate(state.answers, start=1):
        after = engine.answer(before, line.item_id, line.outcome)
        now = engine.estimate(after)
        steps.append(_asked(position, line, engine.next(before), after, known, now))
        before, known = after, now
    end = engine.next(before)
    if isinstance(end, Stop):
        steps.append(StopStep(len(steps) + 1, end.reason))
    return tuple(steps)


def _asked(
    position: int, line: Answered, chosen: Choice | Stop, after: State, known: Estimate, now: Estimate
) -> AskedStep:
    own = chosen if isinstance(chosen, Choice) and chosen.item_id == line.item_id else None
    return AskedStep(
        position=position,
        item_id=line.item_id,
        skill=next(item.skill for item in after.bank if item.id == line.item_id),
        reason=own.reason if own else ChoiceReason.NOT_CHOSEN,
        reward=own.reward if own else None,
        chance=own.chance if own else None,
        outcome=line.outcome,
        before=known,
        after=now,
        settled=_settled(known, now),
    )


def _settled(known: Estimate, now: Estimate) -> tuple[SkillEstimate, ...]:
    return tuple(
        new
        for old, new in zip(known.skills, now.skills, strict=True)
        if (new.mastery, new.basis) != (old.mastery, old.basis)
    )
