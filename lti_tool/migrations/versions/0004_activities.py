"""Activities chosen by deep linking, sessions with a purpose, columns that no launch names.

Why: what a trainer settles for an activity must outlive the link, and travel with a copied course.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One function a table, in the order of their foreign keys."""
    op.add_column("course", sa.Column("history", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    _activity()
    _resource_link()
    _add_reference("attempt", "activity_id", "activity")
    _launch_session()
    _selection()
    _line_item()


def _activity() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("pathway_id", sa.String(length=100), nullable=False),
        sa.Column("pathway_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_activity_platform_id_platform")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_activity_course_id_course")),
        sa.ForeignKeyConstraint(["made_by_id"], ["learner.id"], name=op.f("fk_activity_made_by_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )


def _resource_link() -> None:
    _add_reference("resource_link", "activity_id", "activity")
    op.add_column("resource_link", sa.Column("line_items_url", sa.Text(), nullable=True))
    op.add_column(
        "resource_link",
        sa.Column("may_create_column", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _launch_session() -> None:
    # SQLite makes the table anew, which these keys would prevent; they live one minute.
    op.execute("DELETE FROM entry_code")
    with op.batch_alter_table("launch_session", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("purpose", sa.String(length=20), nullable=False, server_default="activity")
        )
        batch_op.alter_column("resource_link_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column("deep_linking", sa.JSON(), nullable=True))
        for column, target in (
            ("deployment_id", "deployment"),
            ("course_id", "course"),
            ("reviewed_id", "learner"),
        ):
            batch_op.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_launch_session_{column}_{target}"), target, [column], ["id"]
            )


def _selection() -> None:
    op.create_table(
        "selection",
        sa.Column("launch_session_id", sa.Uuid(), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=False),
        sa.Column("activity_ids", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["launch_session_id"],
            ["launch_session.id"],
            name=op.f("fk_selection_launch_session_id_launch_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("launch_session_id", name=op.f("pk_selection")),
    )


def _line_item() -> None:
    op.create_table(
        "line_item",
        sa.Column("resource_link_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.Column("lease_owner", sa.String(length=100), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["resource_link_id"],
            ["resource_link.id"],
            name=op.f("fk_line_item_resource_link_id_resource_link"),
        ),
        sa.PrimaryKeyConstraint("resource_link_id", name=op.f("pk_line_item")),
    )


def _add_reference(table: str, column: str, target: str) -> None:
    """A nullable foreign key on a table that others refer to: SQLite must not make that one anew."""
    name = f"fk_{table}_{column}_{target}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} CHAR(32) CONSTRAINT {name} REFERENCES {target} (id)"
        )
        return
    op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
    op.create_foreign_key(name, table, target, [column], ["id"])
