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

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is given back."""
        self.check_alive()
        self._process.kill()
        assert self._process.wait(ENDS_WITHIN) == -signal.SIGKILL

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        self._process.send_signal(signal.SIGTERM)

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
        self._running = [self._start(number) for number in range(count)]
        self.kills = 0

    def kill_one(self, rng: random.Random) -> None:
        """Any of them; another one starts at once."""
        number = rng.randrange(len(self._running))
        self._running[number].kill()
        self._running[number] = self._start(number)
        self.kills += 1

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

    def _start(self, number: int) -> RelayProcess:
        return RelayProcess(self._environment, self._folder / f"relay-{number}.log")


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
