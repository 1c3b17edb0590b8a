"""gunicorn, started from our own command: one process model to operate."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from lti_tool.app import create_app
from lti_tool.config import Settings


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:  # the control socket came with gunicorn 24
                self.cfg.set(name, value)

    def load(self) -> Flask:
        # Called in each worker after the fork: database connections are never shared.
        return create_app(self._settings)


def serve(settings: Settings, *, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until SIGTERM; requests under way are ended first."""
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "graceful_timeout": 20,
        "timeout": 60,
        "accesslog": None,  # our own log has no query string, hence no one-time code
        "errorlog": "-",
        "control_socket_disable": True,  # nothing to steer from outside: signals are enough
    }
    _Server(settings, options).run()
