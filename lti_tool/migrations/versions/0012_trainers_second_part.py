"""Pathways that trainers make of topics; more time for one person.

Why: a group often needs three topics, not one of the ready-made pathways; and a closing date must be able
to wait for somebody.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, the activities that show a row of it, and a person's own closing."""
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
    op.add_column("attempt_allowance", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Activities of own pathways are refused as those of a pathway that has left the content."""
    op.drop_column("attempt_allowance", "closes_at")
    with op.batch_alter_table("activity") as activity:
        activity.drop_constraint(op.f("fk_activity_own_pathway_id_own_pathway"), type_="foreignkey")
        activity.drop_column("own_pathway_id")
    op.drop_index(op.f("ix_own_pathway_platform_id"), "own_pathway")
    op.drop_table("own_pathway")
