"""The whole demonstration in one command: the tool, its relay, an LMS and an LRS, all on this machine.

The LMS is on `localhost` and the tool on `127.0.0.1` on purpose: for a browser these are two sites, so the
demonstration meets the same cookie rules as a real installation.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

from lti_tool.demo.installation import REGISTERED_FILE, Installation, prepare
from lti_tool.demo.processes import Program, run_to_end

CLIENT_ID = "demo-parcours"
DEPLOYMENT_ID = "1"
LRS_USERNAME = "parcours"


@dataclass(frozen=True)
class DemoOptions:
    """Where the files go, which ports are preferred; `keep` goes on with the files of the time before."""

    directory: Path = Path(".demo")
    keep: bool = False
    tool_port: int = 8000
    lms_port: int = 8001
    lrs_port: int = 8002
    ready_seconds: float = 60.0
    tool_command: Sequence[str] = (sys.executable, "-m", "lti_tool.cli")


def run_demo(
    options: DemoOptions | None = None,
    announce: Callable[[str], None] = click.echo,
    stopping: threading.Event | None = None,
) -> None:
    """Start everything, say which page to open, and stay until Ctrl-C, SIGTERM or `stopping`.

    Raises:
        DemoError: a port is taken while the files are kept, a program fails, or the folder is not ours.
    """
    options, stopping = options or DemoOptions(), stopping or threading.Event()
    wanted = (options.tool_port, options.lms_port, options.lrs_port)
    settings = prepare(options.directory, wanted, announce, keep=options.keep)
    demo = _Demo(options, settings)
    with _interrupted_by_signals(), suppress(KeyboardInterrupt), ExitStack() as stack:
        stack.callback(demo.stop)
        demo.start(announce)
        announce(f"\n  La démonstration est prête. Ouvrez cette page :\n\n      {settings.lms_url}/\n")
        announce("  Pour tout arrêter : Ctrl-C.")
        while not stopping.wait(0.5):
            demo.check_alive()
    announce("Démonstration arrêtée.")


class _Demo:
    """The programs of one run."""

    def __init__(self, options: DemoOptions, settings: Installation) -> None:
        self._options = options
        self._settings = settings
        self._directory = options.directory.resolve()
        self._programs: list[Program] = []
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PARCOURS_")},
            "PARCOURS_PUBLIC_URL": settings.tool_url,
            "PARCOURS_SECRET_KEY": settings.secret_key,
            "PARCOURS_DATABASE_URL": f"sqlite:///{self._directory / 'outil.db'}",
            "PARCOURS_ALLOW_LOOPBACK": "1",
            "DEMO_LRS_PASSWORD": settings.lrs_password,
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, announce: Callable[[str], None]) -> None:
        """In order: database, LMS and LRS, registrations, tool, relay."""
        settings = self._settings
        announce("Préparation de la base de données…")
        self._tool_to_end("db", "upgrade")
        invitation = self._link("platforms", "invite", "--name", "Espace de formation (par invitation)")
        administration = self._link("admin", "link", "--minutes", "1440")
        announce("Démarrage de la plateforme de formation et du magasin de traces…")
        self._start("LMS de démonstration", self._lms_command(invitation, administration), settings.lms_url)
        self._start("LRS de démonstration", self._lrs_command(), settings.lrs_url)
        self._wait()
        registered = self._directory / REGISTERED_FILE
        if not registered.exists():
            announce("Inscription de la plateforme et du magasin de traces dans l’outil…")
            self._tool_to_end(*_platform_arguments(settings))
            self._tool_to_end(*_lrs_arguments(settings))
            registered.touch()
        announce("Démarrage de l’outil…")
        serve = ("serve", "--host", "127.0.0.1", "--port", str(settings.tool_port))
        self._start("outil", (*self._options.tool_command, *serve), settings.tool_url)
        self._start("relais", (*self._options.tool_command, "relay"))
        self._wait()
        self.check_alive()

    def check_alive(self) -> None:
        """Every program still runs.

        Raises:
            DemoError: one ended.
        """
        for program in self._programs:
            program.check_alive()

    def stop(self) -> None:
        """End everything, the last started first."""
        while self._programs:
            self._programs.pop().stop()

    def _lms_command(self, invitation: str, administration: str) -> tuple[str, ...]:
        settings = self._settings
        return (
            *(sys.executable, "-m", "lti_tool.demo.lms"),
            *("--port", str(settings.lms_port), "--tool-url", settings.tool_url),
            *("--client-id", CLIENT_ID, "--deployment-id", DEPLOYMENT_ID),
            *("--database", str(self._directory / "lms.db"), "--lrs-url", f"{settings.lrs_url}/"),
            *("--invitation-url", invitation, "--tool-admin-url", administration),
        )

    def _lrs_command(self) -> tuple[str, ...]:
        settings = self._settings
        return (
            *(sys.executable, "-m", "lti_tool.demo.lrs"),
            *("--port", str(settings.lrs_port), "--username", LRS_USERNAME),
            *("--database", str(self._directory / "lrs.db"), "--lms-url", f"{settings.lms_url}/"),
        )

    def _link(self, *arguments: str) -> str:
        """What a command that makes a link answers; the page of the LMS offers it."""
        return str(json.loads(self._tool_to_end(*arguments, "--json"))["link"])

    def _tool_to_end(self, *arguments: str) -> str:
        command = (*self._options.tool_command, *arguments)
        name = " ".join(("parcours", *arguments[:2]))
        return run_to_end(name, command, self._directory / "preparation.log", self._environment)

    def _start(self, name: str, command: Sequence[str], url: str = "") -> None:
        log = self._directory / f"{name.split()[0].lower()}.log"
        self._programs.append(Program(name, command, log, self._environment, url))

    def _wait(self) -> None:
        for program in self._programs:
            program.wait_until_ready(self._options.ready_seconds)


def _platform_arguments(settings: Installation) -> tuple[str, ...]:
    return (
        *("platforms", "add", "--name", "Espace de formation", "--issuer", settings.lms_url),
        *("--client-id", CLIENT_ID, "--deployment-id", DEPLOYMENT_ID),
        *("--auth-login-url", f"{settings.lms_url}/lti/auth"),
        *("--auth-token-url", f"{settings.lms_url}/lti/token"),
        *("--jwks-url", f"{settings.lms_url}/lti/jwks"),
    )


def _lrs_arguments(settings: Installation) -> tuple[str, ...]:
    return (
        *("lrs", "add", "--name", "Magasin de traces", "--endpoint", f"{settings.lrs_url}/xapi"),
        *("--username", LRS_USERNAME, "--password", settings.lrs_password),
    )


@contextmanager
def _interrupted_by_signals() -> Iterator[None]:
    """SIGTERM interrupts like Ctrl-C; only the first signal does, so that stopping goes to its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if not received.is_set():
            received.set()
            raise KeyboardInterrupt

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
