"""What an attempt needs so that anybody can check it later: versions, and the items that were withheld.

Why kept: the same answers must give the same items and the same account, whatever other people did since,
and whatever engine or calibration is in use by then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Attempts that are already there keep the exposure by lots, and the labels."""
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("engine_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("calibration", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("withheld", sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index("ix_attempt_pathway", ["pathway_id", "started_at"], unique=False)


def downgrade() -> None:
    """The versions are lost, and exposure is by lots again."""
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_pathway")
        batch_op.drop_column("withheld")
        batch_op.drop_column("calibration")
        batch_op.drop_column("engine_version")
