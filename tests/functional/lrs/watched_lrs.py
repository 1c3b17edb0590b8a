"""The demo LRS, and a look at what is under way: is one statement ever sent twice at the same instant?

An LRS may then store it twice (ADL's does); the demo LRS cannot, so that a count alone proves nothing.
"""

from __future__ import annotations

import io
import json
import threading
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import requests

from lti_tool.demo.live import DemoLrs, LiveServer
from lti_tool.demo.lrs import LrsConfig, create_lrs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 60.0  # seconds: a test that fails must not leave a thread behind


class Watch:
    """WSGI around the store; `overlaps` has the ids that were under way twice.

    While `open` is not set, statements that are sent wait at the door; `entered` says that some came.
    """

    def __init__(self, store: WSGIApplication) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._under_way: Counter[str] = Counter()
        self.overlaps: set[str] = set()
        self.open, self.entered = threading.Event(), threading.Event()
        self.open.set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        ids = self._read_ids(environ)
        with self._lock:
            self.overlaps |= {each for each in ids if self._under_way[each]}
            self._under_way.update(ids)
        if ids:
            self.entered.set()
            self.open.wait(PATIENCE)
        try:
            return [b"".join(self._store(environ, start_response))]
        finally:
            with self._lock:
                self._under_way.subtract(ids)

    def _read_ids(self, environ: WSGIEnvironment) -> list[str]:
        if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/statements"):
            return []
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        try:
            return [each["id"] for each in json.loads(body)]
        except ValueError:  # the sender was killed while it wrote
            return []


class WatchedLrs(DemoLrs):
    """A `DemoLrs` with `watch`."""

    def __init__(self, **options: Any) -> None:
        self.config = LrsConfig(**options)
        self.watch = Watch(create_lrs(self.config))
        LiveServer.__init__(self, self.watch)
        self.endpoint = f"{self.url}/xapi"

    def statements(self) -> list[dict[str, Any]]:
        """Everything stored, in order of arrival."""
        answer = requests.get(f"{self.url}/_demo/statements", timeout=30)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()
        return found
