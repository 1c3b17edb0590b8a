"""What a finished attempt leaves for the group's pages, inside the transaction that finished it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.adaptive import Mastery, SkillEstimate
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.events import AttemptCompleted, AttemptRevised
from lti_tool.assessment.models import Attempt
from lti_tool.dashboard.models import SkillResult, TopicResult


class ResultKeeper:
    """Writes the estimate of a finished attempt, skill by skill."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def handle(self, event: AttemptCompleted | AttemptRevised, session: Session) -> None:
        """Keep the result of the attempt that has just ended, or that was corrected since."""
        keep_result(session, event.attempt, self._catalogue)


def keep_result(session: Session, attempt: Attempt, catalogue: Catalogue) -> None:
    """Replace the rows of an attempt by its present estimate."""
    engine, state = engine_state(attempt, catalogue)
    skills = engine.estimate(state).skills
    for model in (SkillResult, TopicResult):
        session.execute(delete(model).where(model.attempt_id == attempt.id))
    if skills:
        session.execute(insert(SkillResult), skill_rows(attempt.id, skills))
        session.execute(insert(TopicResult), topic_rows(attempt.id, skills))


def skill_rows(attempt_id: UUID, skills: Sequence[SkillEstimate]) -> list[dict[str, object]]:
    """The rows of `skill_result`."""
    return [
        {
            "attempt_id": attempt_id,
            "topic": one.skill.topic,
            "level": one.skill.level,
            "mastery": one.mastery,
        }
        for one in skills
    ]


def topic_rows(attempt_id: UUID, skills: Sequence[SkillEstimate]) -> list[dict[str, object]]:
    """The rows of `topic_result`: what was set aside counts nowhere."""
    counted = [one for one in skills if one.mastery is not Mastery.SET_ASIDE]
    mastered = [one for one in counted if one.mastery is Mastery.MASTERED]
    return [
        {
            "attempt_id": attempt_id,
            "topic": topic,
            "mastered": _bits([one for one in mastered if _of(one, topic)]),
            "counted": _bits([one for one in counted if _of(one, topic)]),
            "rest": _share([one for one in counted if one.skill.topic != topic]),
        }
        for topic in dict.fromkeys(one.skill.topic for one in skills)
    ]


def _of(one: SkillEstimate, topic: str) -> bool:
    return one.skill.topic == topic


def _bits(skills: Sequence[SkillEstimate]) -> int:
    return sum(1 << one.skill.level for one in skills)


def _share(skills: Sequence[SkillEstimate]) -> float | None:
    return sum(one.mastery is Mastery.MASTERED for one in skills) / len(skills) if skills else None
