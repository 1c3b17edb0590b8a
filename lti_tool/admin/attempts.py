"""Finding an attempt: by its id, or among those of an activity. No name, no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tool.assessment.models import Attempt
from lti_tool.launch.models import ResourceLink

PAGE = 50


@dataclass(frozen=True)
class ActivityLine:
    """An activity that was begun at least once."""

    link: ResourceLink
    attempts: int
    latest: datetime


@dataclass(frozen=True)
class AttemptPage:
    """Some attempts of one activity, the latest first; `number` goes from 1 to `last`."""

    link: ResourceLink
    attempts: Sequence[Attempt]
    number: int
    last: int
    total: int


def activities(session: Session) -> list[ActivityLine]:
    """The activities where something happened lately, the latest first."""
    latest = func.max(Attempt.started_at)
    rows = session.execute(
        select(Attempt.resource_link_id, func.count(), latest)
        .group_by(Attempt.resource_link_id)
        .order_by(latest.desc())
        .limit(PAGE)
    )
    return [ActivityLine(session.get_one(ResourceLink, link), count, at) for link, count, at in rows]


def find(session: Session, words: str, page: str) -> Attempt | AttemptPage | None:
    """What an identifier stands for; None when it stands for nothing here."""
    try:
        wanted = UUID(words.strip())
    except ValueError:
        return None
    attempt = session.get(Attempt, wanted)
    if attempt is not None:
        return attempt
    link = (
        session.get(ResourceLink, wanted)
        or session.scalars(select(ResourceLink).where(ResourceLink.activity_id == wanted)).first()
    )
    return None if link is None else _page(session, link, page)


def _page(session: Session, link: ResourceLink, page: str) -> AttemptPage:
    mine = Attempt.resource_link_id == link.id
    total = session.scalar(select(func.count()).select_from(Attempt).where(mine)) or 0
    last = max(1, -(-total // PAGE))
    asked = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    number = min(max(asked, 1), last)
    found = session.scalars(
        select(Attempt)
        .where(mine)
        .order_by(Attempt.started_at.desc(), Attempt.id)
        .offset((number - 1) * PAGE)
        .limit(PAGE)
    ).all()
    return AttemptPage(link, found, number, last, total)
