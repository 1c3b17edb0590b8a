"""The trainer's side: results skill by skill, the audit of actions, sharing, extra attempts.

Why: a group of two thousand is read with a constant number of queries, without replaying an attempt.
Existing finished attempts are filled in by the first view of their group (`dashboard/backfill.py`):
it takes the content, which a migration does not know.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("finished_at IS NULL AND set_aside_at IS NULL")


def upgrade() -> None:
    """The new column first: the index of open attempts looks at it."""
    _attempt()
    _skill_result()
    _topic_result()
    _trainer_action()
    _by_person("attempt_allowance", sa.Column("extra", sa.Integer(), nullable=False))
    _by_person(
        "result_sharing",
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
    )


def _attempt() -> None:
    op.add_column("attempt", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("uq_attempt_open", table_name="attempt")
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["learner_id", "resource_link_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_attempt_resource_link_id", "attempt", ["resource_link_id"])
    op.create_index("ix_launch_session_resource_link_id", "launch_session", ["resource_link_id"])


def _skill_result() -> None:
    op.create_table(
        "skill_result",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("mastery", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_skill_result_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "topic", "level", name=op.f("pk_skill_result")),
    )


def _topic_result() -> None:
    op.create_table(
        "topic_result",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("mastered", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("rest", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_topic_result_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "topic", name=op.f("pk_topic_result")),
    )


def _trainer_action() -> None:
    references = (
        ("resource_link_id", "resource_link"),
        ("trainer_id", "learner"),
        ("learner_id", "learner"),
        ("attempt_id", "attempt"),
    )
    op.create_table(
        "trainer_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=name == "attempt_id") for name, _ in references),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_trainer_action_{name}_{table}"))
            for name, table in references
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer_action")),
    )
    op.create_index(op.f("ix_trainer_action_resource_link_id"), "trainer_action", ["resource_link_id"])


def _by_person(table: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]  # columns of any type
    op.create_table(
        table,
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("resource_link_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f(f"fk_{table}_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["resource_link_id"],
            ["resource_link.id"],
            name=op.f(f"fk_{table}_resource_link_id_resource_link"),
        ),
        sa.PrimaryKeyConstraint("learner_id", "resource_link_id", name=op.f(f"pk_{table}")),
    )
