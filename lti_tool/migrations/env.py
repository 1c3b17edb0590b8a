"""How Alembic reaches the database; called by `lti_tool.migrations.upgrade` only."""

from __future__ import annotations

from alembic import context

from lti_tool.db import Base, make_engine

engine = make_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite cannot alter a table in place
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
