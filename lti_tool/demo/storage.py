"""One SQLite connection behind a lock: enough for a demonstration, and safe with threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Storage:
    """A database in a file, or in memory with `:memory:`; every call is serialised."""

    def __init__(self, path: str, schema: str) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(schema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; nested uses join the outermost one."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Every row that answers."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> sqlite3.Row | None:
        """The first row that answers, or None."""
        found = self.rows(query, *values)
        return found[0] if found else None

    def run(self, query: str, *values: object) -> int:
        """Execute a writing statement; the id of the new row."""
        with self.transaction():
            return self._connection.execute(query, values).lastrowid or 0

    def changed(self, query: str, *values: object) -> int:
        """Execute a writing statement; how many rows it changed."""
        with self.transaction():
            return self._connection.execute(query, values).rowcount

    def close(self) -> None:
        """Close the connection; the storage is of no use after."""
        with self._lock:
            self._connection.close()
