"""Servers that go away and come back at the same address, with what they knew."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from lti_tool.demo.live import LiveServer, ReservedPort


class KnownPort(ReservedPort):
    """A given port, listened to again."""

    def __init__(self, number: int) -> None:
        self.socket = socket.create_server(("127.0.0.1", number), backlog=128)
        self.number = number


@contextmanager
def down(server: LiveServer) -> Iterator[None]:
    """Nothing listens at the address of the server until the end of the block."""
    application, address = server._server.app, urlsplit(server.url)
    server.stop()
    yield
    LiveServer.__init__(server, application, port=KnownPort(address.port or 0), host=address.hostname or "")
