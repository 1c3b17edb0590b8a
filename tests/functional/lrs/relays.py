"""Relay processes, as an operator starts them, and the person who kills them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ENDS_WITHIN = 60.0  # seconds; a request under way has its own time-outs, far below
STARTS_WITHIN = 60.0  # seconds; two on a busy machine
AT_WORK = "Le relais livre"  # what it says once it is ready


class RelayProcess:
    """`parcours relay`, its output in a file."""

    def __init__(self, environment: Mapping[str, str], log: Path, arguments: Sequence[str] = ()) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self._log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lti_tool.cli", "relay", *arguments],
                env={**kept, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def check_alive(self) -> None:
        assert self._process.poll() is None, f"ended by itself:\n{self.output[-3000:]}"

    @property
    def is_at_work(self) -> bool:
        return AT_WORK in self.output

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is given back."""
        self.check_alive()
        self._process.kill()
        assert self._process.wait(ENDS_WITHIN) == -signal.SIGKILL

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        self._process.send_signal(signal.SIGTERM)

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def wait(self) -> int:
        """The exit code."""
        return self._process.wait(ENDS_WITHIN)

    def end(self) -> None:
        """Make sure that nothing is left behind."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(ENDS_WITHIN)


class Relays:
    """Several at once, each replaced when it is killed."""

    def __init__(self, environment: Mapping[str, str], folder: Path, count: int) -> None:
        self._environment, self._folder = environment, folder
        self._started = 0
        self._running = [self._start() for _ in range(count)]
        self.kills = 0

    def kill_one(self, rng: random.Random, longest_delay: float) -> None:
        """Any of those at work, at any moment of it; another one starts at once.

        To kill a program that is still being read from the disk would prove nothing.
        """
        assert wait_until(lambda: any(each.is_at_work for each in self._running), STARTS_WITHIN, 0.05)
        relay = rng.choice([each for each in self._running if each.is_at_work])
        time.sleep(rng.uniform(0, longest_delay))
        relay.kill()
        self._running[self._running.index(relay)] = self._start()
        self.kills += 1

    def all(self) -> Sequence[RelayProcess]:
        """Those that run now."""
        return tuple(self._running)

    def check_alive(self) -> None:
        for relay in self._running:
            relay.check_alive()

    def stop(self) -> list[int]:
        """Ask all to stop; their exit codes."""
        for relay in self._running:
            relay.ask_to_stop()
        return [relay.wait() for relay in self._running]

    def end(self) -> None:
        for relay in self._running:
            relay.end()

    def _start(self) -> RelayProcess:
        self._started += 1
        return RelayProcess(self._environment, self._folder / f"relay-{self._started}.log")


@contextmanager
def running(environment: Mapping[str, str], folder: Path, count: int = 1) -> Iterator[Relays]:
    """Relay processes that do not outlive the test."""
    relays = Relays(environment, folder, count)
    try:
        yield relays
    finally:
        relays.end()


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.25) -> bool:
    """Look now and then; what the condition said in the end."""
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(pause)
    return met
