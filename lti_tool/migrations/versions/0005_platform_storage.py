"""Logins: where the platform may keep our secret when the browser keeps no cookie.

Why: a cross-site frame may have its cookies blocked (LTI Client Side postMessages 0.1).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Both columns stay empty for the logins under way."""
    with op.batch_alter_table("login_transaction") as table:
        table.add_column(sa.Column("storage_target", sa.String(length=100), nullable=True))
        table.add_column(sa.Column("storage_hash", sa.String(length=64), nullable=True))
