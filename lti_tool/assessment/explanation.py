"""Why each item was asked, what each answer changed, why it stopped: an attempt told to a person.

Recomputed from the stored answers. The sentences are in `templates/assessment/_explanation.html`.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.model import Catalogue
from lti_tool import adaptive
from lti_tool.adaptive import AskedStep, Basis, ChoiceReason, Mastery
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.levels import CompetenceResult, competence_result
from lti_tool.assessment.models import Administration, Attempt, Outcome


@dataclass(frozen=True)
class SkillChange:
    """What is now said of a skill, and whether an answer showed it or others suggest it."""

    statement: str
    topic: str
    level: int
    mastery: Mastery
    observed: bool


@dataclass(frozen=True)
class ExplainedStep:
    """One item. `chances` (1 to 9, in ten) is what the engine gave to a right answer, None if unknown.

    `own` is what is now said of the skill of the item, `others` the skills that it sheds a light on.
    `before` and `after` are the level of its competence, None while nothing of it was answered and for an
    engine that only knows topics.
    """

    position: int
    title: str
    statement: str
    topic: str
    level: int
    competence: str
    domain: str
    reason: ChoiceReason
    chances: int | None
    outcome: Outcome
    own: SkillChange | None
    others: tuple[SkillChange, ...]
    before: CompetenceResult | None
    after: CompetenceResult | None


@dataclass(frozen=True)
class Explanation:
    """All the steps; `stop_reason` is the one that was kept, None for an attempt under way.

    `is_faithful` is False when the engine or the items have changed since: what is told is then what they
    would do today.
    """

    steps: tuple[ExplainedStep, ...]
    stop_reason: str | None
    is_faithful: bool


def explanation(attempt: Attempt, catalogue: Catalogue) -> Explanation:
    """The account of an attempt."""
    engine, state = engine_state(attempt, catalogue)
    asked = [step for step in adaptive.explain(engine, state) if isinstance(step, AskedStep)]
    answered = [one for one in attempt.administrations if one.outcome is not None]
    faithful = (
        attempt.engine_version == engine.version
        and attempt.calibration in {None, *catalogue.calibrations}
        and not _changed_items(answered, catalogue)
    )
    return Explanation(
        steps=tuple(_step(step, shown, catalogue) for step, shown in zip(asked, answered, strict=True)),
        stop_reason=attempt.stop_reason,
        is_faithful=faithful and all(step.reason is not ChoiceReason.NOT_CHOSEN for step in asked),
    )


def _changed_items(answered: list[Administration], catalogue: Catalogue) -> list[str]:
    """Those that left the content, or have another version there."""
    return [
        one.item_id
        for one in answered
        if one.item_id not in catalogue.items or catalogue.items[one.item_id].version != one.item_version
    ]


def _step(step: AskedStep, shown: Administration, catalogue: Catalogue) -> ExplainedStep:
    item = catalogue.items.get(step.item_id)
    topic = catalogue.topics[step.skill.topic]
    competence = catalogue.competences[topic.competence]
    changes = [_change(one, catalogue) for one in step.settled]
    own = next((one for one in step.after.skills if one.skill == step.skill), None)
    return ExplainedStep(
        position=step.position,
        title=item.title if item else step.item_id,
        statement=catalogue.skills[step.skill.id].statement,
        topic=topic.title,
        level=step.skill.level,
        competence=competence.title,
        domain=catalogue.domains[competence.domain_id].title,
        reason=step.reason,
        chances=None if step.chance is None else min(max(round(10 * step.chance), 1), 9),
        outcome=Outcome(shown.outcome or Outcome.UNUSABLE),
        own=_change(own, catalogue) if own else None,
        others=tuple(one for one in changes if (one.topic, one.level) != (topic.title, step.skill.level)),
        before=competence_result(step.before, competence.id, catalogue),
        after=competence_result(step.after, competence.id, catalogue),
    )


def _change(one: adaptive.SkillEstimate, catalogue: Catalogue) -> SkillChange:
    skill = catalogue.skills[one.skill.id]
    topic = catalogue.topics[one.skill.topic]
    return SkillChange(
        skill.statement, topic.title, one.skill.level, one.mastery, one.basis is Basis.OBSERVED
    )
