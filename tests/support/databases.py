"""Databases for tests: every test that asks for one is run on SQLite and on PostgreSQL.

`database_url`        a fresh database with every table, one a test
`database`            `lti_tool.db.Database` on it
`empty_database_url`  the same without tables, for tests of the migrations
`sqlite_url`, `postgres_url`   one kind only, with every table
`databases`           makes any number of them (for a fixture of wider scope)
"""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

import lti_tool
from lti_tool.db import Base, Database
from tests.support.postgres import PostgresServer, running_postgres

PACKAGE = Path(lti_tool.__file__).parent
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def prepare_schema(url: str) -> None:
    """Give an empty database every table: by the migrations, as an operator does."""
    if (PACKAGE / "migrations" / "__init__.py").exists():
        importlib.import_module("lti_tool.migrations").upgrade(url)
        return
    for models in sorted(PACKAGE.glob("*/models.py")):
        importlib.import_module(f"lti_tool.{models.parent.name}.models")
    database = Database(url)
    Base.metadata.create_all(database.engine)
    database.dispose()


class Databases:
    """Makes databases: SQLite files by copying, PostgreSQL ones from a template."""

    def __init__(self, folder: Path, start_postgres: Callable[[], PostgresServer]) -> None:
        self._folder = folder
        self._start_postgres = start_postgres
        self._postgres: PostgresServer | None = None
        self._numbers = count(1)
        self._templates: set[str] = set()

    def create(self, kind: str, *, empty: bool = False) -> str:
        """A new database; `kind` is `sqlite` or `postgresql`. The answer is a SQLAlchemy address."""
        name = f"test_{next(self._numbers)}"
        return self._create_sqlite(name, empty) if kind == SQLITE else self._create_postgres(name, empty)

    def drop(self, url: str) -> None:
        """Remove a database that `create` made."""
        if url.startswith(SQLITE):
            path = Path(url.removeprefix("sqlite:///"))
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
        else:
            self._server().drop_database(url.split("?", 1)[0].rsplit("/", 1)[-1])

    def _create_sqlite(self, name: str, empty: bool) -> str:
        path, template = self._folder / f"{name}.db", self._folder / "template.db"
        if not empty:
            if SQLITE not in self._templates:
                prepare_schema(f"sqlite:///{template}")
                self._templates.add(SQLITE)
            shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def _create_postgres(self, name: str, empty: bool) -> str:
        server = self._server()
        if empty:
            return server.create_database(name)
        if POSTGRESQL not in self._templates:
            server.drop_database("ready")  # left half made when its preparation failed
            prepare_schema(server.create_database("ready"))
            self._templates.add(POSTGRESQL)
        return server.create_database(name, template="ready")

    def _server(self) -> PostgresServer:
        # Started by the first test that needs it: a run on SQLite alone does not wait for it.
        self._postgres = self._postgres or self._start_postgres()
        return self._postgres


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The maker of databases, for the length of the run."""
    with ExitStack() as stack:
        yield Databases(tmp_path_factory.mktemp("sqlite"), lambda: stack.enter_context(running_postgres()))


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`."""
    return str(request.param)


@pytest.fixture
def database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The address of a fresh database that has every table; on both kinds."""
    url = databases.create(database_kind)
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The address of a database without any table; on both kinds."""
    url = databases.create(database_kind, empty=True)
    yield url
    databases.drop(url)


@pytest.fixture
def sqlite_url(databases: Databases) -> Iterator[str]:
    """A fresh SQLite database with every table, for what only SQLite does."""
    url = databases.create(SQLITE)
    yield url
    databases.drop(url)


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """A fresh PostgreSQL database with every table, for what only PostgreSQL does."""
    url = databases.create(POSTGRESQL)
    yield url
    databases.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh `Database` with every table; on both kinds."""
    database = Database(database_url)
    yield database
    database.dispose()
