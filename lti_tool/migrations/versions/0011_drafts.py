"""The draft of an answer: what a person did in a simulator before validating.

Why: a closed tab or a dropped network must lose no step.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more column, empty for what was shown before."""
    op.add_column("administration", sa.Column("draft", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drafts are lost, answers are not."""
    op.drop_column("administration", "draft")
