"""How long things are kept, and their removal once the time is over. Small transactions, oldest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lti_tool.assessment.models import Attempt
from lti_tool.config import Settings
from lti_tool.db import Base, Database
from lti_tool.grades.models import Score, ScoreState
from lti_tool.launch.models import EntryCode, LaunchSession, LoginTransaction
from lti_tool.learning_records.models import Delivery, DeliveryState, StatementRow
from lti_tool.people import holdings

AT_ONCE = 500  # rows of the first table, a transaction


@dataclass(frozen=True)
class Rule:
    """Rows of one table that may go, with what belongs to them.

    Args:
        name: for an operator.
        key: primary key of the table.
        over: the condition.
    """

    name: str
    model: type[Base]
    key: InstrumentedAttribute[Any]
    over: ColumnElement[bool]


def rules(settings: Settings, now: datetime) -> list[Rule]:
    """The rules in force; a setting of 0 days keeps everything, and gives none."""

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    found = []
    if days := settings.keep_statements_days:
        found.append(Rule("traces", StatementRow, StatementRow.sequence, _told_before(before(days))))
    if days := settings.keep_attempts_days:
        found.append(Rule("parcours terminés", Attempt, Attempt.id, _finished_before(before(days))))
    if days := settings.keep_sessions_days:
        over = LaunchSession.expires_at < before(days)
        found.append(Rule("séances", LaunchSession, LaunchSession.id, over))
    if days := settings.keep_logins_days:
        for name, model, key in (
            ("connexions", LoginTransaction, LoginTransaction.state_hash),
            ("clés d’entrée", EntryCode, EntryCode.code_hash),
        ):
            found.append(Rule(name, model, key, model.expires_at < before(days)))
    return found


def preview(session: Session, settings: Settings, now: datetime) -> dict[str, int]:
    """How many rows each rule would remove, without what belongs to them."""
    return {
        rule.name: holdings.count(session, {holdings.table_of(rule.model): rule.over})[
            holdings.table_of(rule.model).name
        ]
        for rule in rules(settings, now)
    }


def purge(
    database: Database, settings: Settings, now: datetime, stop: Callable[[], bool] = lambda: False
) -> dict[str, int]:
    """Remove what is over; how many rows, by rule. `stop` is asked before each transaction."""
    removed: dict[str, int] = {}
    for rule in rules(settings, now):
        removed[rule.name] = 0
        while not stop():
            with database.begin() as session:
                gone = _some(session, rule)
            removed[rule.name] += gone
            if gone < AT_ONCE:
                break
    return removed


def _some(session: Session, rule: Rule) -> int:
    keys = session.scalars(select(rule.key).where(rule.over).order_by(rule.key).limit(AT_ONCE)).all()
    if keys:
        table = holdings.table_of(rule.model)
        holdings.remove(session, holdings.belonging({table: rule.key.in_(keys)}))
    return len(keys)


def _told_before(moment: datetime) -> ColumnElement[bool]:
    """Written before, settled everywhere, and of no attempt that goes on (its traces quote one another)."""
    unsettled = select(Delivery.sequence).where(
        Delivery.sequence == StatementRow.sequence,
        Delivery.state != DeliveryState.DELIVERED,
    )
    going_on = select(Attempt.id).where(
        Attempt.id == StatementRow.registration, Attempt.finished_at.is_(None)
    )
    return and_(StatementRow.created_at < moment, ~unsettled.exists(), ~going_on.exists())


def _finished_before(moment: datetime) -> ColumnElement[bool]:
    """Finished before, and whose grade has reached its end."""
    on_its_way = select(Score.id).where(
        Score.attempt_id == Attempt.id, Score.state.in_([ScoreState.QUEUED, ScoreState.FAILED])
    )
    return and_(Attempt.finished_at < moment, ~on_its_way.exists())
