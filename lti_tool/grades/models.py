"""The outbox of scores, and the access tokens that carry them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.db import Base, UtcDateTime


class ScoreState(StrEnum):
    """A queued score is tried until one of the last three is known."""

    UNPLACED = "unplaced"  # its column must be found, or made, first (`columns.py`)
    QUEUED = "queued"
    SENT = "sent"
    SUPERSEDED = "superseded"  # the platform holds this score already, or a newer one: nothing is wrong
    FAILED = "failed"  # the platform will not take it as it is: a person must act, then retry


class Score(Base):
    """One final score on its way to one line item.

    The last constraint is the order of arrival: platforms refuse two scores in the same second.
    It is held by tenant, so that no platform can delay another by naming its line items.
    """

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("platform_id", "line_item_hash", "user_id", "timestamp"),
        Index("ix_score_due", "state", "next_try_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), unique=True)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    line_item_url: Mapped[str] = mapped_column(Text)
    line_item_hash: Mapped[str] = mapped_column(String(64))  # SHA-256: an address is too long for an index
    user_id: Mapped[str] = mapped_column(String(255))  # LTI `sub`
    score_given: Mapped[float] = mapped_column(Float)
    score_maximum: Mapped[float] = mapped_column(Float)
    timestamp: Mapped[datetime] = mapped_column(UtcDateTime)  # whole second
    comment: Mapped[str | None] = mapped_column(Text)
    state: Mapped[ScoreState] = mapped_column(String(20), default=ScoreState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)  # leases taken, so one more than the known failures
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(300))  # a stable word, then the platform's own
    lease_owner: Mapped[str | None] = mapped_column(String(100))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LineItem(Base):
    """The column of an activity whose launches name none: looked for, or made, once for everybody."""

    __tablename__ = "line_item"

    resource_link_id: Mapped[UUID] = mapped_column(ForeignKey("resource_link.id"), primary_key=True)
    url: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(300))
    lease_owner: Mapped[str | None] = mapped_column(String(100))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccessToken(Base):
    """The last token that a platform gave us for a set of scopes, shared by all our relays."""

    __tablename__ = "access_token"

    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    scopes: Mapped[str] = mapped_column(String(500), primary_key=True)  # sorted, separated by a space
    token_encrypted: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
