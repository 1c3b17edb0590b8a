"""The two LRSs of the trials, each with a look at what it really holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import requests

from lti_tool.demo.live import DemoLrs
from tests.support.ralph import RalphServer


class DemoStore:
    """The demonstration LRS: strict, one copy of each id."""

    name = "demo"

    def __init__(self, server: DemoLrs) -> None:
        self._server = server
        self.endpoint = server.endpoint
        self.username, self.password = server.config.username, server.config.password

    def reset(self) -> None:
        requests.delete(f"{self._server.url}/_demo/statements", timeout=60).raise_for_status()

    def stored(self) -> list[dict[str, Any]]:
        """In order of arrival."""
        answer = requests.get(f"{self._server.url}/_demo/statements", timeout=120)
        answer.raise_for_status()
        return list(answer.json())


class RalphStore:
    """A real Ralph 5.1.0; its file is read as it is, so that a second copy would be seen."""

    name = "Ralph"

    def __init__(self, server: RalphServer) -> None:
        self._server = server
        self.endpoint, self.username, self.password = server.endpoint, server.username, server.password

    def reset(self) -> None:
        self._server.reset()

    def stored(self) -> list[dict[str, Any]]:
        """In order of arrival."""
        lines = Path(self._server.file).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
