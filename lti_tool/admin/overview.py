"""The health of the installation in a few figures."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from lti_tool import __version__, migrations
from lti_tool.admin.queues import Queue, read_queues
from lti_tool.platforms.models import PlatformStatus
from lti_tool.platforms.services import list_platforms


@dataclass(frozen=True)
class Overview:
    """What the home page and the health page show."""

    version: str
    database: str
    is_schema_current: bool
    to_approve: int
    active: int
    queues: tuple[Queue, Queue]


def read_overview(session: Session, engine: Engine) -> Overview:
    """Counted now."""
    states = [platform.status for platform in list_platforms(session)]
    return Overview(
        version=__version__,
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(
            engine.dialect.name, engine.dialect.name
        ),
        # Read in the caller's transaction: a second connection would wait for SQLite's lock.
        is_schema_current=not migrations.pending_in(session.connection()),
        to_approve=states.count(PlatformStatus.PENDING),
        active=states.count(PlatformStatus.ACTIVE),
        queues=read_queues(session, ""),
    )
