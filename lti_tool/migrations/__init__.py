"""The schema and its history (Alembic), inside the package so that the wheel can upgrade a database.

Migrations expand, then the code is deployed, then a later migration contracts. What must not live
here: data repairs (they are commands), and any import of models by a version file.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def _config(url: str = "") -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def upgrade(url: str) -> None:
    """Bring a database to the schema of this version; nothing happens when it is there already."""
    command.upgrade(_config(url), "head")


def pending(engine: Engine) -> bool:
    """True when the database is not at the schema of this version."""
    with engine.connect() as connection:
        return pending_in(connection)


def pending_in(connection: Connection) -> bool:
    """The same, asked on a connection that is open already."""
    current = MigrationContext.configure(connection).get_current_revision()
    return current != ScriptDirectory.from_config(_config()).get_current_head()
