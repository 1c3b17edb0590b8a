"""A registration made before the invitations outlives the migration that brings them."""

from __future__ import annotations

from uuid import uuid4

from alembic import command
from sqlalchemy import text

from lti_tool import migrations
from lti_tool.db import Database
from lti_tool.platforms.services import find_platform
from tests.support.clock import START


def test_platforms_of_before_are_kept(empty_database_url: str) -> None:
    command.upgrade(migrations._config(empty_database_url), "0002")
    database = Database(empty_database_url)
    values = {"id": uuid4().hex, "created_at": START.isoformat()}
    with database.begin() as session:
        session.execute(
            text(
                "INSERT INTO platform (id, name, issuer, client_id, auth_login_url, auth_token_url, jwks_url,"
                " status, created_at) VALUES (:id, 'Moodle', 'https://lms.example', 'abc', 'https://lms.example/a',"
                " 'https://lms.example/t', 'https://lms.example/j', 'active', :created_at)"
            ),
            values
            | ({"created_at": "2026-03-02 08:30:00"} if database.engine.dialect.name == "sqlite" else {}),
        )

    migrations.upgrade(empty_database_url)

    with database.begin() as session:
        platform = find_platform(session, "https://lms.example", "abc")
    assert platform is not None
    assert platform.is_active
    assert (platform.name, platform.created_at) == ("Moodle", START)
    assert (platform.product, platform.registration_client_uri) == (None, None)
    database.dispose()
