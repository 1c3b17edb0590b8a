"""Programs started for the demonstration: each in its own group, its output in a file, ended for sure."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import requests

_STOP_SECONDS = 8.0
_TAIL_LINES = 15


class DemoError(Exception):
    """The demonstration cannot start or go on; the message is in French, for the person who runs it."""


class Program:
    """A running program; `url` is where it answers, empty when it serves nothing."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str], url: str = ""
    ) -> None:
        self.name = name
        self.url = url
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - commands are ours, no shell
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                start_new_session=True,
            )

    def check_alive(self) -> None:
        """Make sure that it still runs.

        Raises:
            DemoError: it ended; the message carries the end of its output.
        """
        code = self._process.poll()
        if code is not None:
            raise DemoError(f"« {self.name} » s’est arrêté (code {code}) :\n{tail(self._log)}")

    def wait_until_ready(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Wait until its address answers.

        Raises:
            DemoError: it ended, or does not answer in time.
        """
        deadline = monotonic() + seconds
        while self.url:
            self.check_alive()
            with suppress(requests.RequestException):
                if requests.get(f"{self.url}/healthz", timeout=2).ok:
                    return
            if monotonic() > deadline:
                raise DemoError(f"« {self.name} » ne répond pas sur {self.url} :\n{tail(self._log)}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask it to end, with everything that it started; then insist."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return


def run_to_end(name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> str:
    """Run a command and wait for its end; what it printed.

    Raises:
        DemoError: it failed; the message carries the end of its output.
    """
    with log.open("ab") as errors:
        done = subprocess.run(  # noqa: S603 - commands are ours, no shell
            command, stdout=subprocess.PIPE, stderr=errors, env=dict(environment), check=False, text=True
        )
    if done.returncode != 0:
        raise DemoError(f"« {name} » a échoué (code {done.returncode}) :\n{done.stdout}{tail(log)}")
    return done.stdout


def tail(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL_LINES:])
