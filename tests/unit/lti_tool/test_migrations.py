"""The migrations make the schema that the models describe, on both databases."""

from __future__ import annotations

import importlib
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import lti_tool
from lti_tool import migrations
from lti_tool.db import Base, make_engine


def all_models() -> None:
    package = Path(lti_tool.__file__).parent
    for models in sorted(package.glob("*/models.py")):
        importlib.import_module(f"lti_tool.{models.parent.name}.models")


def test_the_models_and_the_migrations_agree(database_url: str) -> None:
    all_models()
    engine = make_engine(database_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()

    assert differences == []


def test_an_upgrade_is_needed_once(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    assert migrations.pending(engine)
    migrations.upgrade(empty_database_url)
    assert not migrations.pending(engine)
    migrations.upgrade(empty_database_url)
    assert not migrations.pending(engine)
    engine.dispose()
