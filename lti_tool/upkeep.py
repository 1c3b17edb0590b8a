"""What the relay does now and then besides delivering: stamps, expired files, alerts, retention."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_tool.clock import Clock
from lti_tool.config import Settings
from lti_tool.dashboard import preparing
from lti_tool.db import Database
from lti_tool.learning_records import status
from lti_tool.learning_records.reading.stamping import stamp
from lti_tool.people import retention

ALERT_EVERY, PURGE_EVERY = timedelta(minutes=10), timedelta(hours=1)
_log = logging.getLogger(__name__)


@dataclass
class Upkeep:
    """The duties of one relay; several relays may do them at once without harm."""

    database: Database
    settings: Settings
    clock: Clock
    stop: Callable[[], bool] = lambda: False
    _alerted_at: datetime | None = None
    _purged_at: datetime | None = None

    def run(self) -> int:
        """Do what is due; always 0, for a loop that rests after it."""
        now = self.clock()
        with self.database.begin() as session:
            stamp(session, now)
            preparing.forget(session, now)
        if self._alerted_at is None or now - self._alerted_at >= ALERT_EVERY:
            self._alerted_at = now if self._alert(now) else None
        if self._purged_at is None or now - self._purged_at >= PURGE_EVERY:
            self._purged_at = now
            removed = retention.purge(self.database, self.settings, now, self.stop)
            for name, count in removed.items():
                if count:
                    _log.info("retention: %d removed (%s)", count, name)
        return 0

    def _alert(self, now: datetime) -> bool:
        threshold = timedelta(minutes=self.settings.outbox_alert_minutes)
        with self.database.begin() as session:
            late = status.late(session, now, threshold)
        for lrs in late:
            _log.error(
                "LRS %s is late: %d statement(s) wait, the oldest for %d s (state: %s)",
                lrs.name,
                lrs.waiting,
                lrs.oldest_s or 0,
                lrs.state,
            )
        return bool(late)
