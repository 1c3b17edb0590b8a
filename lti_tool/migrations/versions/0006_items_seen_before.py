"""Items that a person had met when an attempt began: the joint engine asks them last.

Why kept: the choice of items must be the same when an attempt is rebuilt, whatever happened since.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Attempts that are already there met nothing before, as far as their engine knows."""
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_before", sa.JSON(), nullable=False, server_default="[]"))
