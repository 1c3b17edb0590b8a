"""The statistics of items, kept from one view to the next: read again until an attempt changes.

Decision 0038. What they depend on is summed up by two counts over one activity and the wording of the items;
when that is the same, so are they.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.dashboard.items import ItemStatistics, item_statistics
from lti_tool.dashboard.models import KeptItems, TrainerAction


def statistics_of(
    session: Session, link_id: UUID, catalogue: Catalogue, smallest: int
) -> tuple[ItemStatistics, ...]:
    """What `item_statistics` says, computed only when something has changed since it was last asked."""
    mark = _mark(session, link_id, catalogue, smallest)
    kept = session.get(KeptItems, link_id)
    if kept is not None and kept.mark == mark:
        return tuple(ItemStatistics(**row) for row in kept.rows)
    found = item_statistics(session, link_id, catalogue, smallest)
    rows = [asdict(one) for one in found]
    if kept is not None:
        kept.mark, kept.rows = mark, rows
        return found
    try:
        with session.begin_nested():
            session.add(KeptItems(resource_link_id=link_id, mark=mark, rows=rows))
    except IntegrityError:
        pass  # a colleague looked at the same instant, and kept the same
    return found


def _mark(session: Session, link_id: UUID, catalogue: Catalogue, smallest: int) -> str:
    """Changes when an attempt finishes, is reset, reopened, corrected or erased, or when the content does."""
    attempts = session.execute(
        select(
            func.count(),
            func.count(Attempt.set_aside_at),
            func.max(Attempt.finished_at),
            func.max(Attempt.set_aside_at),
        ).where(
            Attempt.resource_link_id == link_id,
            Attempt.mode == Mode.GRADED,
            Attempt.finished_at.is_not(None),
        )
    ).one()
    actions = session.execute(
        select(func.count(), func.max(TrainerAction.at)).where(TrainerAction.resource_link_id == link_id)
    ).one()
    items = [(one.id, one.version, one.title, one.duration_s) for one in catalogue.items.values()]
    seen = repr((smallest, tuple(attempts), tuple(actions), items))
    return hashlib.sha256(seen.encode()).hexdigest()
