"""Scores whose column no launch names: find or make it once, then put them in the queue.

One relay at a time looks for the column of a link (the lease of its `line_item` row), so that two never
make two. A score is sendable only once its real column is known: the order of scores in a column is kept.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import requests
from sqlalchemy import exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lti_tool.assessment.models import Attempt
from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.grades.leases import LEASE, back_off, free_second
from lti_tool.grades.line_items import Found, LineItems, Missing, Trouble, Wanted
from lti_tool.grades.models import LineItem, Score, ScoreState
from lti_tool.grades.tokens import Tokens
from lti_tool.launch.models import ResourceLink
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus
from lti_tool.security import digest


@dataclass(frozen=True)
class Search:
    """A column that this relay alone looks for until `until`."""

    row: LineItem
    platform: Platform
    wanted: Wanted
    until: datetime


def wait_for_column(session: Session, link: ResourceLink, score: Score, at: datetime) -> None:
    """Make the score wait until the column of its link is known; at once when it is known already."""
    row = session.get(LineItem, link.id)
    if row is None:
        try:
            with session.begin_nested():
                session.add(LineItem(resource_link_id=link.id, next_try_at=at))
        except IntegrityError:  # another attempt on this link ended in the same instant
            row = session.get(LineItem, link.id)
    url = row.url if row is not None else None
    score.line_item_url = url or ""
    score.line_item_hash = digest(url or f"link {link.id}")
    score.state = ScoreState.QUEUED if url else ScoreState.UNPLACED


def place_due(
    database: Database,
    http: requests.Session,
    tokens: Tokens,
    clock: Clock,
    *,
    owner: str,
    stop: Callable[[], bool],
    rng: random.Random,
) -> int:
    """Look for every column that is due; says how many were looked for.

    Raises:
        OperatorError: our key was encrypted under another `PARCOURS_SECRET_KEY`.
    """
    count = 0
    while (search := _take(database, clock(), owner)) is not None:
        service = LineItems(http, tokens, search.platform, clock)
        found = Found(search.row.url) if search.row.url else service.find_or_make(search.wanted)
        _settle(database, search, owner, found, clock(), rng)
        count += 1
        if stop():
            break
    return count


def _take(database: Database, now: datetime, owner: str) -> Search | None:
    waiting = exists().where(
        Score.state == ScoreState.UNPLACED,
        Score.attempt_id == Attempt.id,
        Attempt.resource_link_id == LineItem.resource_link_id,
    )
    statement = (
        select(LineItem)
        .join(ResourceLink, ResourceLink.id == LineItem.resource_link_id)
        .join(Deployment, Deployment.id == ResourceLink.deployment_id)
        .join(Platform, Platform.id == Deployment.platform_id)
        .where(
            waiting,
            LineItem.next_try_at <= now,
            or_(LineItem.leased_until.is_(None), LineItem.leased_until <= now),
            Platform.status == PlatformStatus.ACTIVE,
        )
        .order_by(LineItem.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True, of=LineItem)
    )
    with database.begin() as session:
        row = session.scalars(statement).first()
        if row is None:
            return None
        row.tries += 1
        row.lease_owner, row.leased_until = owner, now + LEASE
        link = session.get_one(ResourceLink, row.resource_link_id)
        return Search(row, link.platform, _wanted(link), now + LEASE)


def _wanted(link: ResourceLink) -> Wanted:
    wants = link.activity is not None and link.activity.options.makes_column
    return Wanted(
        container_url=link.line_items_url or "",
        resource_link_id=link.resource_link_id,
        resource_id=str(link.id),
        activity_id=str(link.activity_id),
        label=(link.title or (link.activity.title if link.activity else "")) or "Parcours",
        may_create=link.may_create_column and wants,
        may_write=link.may_create_column,
    )


def _settle(
    database: Database,
    search: Search,
    owner: str,
    found: Found | Missing | Trouble,
    now: datetime,
    rng: random.Random,
) -> None:
    with database.begin() as session:
        row = session.get_one(LineItem, search.row.resource_link_id, with_for_update=True)
        if row.lease_owner != owner or row.leased_until != search.until:
            return  # the lease had passed to another relay, which decides
        row.lease_owner, row.leased_until, row.last_error = None, None, None
        match found:
            case Found(url):
                row.url, row.tries = url, 0
                _place(session, row, url)
            case Missing():
                _end(session, row, ScoreState.SUPERSEDED, "no_line_item", now)
            case Trouble(reason, lasting=True):
                _end(session, row, ScoreState.FAILED, reason, now)
            case Trouble(reason, wait=asked):
                wait = back_off(row.tries, rng)
                row.last_error, row.next_try_at = reason, now + max(wait, asked or wait)
                _end(session, row, ScoreState.UNPLACED, reason, row.next_try_at)
            case _:
                assert_never(found)


def _place(session: Session, row: LineItem, url: str) -> None:
    for score in _waiting(session, row):
        score.line_item_url, score.line_item_hash = url, digest(url)
        score.timestamp = score.next_try_at = free_second(session, score, score.timestamp)
        score.state, score.last_error = ScoreState.QUEUED, None
        session.flush()


def _waiting(session: Session, row: LineItem) -> list[Score]:
    statement = (
        select(Score)
        .join(Attempt, Attempt.id == Score.attempt_id)
        .where(Score.state == ScoreState.UNPLACED, Attempt.resource_link_id == row.resource_link_id)
        .order_by(Score.timestamp, Score.id)
    )
    return list(session.scalars(statement))


def _end(session: Session, row: LineItem, state: ScoreState, reason: str, until: datetime) -> None:
    ids = [score.id for score in _waiting(session, row)]
    session.execute(
        update(Score)
        .where(Score.id.in_(ids))
        .values(state=state, last_error=reason, next_try_at=until)
        .execution_options(synchronize_session=False)
    )
