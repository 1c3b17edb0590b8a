"""The answer given to a deep linking request, kept so that it is given once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.db import Base, UtcDateTime


class Selection(Base):
    """What was chosen in one deep linking session. A form sent twice finds its answer here."""

    __tablename__ = "selection"

    launch_session_id: Mapped[UUID] = mapped_column(
        ForeignKey("launch_session.id", ondelete="CASCADE"), primary_key=True
    )
    # The same form gets the same answer, another is refused.
    form_hash: Mapped[str] = mapped_column(String(64))
    activity_ids: Mapped[list[str]] = mapped_column(JSON)  # in the order of the page
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
