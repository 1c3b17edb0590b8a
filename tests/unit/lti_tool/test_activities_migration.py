"""What was in the database before activities existed is still there after."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import command

from lti_tool import migrations
from lti_tool.db import Database
from lti_tool.launch.models import Course, LaunchSession, Purpose, ResourceLink

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def insert(connection: sa.Connection, table: str, **values: object) -> UUID:
    columns = sa.table(table, *[sa.column(name, _type(value)) for name, value in values.items()])
    connection.execute(columns.insert().values(**values))
    return values.get("id")  # type: ignore[return-value]  # every table below has one


def _type(value: object) -> sa.types.TypeEngine[object]:
    kinds: dict[type, sa.types.TypeEngine[object]] = {
        UUID: sa.Uuid(),
        datetime: sa.DateTime(timezone=True),
        dict: sa.JSON(),
    }
    return kinds.get(type(value), sa.String())


def test_rows_survive(empty_database_url: str) -> None:
    command.upgrade(migrations._config(empty_database_url), "0002")
    database = Database(empty_database_url)
    with database.engine.begin() as connection:
        platform = insert(
            connection,
            "platform",
            id=uuid4(),
            name="LMS",
            issuer="https://lms.example",
            client_id="1",
            auth_login_url="https://lms.example/a",
            auth_token_url="https://lms.example/t",
            jwks_url="https://lms.example/j",
            status="active",
            created_at=NOW,
        )
        deployment = insert(connection, "deployment", id=uuid4(), platform_id=platform, deployment_id="1")
        course = insert(connection, "course", id=uuid4(), platform_id=platform, context_id="2")
        learner = insert(
            connection, "learner", id=uuid4(), platform_id=platform, subject="4", pseudonym=uuid4()
        )
        link = insert(
            connection,
            "resource_link",
            id=uuid4(),
            deployment_id=deployment,
            course_id=course,
            resource_link_id="9",
            pathway_id="cyber-rgpd",
        )
        launch = insert(
            connection,
            "launch_session",
            id=uuid4(),
            bearer_hash="x",
            learner_id=learner,
            resource_link_id=link,
            role="learner",
            services={},
            created_at=NOW,
            expires_at=NOW,
        )
        connection.execute(
            sa.table(
                "entry_code",
                *map(sa.column, ("code_hash", "bearer_encrypted")),
                sa.column("launch_session_id", sa.Uuid()),
                sa.column("expires_at", sa.DateTime()),
            )
            .insert()
            .values(code_hash="x", bearer_encrypted="x", launch_session_id=launch, expires_at=NOW)
        )

    migrations.upgrade(empty_database_url)

    with database.begin() as session:
        kept = session.get_one(LaunchSession, launch)
        assert (kept.purpose, kept.resource_link.resource_link_id) == (Purpose.ACTIVITY, "9")
        assert session.get_one(ResourceLink, link).may_create_column is False
        assert session.get_one(Course, course).history == []
    database.dispose()
