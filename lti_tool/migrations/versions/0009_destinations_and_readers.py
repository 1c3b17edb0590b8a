"""What each LRS is told, who may read our statements, and what a statement can be searched by.

Why: an LRS may want another identity, fewer answers or fewer verbs; a small authority starts without
an LRS and reads its statements from the tool.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New columns with defaults, then what the rows already say, then the new table."""
    _lrs()
    _delivery()
    _statement()
    _index_rows()
    _reader()


def _lrs() -> None:
    with op.batch_alter_table("lrs", schema=None) as batch_op:
        for name, default in (("identity", "pseudonym"), ("responses", "closed")):
            batch_op.add_column(sa.Column(name, sa.String(length=20), server_default=default, nullable=False))
        batch_op.add_column(sa.Column("verbs", sa.JSON(none_as_null=True), nullable=True))
        for name in ("delivered_total", "quarantined_total", "reconciled_total"):
            batch_op.add_column(sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))


def _delivery() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("body", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True))
    where = sa.text("postponed_until IS NOT NULL")
    op.create_index(
        "ix_delivery_postponed",
        "delivery",
        ["lrs_id", "postponed_until"],
        sqlite_where=where,
        postgresql_where=where,
    )


def _statement() -> None:
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("verb", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("activity", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("actor", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("voids", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_statement_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_voids"), ["voids"], unique=False)
        batch_op.create_index("ix_statement_stored", ["stored_at", "sequence"], unique=False)


def _index_rows() -> None:
    """No release before this one wrote a voiding statement: every object is an activity."""
    if op.get_bind().dialect.name == "sqlite":
        verb, activity, actor = (
            f"json_extract(body, '$.{path}')" for path in ("verb.id", "object.id", "actor.account.name")
        )
    else:
        verb, activity, actor = (
            f"body::json #>> '{{{path}}}'" for path in ("verb,id", "object,id", "actor,account,name")
        )
    op.execute(f"UPDATE statement SET verb = {verb}, activity = {activity}, actor = {actor}")  # noqa: S608  # constants of this file


def _reader() -> None:
    op.create_table(
        "lrs_reader",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_lrs_reader_platform_id_platform")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lrs_reader")),
        sa.UniqueConstraint("name", name=op.f("uq_lrs_reader_name")),
        sa.UniqueConstraint("username", name=op.f("uq_lrs_reader_username")),
    )
