"""A real third-party LRS for the length of the run: Ralph 5.1.0 with its file backend, in `.ralph`."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from tests.support.network import free_port

ROOT = Path(__file__).parents[2]
UVICORN = ROOT / ".ralph" / "bin" / "uvicorn"
APP_FOLDER = Path(__file__).parent / "ralph_app"
START_SECONDS = 60

USERNAME, PASSWORD = "parcours", "mot-de-passe-de-test"
# bcrypt of PASSWORD at cost 4: the usual cost of 12 takes a quarter of a second.
PASSWORD_HASH = "$2b$04$8hMD5cnfPS7QST3t9TdbUOELdB3oq1.j.jv9m0CgaX5TzfM7CJ6r2"
ACCOUNT = {
    "agent": {
        "objectType": "Agent",
        "name": "Test suite",
        "account": {"homePage": "http://localhost/", "name": "parcours"},
    },
    "scopes": ["all"],
    "hash": PASSWORD_HASH,
    "username": USERNAME,
}


class RalphServer:
    """What a test may do with Ralph. `endpoint` ends without a slash; add `/statements`."""

    username = USERNAME
    password = PASSWORD

    def __init__(self, port: int, data: Path) -> None:
        self.endpoint = f"http://127.0.0.1:{port}/xAPI"
        self.file = data / "fs_lrs.jsonl"  # one statement a line, as Ralph keeps them
        self.reset()

    def request(self, method: str, path: str = "/statements", **options: Any) -> requests.Response:
        """One authenticated request; `path` is under the endpoint, or what `more` gave."""
        return requests.request(
            method,
            urljoin(self.endpoint, path) if path.startswith("/xAPI") else self.endpoint + path,
            auth=(self.username, self.password),
            headers={"X-Experience-API-Version": "1.0.3"},
            timeout=30,
            **options,
        )

    def statements(self, **query: str) -> list[dict[str, Any]]:
        """Every stored statement that matches the query, in the order in which Ralph received them."""
        answer = self.request("GET", params={"limit": "100", **query})
        found: list[dict[str, Any]] = []
        while True:
            answer.raise_for_status()
            page = answer.json()
            found += page["statements"]
            if not page.get("more"):
                return found
            answer = self.request("GET", page["more"])

    def reset(self) -> None:
        """Forget every statement. Ralph reads its whole file on each write: keep it short."""
        self.file.write_bytes(b"")


def _environment(folder: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "data"),
    }


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"http://127.0.0.1:{port}/__lbheartbeat__", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    pytest.fail(f"Ralph did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def ralph() -> Iterator[RalphServer]:
    """A running Ralph, empty at the start of the run; call `.reset()` first when the test counts."""
    if not UVICORN.exists():
        pytest.fail("Ralph is not installed in .ralph: `make test` installs it")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ralph-") as name:
        folder = Path(name)
        (folder / "data").mkdir()
        (folder / "auth.json").write_text(json.dumps([ACCOUNT]))
        command = [UVICORN, "ralph_lrs:app", "--app-dir", APP_FOLDER, "--host", "127.0.0.1"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*map(str, command), "--port", str(port), "--log-level", "warning"],
                env=_environment(folder),
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_until_ready(process, port, folder / "log")
            yield RalphServer(port, folder / "data")
        finally:
            process.terminate()
            process.wait(timeout=20)
