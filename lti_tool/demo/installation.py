"""The folder of a demonstration: its ports and its secrets, kept or made anew."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from lti_tool.demo.processes import DemoError

REGISTERED_FILE = "inscriptions-faites"
_SETTINGS_FILE = "reglages.json"
_PORT_TRIES = 50


@dataclass(frozen=True)
class Installation:
    """What must stay the same as long as the files are kept: registrations name these addresses."""

    tool_port: int
    lms_port: int
    lrs_port: int
    secret_key: str
    lrs_password: str

    @property
    def tool_url(self) -> str:
        return f"http://127.0.0.1:{self.tool_port}"

    @property
    def lms_url(self) -> str:
        return f"http://localhost:{self.lms_port}"

    @property
    def lrs_url(self) -> str:
        return f"http://127.0.0.1:{self.lrs_port}"


def prepare(
    directory: Path, wanted: Sequence[int], announce: Callable[[str], None], *, keep: bool
) -> Installation:
    """The addresses and secrets of this run: those of the time before with `keep`, else new ones.

    `wanted` are the preferred ports of the tool, the LMS and the LRS.

    Raises:
        DemoError: a kept port is taken, no port is free, or the folder holds something else.
    """
    file = directory / _SETTINGS_FILE
    if keep and file.exists():
        kept = Installation(**json.loads(file.read_text(encoding="utf-8")))
        for port in (kept.tool_port, kept.lms_port, kept.lrs_port):
            if not is_free(port):
                raise DemoError(f"Le port {port} est occupé ; libérez-le ou relancez sans --keep.")
        return kept
    if directory.exists():
        if not file.exists() and any(directory.iterdir()):
            raise DemoError(f"Le dossier {directory} contient autre chose : choisissez-en un autre.")
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    tool_port, lms_port, lrs_port = _free_ports(wanted, announce)
    made = Installation(
        tool_port,
        lms_port,
        lrs_port,
        secret_key=secrets.token_hex(32),
        lrs_password=secrets.token_urlsafe(16),
    )
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(made)), encoding="utf-8")
    return made


def _free_ports(wanted: Sequence[int], announce: Callable[[str], None]) -> list[int]:
    chosen: list[int] = []
    for port in wanted:
        candidates = (
            each for each in range(port, port + _PORT_TRIES) if each not in chosen and is_free(each)
        )
        found = next(candidates, None)
        if found is None:
            raise DemoError(f"Aucun port libre entre {port} et {port + _PORT_TRIES - 1}.")
        if found != port:
            announce(f"Le port {port} est occupé : le port {found} le remplace.")
        chosen.append(found)
    return chosen


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of the local machine, by either address family."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with closing(socket.socket(family, socket.SOCK_STREAM)) as attempt:
            attempt.settimeout(1)
            if attempt.connect_ex((host, port)) == 0:
                return False
    return True
