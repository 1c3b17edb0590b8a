"""The relay process: reads both outboxes and talks to the LRSs and the LMSs, apart from any request.

Several may run at once: each destination, and each score, is leased to one of them at a time. A relay
that is killed loses nothing: what it held waits until its leases end. One that is asked to stop ends the
request under way, gives its leases back and returns; asked twice, it ends at once.
"""

from __future__ import annotations

import logging
import random
import secrets
import signal
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.grades import relay as grades_relay
from lti_tool.learning_records import relay as records_relay
from lti_tool.outgoing import OutgoingSession
from lti_tool.security import Vault

PAUSE = 1.0  # seconds between two looks at the outboxes
UPKEEP_PAUSE = 30.0  # seconds between two rounds of the other duties
GLANCE = 0.2  # seconds between two looks at whether we were asked to stop
SIGNALS = (signal.SIGTERM, signal.SIGINT)
_log = logging.getLogger(__name__)


@dataclass
class Relay:
    """One sender of statements and scores."""

    database: Database
    http: OutgoingSession
    vault: Vault
    clock: Clock
    patience: records_relay.Patience = field(default_factory=records_relay.Patience)
    owner: str = field(default_factory=lambda: secrets.token_hex(8))
    rng: random.Random = field(default_factory=random.SystemRandom)
    stopping: threading.Event = field(default_factory=threading.Event)
    asked_to_stop: bool = False
    upkeep: Callable[[], int] = lambda: 0

    def run_once(self) -> int:
        """Deliver what is due now; says how many statements and scores reached their end."""
        self._round(self.upkeep)
        return self._round(self._statements) + self._round(self._scores)

    def run(self) -> None:
        """Deliver until asked to stop (SIGTERM, SIGINT). To be called from the main thread.

        Raises:
            Exception: whatever ended one of the loops. Half a relay would look alive: the other
                loops are stopped too, and whoever watches the process starts it again.
        """
        for number in SIGNALS:
            signal.signal(number, self._ask_to_stop)
        # Three threads: a slow LRS must not hold back the grades, nor a long purge the rest.
        with ThreadPoolExecutor(max_workers=3, thread_name_prefix="relay") as pool:
            loops = [pool.submit(self._loop, deliver) for deliver in (self._statements, self._scores)]
            loops.append(pool.submit(self._loop, self.upkeep, UPKEEP_PAUSE))
            while not self.asked_to_stop:
                if wait(loops, timeout=GLANCE, return_when=FIRST_COMPLETED).done:
                    break
            self.stopping.set()
        for loop in loops:
            loop.result()
        _log.info("relay stopped")

    def _ask_to_stop(self, *_: object) -> None:
        # A plain flag: setting an event here could wait for a lock that the interrupted code holds.
        self.asked_to_stop = True
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)

    def _loop(self, deliver: Callable[[], int], pause: float = PAUSE) -> None:
        while not self.stopping.is_set():
            if self._round(deliver) == 0:
                self.stopping.wait(pause)

    def _round(self, deliver: Callable[[], int]) -> int:
        try:
            return deliver()
        except SQLAlchemyError:  # the database is away: everything waits there, so do we
            _log.exception("the outbox cannot be read")
            self.stopping.wait(5 * PAUSE)
            return 0

    def _statements(self) -> int:
        report = records_relay.deliver_due(
            self.database,
            self.http,
            self.vault,
            self.clock,
            rng=self.rng,
            stop=self.stopping.is_set,
            patience=self.patience,
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
