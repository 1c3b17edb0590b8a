"""Statements, the LRSs that they go to, where each of them stands for each LRS, and who may read them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.db import Base, UtcDateTime
from lti_tool.learning_records.indexing import told


class LrsState(StrEnum):
    """A paused LRS waits for a person (wrong password, wrong address); its statements wait too."""

    ACTIVE = "active"
    PAUSED = "paused"
    FILLING = "filling"  # older statements are being queued: nothing is sent, so that their order is kept


class IdentityMode(StrEnum):
    """Who the statements of a destination are about."""

    PSEUDONYM = "pseudonym"
    LMS = "lms"  # the account in the LMS: issuer as home page, `sub` as name


class ResponsePolicy(StrEnum):
    """What a destination may read of the answers themselves."""

    NONE = "none"
    CLOSED = "closed"  # what was chosen or ordered, never what was typed
    ALL = "all"  # typed texts too


class DeliveryState(StrEnum):
    """Where a statement stands for one LRS."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    QUARANTINED = "quarantined"  # the LRS will never take it as it is


class Lrs(Base):
    """A destination. One sender works for it at a time: see `xapi.outbox`."""

    __tablename__ = "lrs"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform.id"))  # None: every platform
    name: Mapped[str] = mapped_column(String(200), unique=True)
    endpoint: Mapped[str] = mapped_column(String(1000))
    username: Mapped[str] = mapped_column(String(255))
    password_encrypted: Mapped[str] = mapped_column(Text)
    state: Mapped[LrsState] = mapped_column(String(20), default=LrsState.ACTIVE)
    pause_reason: Mapped[str | None] = mapped_column(String(100))
    pause_detail: Mapped[str | None] = mapped_column(Text)
    delayed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)  # consecutive delays, for the back-off
    identity: Mapped[IdentityMode] = mapped_column(
        String(20), default=IdentityMode.PSEUDONYM, server_default="pseudonym"
    )
    responses: Mapped[ResponsePolicy] = mapped_column(
        String(20), default=ResponsePolicy.CLOSED, server_default="closed"
    )
    verbs: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # IRIs; None: every verb
    # Counters that only grow: rows are purged and erased, these are not.
    delivered_total: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    quarantined_total: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    reconciled_total: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    lease_owner: Mapped[UUID | None]
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StatementRow(Base):
    """A statement, frozen. It is kept when there is no LRS yet.

    `verb`, `activity`, `actor` and `voids` repeat what `body` says, to be searched; they fill themselves.
    `stored_at` is when readers could first see it, see `reading.stamping`. `sequence` is the
    order of insertion, not of commit: on PostgreSQL a higher number may be visible
    first. The order inside a registration is safe, since its attempt's row is locked by who writes.
    """

    __tablename__ = "statement"
    __table_args__ = (
        Index("ix_statement_stored", "stored_at", "sequence"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    id: Mapped[UUID] = mapped_column(unique=True)
    registration: Mapped[UUID] = mapped_column(index=True)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verb: Mapped[str | None] = mapped_column(String(500), default=told("verb"))
    activity: Mapped[str | None] = mapped_column(String(2000), default=told("activity"))
    actor: Mapped[str | None] = mapped_column(String(255), default=told("actor"), index=True)
    voids: Mapped[UUID | None] = mapped_column(default=told("voids"), index=True)
    stored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Delivery(Base):
    """One statement for one LRS.

    `body` is there when the LRS is told less, or more, than the statement says; frozen like it.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_waiting", "lrs_id", "state", "sequence"),
        Index(
            "ix_delivery_postponed",
            "lrs_id",
            "postponed_until",
            sqlite_where=text("postponed_until IS NOT NULL"),
            postgresql_where=text("postponed_until IS NOT NULL"),
        ),
    )

    lrs_id: Mapped[UUID] = mapped_column(ForeignKey("lrs.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(ForeignKey("statement.sequence"), primary_key=True)
    state: Mapped[DeliveryState] = mapped_column(String(20), default=DeliveryState.WAITING)
    postponed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    postponements: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(String(100))
    detail: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: with the statement
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LrsReader(Base):
    """Credentials to read the statements of one platform from us. The password is kept as a digest."""

    __tablename__ = "lrs_reader"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    name: Mapped[str] = mapped_column(String(200), unique=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
