"""Which requests go wrong: drawn by a seeded generator, at rates that can be changed while running."""

from __future__ import annotations

import random
import socket
import threading
import time
from dataclasses import asdict, replace

from flask import request
from werkzeug.wrappers import Response

from lti_tool.demo.lrs.config import FaultRates, LrsConfig

NAMES = frozenset(asdict(FaultRates()))


class FaultInjector:
    """Draws faults; the same seed and the same requests in the same order give the same faults."""

    def __init__(self, rates: FaultRates, seed: int) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(seed)  # noqa: S311 - chance that can be replayed, not a secret
        self._rates = rates
        self._drawn = dict.fromkeys(sorted(NAMES), 0)

    @property
    def rates(self) -> FaultRates:
        """The rates in force."""
        return self._rates

    def set(self, rates: dict[str, float], seed: int | None = None) -> None:
        """Change some rates, and start the chance again when a seed is given.

        Raises:
            ValueError: an unknown name, or a rate outside 0 to 1.
        """
        if rates.keys() - NAMES or not all(0 <= rate <= 1 for rate in rates.values()):
            raise ValueError(f"rates from 0 to 1 among {sorted(NAMES)}")
        with self._lock:
            self._rates = replace(self._rates, **rates)
            if seed is not None:
                self._random.seed(seed)

    def drawn(self) -> dict[str, int]:
        """How many times each fault happened."""
        with self._lock:
            return dict(self._drawn)

    def hits(self, name: str) -> bool:
        """Whether this fault happens now."""
        with self._lock:
            rate = float(getattr(self._rates, name))
            hit = rate > 0 and self._random.random() < rate
            self._drawn[name] += hit
            return hit


def fault_before(faults: FaultInjector, config: LrsConfig) -> Response | None:
    """The answer to give instead of doing the work, if a fault strikes; nothing is stored."""
    if faults.hits("timeout"):
        time.sleep(config.timeout_seconds)
        return _hang_up()
    if faults.hits("throttle"):
        return Response("busy", status=429, headers={"Retry-After": str(config.retry_after_seconds)})
    if faults.hits("error_before"):
        return Response("broken before storing", status=500)
    if faults.hits("html"):
        page = "<!doctype html><title>Portail</title><p>Veuillez vous identifier."
        return Response(page, status=200, content_type="text/html; charset=utf-8")
    return None


def _hang_up() -> Response:
    """Close the line without an answer when the server lets us reach it."""
    line = request.environ.get("werkzeug.socket")
    if isinstance(line, socket.socket):
        line.shutdown(socket.SHUT_RDWR)
    return Response("", status=504)
