"""One attempt, for whoever has to check it: every number, and enough of them to run it again elsewhere.

Nobody is named here: an attempt is known by its id, which is also its registration in the traces.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from content.model import Catalogue
from lti_tool import adaptive
from lti_tool.adaptive import AskedStep, Estimate, SkillEstimate, State, StopStep
from lti_tool.assessment import rules
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.models import Administration, Attempt


@dataclass(frozen=True)
class Audit:
    """An attempt with the account of today's engine, which may differ from what was kept."""

    attempt: Attempt
    engine: adaptive.Engine
    state: State
    estimate: Estimate
    steps: tuple[AskedStep, ...]
    answered: tuple[Administration, ...]  # one by step
    stop: str | None  # of today's engine; None when it would ask more
    pathway_version: int
    has_its_calibration: bool
    item_versions: dict[str, int | None]  # of today's content; None for an item that left it

    @property
    def differences(self) -> tuple[str, ...]:
        """What is not as it was, as words that the page puts in sentences."""
        kept = self.attempt
        checks = {
            "engine": kept.engine_version != self.engine.version,
            "calibration": not self.has_its_calibration,
            "pathway": kept.pathway_version != self.pathway_version,
            "items": any(one.item_version != self.item_versions[one.item_id] for one in self.answered),
            "choices": any(step.reward is None for step in self.steps),
            "percent": kept.finished_at is not None and kept.percent != self.estimate.percent,
        }
        return tuple(name for name, differs in checks.items() if differs)


def audit(attempt: Attempt, catalogue: Catalogue) -> Audit:
    """Replay an attempt."""
    engine, state = engine_state(attempt, catalogue)
    steps = adaptive.explain(engine, state)
    answered = tuple(one for one in attempt.administrations if one.outcome is not None)
    versions = {one.item_id: catalogue.items.get(one.item_id) for one in answered}
    return Audit(
        attempt=attempt,
        engine=engine,
        state=state,
        estimate=engine.estimate(state),
        steps=tuple(step for step in steps if isinstance(step, AskedStep)),
        answered=answered,
        stop=next((step.reason for step in steps if isinstance(step, StopStep)), None),
        pathway_version=rules.pathway_of(attempt, catalogue).version,
        has_its_calibration=attempt.calibration in {None, *catalogue.calibrations},
        item_versions={name: item.version if item else None for name, item in versions.items()},
    )


def document(found: Audit) -> dict[str, Any]:
    """All of it as JSON: what went in (`policy`, `bank`, `seed`, `answers`), and what comes out."""
    attempt, policy = found.attempt, found.state.policy
    return {
        "attempt": {
            "id": str(attempt.id),
            "activity": str(attempt.resource_link_id),
            "number": attempt.number,
            "mode": str(attempt.mode),
            "started_at": _instant(attempt.started_at),
            "finished_at": _instant(attempt.finished_at),
            "set_aside_at": _instant(attempt.set_aside_at),
            "stop_reason": attempt.stop_reason,
            "percent": attempt.percent,
        },
        "engine": {
            "name": attempt.engine,
            "version": attempt.engine_version,
            "version_now": found.engine.version,
        },
        "calibration": attempt.calibration,
        "pathway": {
            "id": attempt.pathway_id,
            "version": attempt.pathway_version,
            "version_now": found.pathway_version,
        },
        "seed": attempt.seed,
        "policy": {
            "targets": dict(policy.targets),
            "skills": sorted(skill.id for skill in policy.skills),
            "places": {topic: list(place) for topic, place in policy.places.items()},
            "max_items": policy.max_items,
            "precision": policy.precision,
        },
        "bank": [asdict(item) for item in found.state.bank],
        "answers": [_answer(one, found) for one in found.answered],
        "steps": [_step(step) for step in found.steps],
        "stop": found.stop,
        "estimate": _estimate(found.estimate)
        | {"skills": [_skill(one) for one in found.estimate.skills], "percent": found.estimate.percent},
        "differences": list(found.differences),
    }


def _answer(one: Administration, found: Audit) -> dict[str, Any]:
    return {
        "position": one.position,
        "item": one.item_id,
        "version": one.item_version,
        "version_now": found.item_versions[one.item_id],
        "skill": one.skill,
        "outcome": str(one.outcome),
        "score": one.score,
        "shown_at": _instant(one.shown_at),
        "answered_at": _instant(one.answered_at),
    }


def _step(step: AskedStep) -> dict[str, Any]:
    return {
        "position": step.position,
        "item": step.item_id,
        "skill": step.skill.id,
        "reason": step.reason,
        "reward": step.reward,
        "chance": step.chance,
        "outcome": step.outcome,
        "before": _estimate(step.before),
        "after": _estimate(step.after),
        "settled": [_skill(one) for one in step.settled],
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {"level": estimate.level, "competences": [asdict(one) for one in estimate.competences]}


def _skill(one: SkillEstimate) -> dict[str, Any]:
    return {
        "skill": one.skill.id,
        "mastery": one.mastery,
        "basis": one.basis,
        "probability": one.probability,
    }


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
