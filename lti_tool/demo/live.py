"""Servers in threads for tests: any WSGI application, the demonstration LMS, the demonstration LRS.

They listen on 127.0.0.1, on a port that the system picks; `stop()` ends them.
"""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from lti_tool.demo.lms import LmsConfig, create_lms
from lti_tool.demo.lrs import LrsConfig, create_lrs

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _QuietHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: tests read answers, not logs."""


class ReservedPort:
    """A listening socket: the port is known, and ours, before the application exists."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(128)
        self.number: int = self.socket.getsockname()[1]


class LiveServer:
    """A WSGI application behind real HTTP: `url`, `stop()`, usable in a `with`."""

    def __init__(
        self, app: WSGIApplication, *, port: ReservedPort | None = None, host: str = "127.0.0.1"
    ) -> None:
        port = port or ReservedPort()
        self.url = f"http://{host}:{port.number}"
        self._server = make_server(
            "127.0.0.1",
            port.number,
            app,
            threaded=True,
            request_handler=_QuietHandler,
            fd=port.socket.fileno(),
        )
        # Werkzeug works on a copy of the descriptor.
        port.socket.close()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        """End the server and free the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class DemoLms(LiveServer):
    """The demonstration LMS on `http://localhost:<port>`, so that a tool on 127.0.0.1 is another site.

    `options` are those of `LmsConfig`, `public_url` excepted.
    """

    def __init__(self, **options: Any) -> None:
        port = ReservedPort()
        self.config = LmsConfig(f"http://localhost:{port.number}", **options)
        super().__init__(create_lms(self.config), port=port, host="localhost")

    def read(self, path: str) -> Any:
        """The JSON of `/_demo/<path>`."""
        return _json(requests.get(f"{self.url}/_demo/{path}", timeout=10))

    def change(self, method: str, path: str, content: dict[str, object] | None = None) -> Any:
        """POST, PUT or DELETE under `/_demo/`; the JSON answer, None when empty."""
        return _json(requests.request(method, f"{self.url}/_demo/{path}", json=content, timeout=10))


class DemoLrs(LiveServer):
    """The demonstration LRS; `endpoint` is what the tool is given. `options` are those of `LrsConfig`."""

    def __init__(self, **options: Any) -> None:
        self.config = LrsConfig(**options)
        super().__init__(create_lrs(self.config))
        self.endpoint = f"{self.url}/xapi"

    def stats(self) -> Any:
        """The JSON of `/_demo/stats`."""
        return _json(requests.get(f"{self.url}/_demo/stats", timeout=10))

    def set_faults(self, **rates: float) -> Any:
        """Change some of the fault rates, each from 0 to 1."""
        return _json(requests.post(f"{self.url}/_demo/faults", json=rates, timeout=10))


def _json(answer: requests.Response) -> Any:
    answer.raise_for_status()
    return answer.json() if answer.content else None
