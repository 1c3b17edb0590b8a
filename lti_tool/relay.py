"""The relay process: reads both outboxes and talks to the LRSs and the LMSs, apart from any request.

Several may run at once: each destination, and each score, is leased to one of them at a time. A relay
that is killed loses nothing; one that is asked to stop ends the request under way and returns.
"""

from __future__ import annotations

import logging
import random
import secrets
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.grades import relay as grades_relay
from lti_tool.learning_records import relay as records_relay
from lti_tool.outgoing import OutgoingSession
from lti_tool.security import Vault

PAUSE = 1.0  # seconds between two looks at the outboxes
_log = logging.getLogger(__name__)


@dataclass
class Relay:
    """One sender of statements and scores."""

    database: Database
    http: OutgoingSession
    vault: Vault
    clock: Clock
    owner: str = field(default_factory=lambda: secrets.token_hex(8))
    rng: random.Random = field(default_factory=random.SystemRandom)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run_once(self) -> int:
        """Deliver what is due now; says how many statements and scores reached their end."""
        return self._round(self._statements) + self._round(self._scores)

    def run(self) -> None:
        """Deliver until asked to stop (SIGTERM, SIGINT)."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stopping.set())
        # Two threads: a slow LRS must not hold back the grades.
        threads = [
            threading.Thread(target=self._loop, args=(deliver,), name=name, daemon=True)
            for name, deliver in (("traces", self._statements), ("grades", self._scores))
        ]
        for thread in threads:
            thread.start()
        self.stopping.wait()
        for thread in threads:
            thread.join()
        _log.info("relay stopped")

    def _loop(self, deliver: Callable[[], int]) -> None:
        while not self.stopping.is_set():
            if self._round(deliver) == 0:
                self.stopping.wait(PAUSE)

    def _round(self, deliver: Callable[[], int]) -> int:
        try:
            return deliver()
        except SQLAlchemyError:  # the database is away: everything waits there, so do we
            _log.exception("the outbox cannot be read")
            self.stopping.wait(5 * PAUSE)
            return 0

    def _statements(self) -> int:
        report = records_relay.deliver_due(
            self.database, self.http, self.vault, self.clock, rng=self.rng, stop=self.stopping.is_set
        )
        return report.delivered + report.quarantined

    def _scores(self) -> int:
        report = grades_relay.deliver_due(
            self.database,
            self.http,
            self.vault,
            self.clock,
            owner=self.owner,
            stop=self.stopping.is_set,
            rng=self.rng,
        )
        return report.sent + report.superseded + report.failed
