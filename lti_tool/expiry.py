"""Attempts that nobody comes back to: the server closes them, each in a transaction of its own."""

from __future__ import annotations

from datetime import timedelta

import content
from lti_tool.app import publisher
from lti_tool.assessment import sittings
from lti_tool.assessment.desk import Desk
from lti_tool.clock import Clock
from lti_tool.config import Settings
from lti_tool.db import Database


def expire(
    settings: Settings, database: Database, catalogue: content.Catalogue, clock: Clock, *, days: int
) -> int:
    """Close the attempts untouched for `days`, and tell it; says how many."""
    publish = publisher(settings, catalogue)
    before = clock() - timedelta(days=days)
    with database.begin() as session:
        found = sittings.untouched(Desk(session, catalogue, publish, clock()), before)
    closed = 0
    for attempt_id in found:
        with database.begin() as session:
            desk = Desk(session, catalogue, publish, clock())
            closed += sittings.abandon(desk, attempt_id, before)
    return closed
