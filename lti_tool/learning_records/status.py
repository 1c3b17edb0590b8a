"""How each LRS is doing: what waits, since when, and what became of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from lti_tool.db import UtcDateTime
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, StatementRow
from lti_tool.platforms.models import Platform


@dataclass(frozen=True)
class LrsStatus:
    """One LRS. The three totals only grow, whatever is purged or erased.

    Args:
        platform: name of the only platform that it serves; None for all.
        oldest_s: how long the oldest waiting statement has been waiting, seconds; None: nothing waits.
    """

    name: str
    platform: str | None
    endpoint: str
    state: str
    reason: str | None
    detail: str | None
    delayed_until: datetime | None
    waiting: int
    quarantined: int
    oldest_s: float | None
    delivered_total: int
    quarantined_total: int
    reconciled_total: int
    identity: str
    responses: str
    verbs: list[str] | None

    def is_late(self, threshold: timedelta) -> bool:
        """True when something has waited longer than an operator accepts."""
        return self.oldest_s is not None and self.oldest_s > threshold.total_seconds()


def each_lrs(session: Session, now: datetime) -> Sequence[LrsStatus]:
    """Every LRS, by name."""
    queued = _queues(session)
    platforms = dict(session.execute(select(Platform.id, Platform.name)).all())
    return [
        _status(lrs, platforms.get(lrs.platform_id) if lrs.platform_id else None, queued.get(lrs.id), now)
        for lrs in session.scalars(select(Lrs).order_by(Lrs.name))
    ]


def late(session: Session, now: datetime, threshold: timedelta) -> list[LrsStatus]:
    """The LRSs whose oldest statement has waited too long."""
    return [each for each in each_lrs(session, now) if each.is_late(threshold)]


def _queues(session: Session) -> dict[UUID, tuple[int, int, datetime | None]]:
    is_waiting = Delivery.state == DeliveryState.WAITING
    since = func.coalesce(Delivery.queued_at, StatementRow.created_at)
    rows = session.execute(
        select(
            Delivery.lrs_id,
            func.sum(case((is_waiting, 1), else_=0)),
            func.sum(case((is_waiting, 0), else_=1)),
            func.min(case((is_waiting, since)), type_=UtcDateTime),
        )
        .join(StatementRow, StatementRow.sequence == Delivery.sequence)
        .where(Delivery.state.in_([DeliveryState.WAITING, DeliveryState.QUARANTINED]))
        .group_by(Delivery.lrs_id)
    )
    return {lrs_id: (waiting, quarantined, oldest) for lrs_id, waiting, quarantined, oldest in rows}


def _status(
    lrs: Lrs, platform: str | None, queue: tuple[int, int, datetime | None] | None, now: datetime
) -> LrsStatus:
    waiting, quarantined, oldest = queue or (0, 0, None)
    is_delayed = lrs.delayed_until is not None and lrs.delayed_until > now
    return LrsStatus(
        name=lrs.name,
        platform=platform,
        endpoint=lrs.endpoint,
        state=str(lrs.state),
        reason=lrs.pause_reason,
        detail=lrs.pause_detail,
        delayed_until=lrs.delayed_until if is_delayed else None,
        waiting=waiting,
        quarantined=quarantined,
        oldest_s=None if oldest is None else max(0.0, (now - oldest).total_seconds()),
        delivered_total=lrs.delivered_total,
        quarantined_total=lrs.quarantined_total,
        reconciled_total=lrs.reconciled_total,
        identity=str(lrs.identity),
        responses=str(lrs.responses),
        verbs=lrs.verbs,
    )
