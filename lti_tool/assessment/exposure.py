"""What the latest attempts on a pathway were shown, counted once when an attempt begins and kept with it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tool import adaptive
from lti_tool.assessment.models import Administration, Attempt, Mode

LATEST = 200  # attempts: enough for a share, few enough to count while somebody waits


def shown_too_often(session: Session, pathway_id: str) -> dict[str, float]:
    """The items to withhold, with the share (0 to 1) of the latest attempts that showed each."""
    latest = (
        select(Attempt.id)
        .where(Attempt.pathway_id == pathway_id, Attempt.mode == Mode.GRADED)
        .order_by(Attempt.started_at.desc(), Attempt.id)
        .limit(LATEST)
        .subquery()
    )
    shown = session.execute(
        select(Administration.item_id, func.count())
        .join(latest, latest.c.id == Administration.attempt_id)
        .group_by(Administration.item_id)
    )
    attempts = session.scalar(select(func.count()).select_from(latest))
    return adaptive.over_exposed(dict(shown.all()), attempts or 0)
