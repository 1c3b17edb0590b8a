"""What a finished attempt leaves for the group's pages, inside the transaction that finished it."""

from __future__ import annotations

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.events import AttemptCompleted, AttemptRevised
from lti_tool.assessment.models import Attempt
from lti_tool.dashboard.models import SkillResult


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
    rows = [
        {
            "attempt_id": attempt.id,
            "topic": one.skill.topic,
            "level": one.skill.level,
            "mastery": one.mastery,
        }
        for one in engine.estimate(state).skills
    ]
    session.execute(delete(SkillResult).where(SkillResult.attempt_id == attempt.id))
    if rows:
        session.execute(insert(SkillResult), rows)
