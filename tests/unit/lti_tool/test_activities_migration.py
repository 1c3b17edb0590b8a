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
    return values.get("id")  # type: ignore[return-value]  # the caller knows which tables have one


def _type(value: object) -> sa.types.TypeEngine[object]:
    kinds: dict[type, sa.types.TypeEngine[object]] = {
        UUID: sa.Uuid(),
        datetime: sa.DateTime(timezone=True),
        dict: sa.JSON(),
    }
    return kinds.get(type(value), sa.String())


def make_rows(connection: sa.Connection) -> tuple[UUID, UUID, UUID]:
    """One of each, as an installation of before has them: course, link, launch."""
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
    link = insert(
        connection,
        "resource_link",
        id=uuid4(),
        deployment_id=deployment,
        course_id=course,
        resource_link_id="9",
        pathway_id="cyber-rgpd",
    )
    learner = insert(connection, "learner", id=uuid4(), platform_id=platform, subject="4", pseudonym=uuid4())
    return course, link, make_launch(connection, learner, link)


def make_launch(connection: sa.Connection, learner: UUID, link: UUID) -> UUID:
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
    insert(
        connection,
        "entry_code",
        code_hash="x",
        launch_session_id=launch,
        bearer_encrypted="x",
        expires_at=NOW,
    )
    return launch


def test_rows_survive(empty_database_url: str) -> None:
    command.upgrade(migrations._config(empty_database_url), "0002")
    database = Database(empty_database_url)
    with database.engine.begin() as connection:
        course, link, launch = make_rows(connection)

    migrations.upgrade(empty_database_url)

    with database.begin() as session:
        kept = session.get_one(LaunchSession, launch)
        assert (kept.purpose, kept.resource_link.resource_link_id) == (Purpose.ACTIVITY, "9")
        assert session.get_one(ResourceLink, link).may_create_column is False
        assert session.get_one(Course, course).history == []
    database.dispose()
