"""The statements of one platform that answer a query."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, aliased

from lti_tool.learning_records.models import StatementRow
from lti_tool.learning_records.reading.queries import Query
from xapi import Namespace
from xapi.voiding import ACCOUNT

Conditions = list[ColumnElement[bool]]


def find_one(session: Session, platform_id: UUID, query: Query) -> StatementRow | None:
    """The statement of `statementId` (not voided), or of `voidedStatementId` (voided)."""
    wanted = query.statement_id or query.voided_id
    is_voided = _is_voided(platform_id)
    return session.scalars(
        select(StatementRow).where(
            StatementRow.platform_id == platform_id,
            StatementRow.stored_at.is_not(None),
            StatementRow.id == wanted,
            is_voided if query.voided_id else ~is_voided,
        )
    ).one_or_none()


def find_page(session: Session, platform_id: UUID, query: Query, base: str) -> list[StatementRow]:
    """At most `limit` + 1 statements, so that the caller sees whether more remain; no voided one."""
    order = StatementRow.stored_at.asc() if query.ascending else StatementRow.stored_at.desc()
    found = (
        select(StatementRow)
        .where(
            StatementRow.platform_id == platform_id,
            StatementRow.stored_at.is_not(None),
            ~_is_voided(platform_id),
            *_asked(query),
            *_about_agent(query, platform_id, base),
        )
        .order_by(order)
        .limit(query.limit + 1)
    )
    return list(session.scalars(found))


def shown(row: StatementRow, base: str) -> dict[str, Any]:
    """The statement as an LRS gives it back: with `stored` and `authority`."""
    statement: dict[str, Any] = json.loads(row.body)
    assert row.stored_at is not None  # noqa: S101  # the queries above see to it
    statement["stored"] = instant(row.stored_at)
    statement["authority"] = {"objectType": "Agent", "account": {"homePage": base, "name": ACCOUNT}}
    return statement


def instant(moment: datetime) -> str:
    """`2026-11-23T08:30:00.125000Z`: microseconds, so that no two statements are stored at once."""
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _asked(query: Query) -> Conditions:
    stored = StatementRow.stored_at
    conditions: Conditions = []
    if query.verb is not None:
        conditions.append(StatementRow.verb == query.verb)
    if query.activity is not None:
        conditions.append(StatementRow.activity == query.activity)
    if query.registration is not None:
        conditions.append(StatementRow.registration == query.registration)
    if query.since is not None:
        conditions.append(stored > query.since)
    if query.until is not None:
        conditions.append(stored <= query.until)
    if query.cursor is not None:
        conditions.append(stored > query.cursor if query.ascending else stored < query.cursor)
    return conditions


def _about_agent(query: Query, platform_id: UUID, base: str) -> Conditions:
    if query.agent is None:
        return []
    ours = {Namespace(base).identity(platform_id), base}
    return [StatementRow.actor == query.agent.name if query.agent.home_page in ours else false()]


def _is_voided(platform_id: UUID) -> ColumnElement[bool]:
    voiding = aliased(StatementRow)
    return (
        select(voiding.sequence)
        .where(
            voiding.voids == StatementRow.id,
            voiding.platform_id == platform_id,
            StatementRow.voids.is_(None),  # a voiding statement cannot be voided
        )
        .exists()
    )
