"""What every command needs: the settings, a database at its schema, a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from lti_tool import migrations
from lti_tool.config import Settings, load_settings
from lti_tool.db import Database
from lti_tool.errors import OperatorError
from lti_tool.security import Vault

R = TypeVar("R")


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database for the length of a command; see `ready_database`."""
    database = ready_database(settings)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def transaction(settings: Settings) -> Iterator[Session]:
    """One transaction, for a command that needs one only."""
    with opened(settings) as database, database.begin() as session:
        yield session


def ready_database(settings: Settings) -> Database:
    """The database, at the schema of this version.

    Raises:
        OperatorError: a migration is missing.
    """
    database = Database(settings.database_url)
    if migrations.pending(database.engine):
        database.dispose()
        raise OperatorError(
            "La base de données n’est pas à jour. Lancez « parcours db upgrade », puis recommencez."
        )
    return database


def with_settings(function: Callable[..., R]) -> Callable[..., R]:
    """Give a command the settings as its first argument."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> R:
        return function(load_settings(), *args, **kwargs)

    return call


def vault_of(settings: Settings) -> Vault:
    """What opens the secrets of the database."""
    return Vault(settings.secret_key.get_secret_value())
