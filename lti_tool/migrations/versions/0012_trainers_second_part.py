"""Own pathways; more time for one person; kept statistics of items; long exports that are prepared.

Why: a group often needs three topics, not one of the ready-made pathways; a closing date must be able to wait
for somebody; and what takes seconds for two thousand people is not computed for every view.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables, the activities that show an own pathway, and a person's own closing."""
    op.create_table(
        "own_pathway",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("max_items", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["learner.id"], name=op.f("fk_own_pathway_author_id_learner")),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_own_pathway_platform_id_platform")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_pathway")),
    )
    op.create_index(op.f("ix_own_pathway_platform_id"), "own_pathway", ["platform_id"])
    with op.batch_alter_table("activity") as activity:
        activity.add_column(sa.Column("own_pathway_id", sa.Uuid(), nullable=True))
        activity.create_foreign_key(
            op.f("fk_activity_own_pathway_id_own_pathway"), "own_pathway", ["own_pathway_id"], ["id"]
        )
    op.create_table(
        "kept_items",
        sa.Column("resource_link_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_link_id"],
            ["resource_link.id"],
            name=op.f("fk_kept_items_resource_link_id_resource_link"),
        ),
        sa.PrimaryKeyConstraint("resource_link_id", name=op.f("pk_kept_items")),
    )
    _prepared_file()
    op.add_column("attempt_allowance", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))


def _prepared_file() -> None:
    op.create_table(
        "prepared_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("launch_session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body_encrypted", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["launch_session_id"],
            ["launch_session.id"],
            name=op.f("fk_prepared_file_launch_session_id_launch_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_file")),
    )
    for column in ("launch_session_id", "expires_at"):
        op.create_index(op.f(f"ix_prepared_file_{column}"), "prepared_file", [column])


def downgrade() -> None:
    """Activities of own pathways are refused as those of a pathway that has left the content."""
    op.drop_column("attempt_allowance", "closes_at")
    op.drop_table("prepared_file")
    op.drop_table("kept_items")
    with op.batch_alter_table("activity") as activity:
        activity.drop_constraint(op.f("fk_activity_own_pathway_id_own_pathway"), type_="foreignkey")
        activity.drop_column("own_pathway_id")
    op.drop_index(op.f("ix_own_pathway_platform_id"), "own_pathway")
    op.drop_table("own_pathway")
