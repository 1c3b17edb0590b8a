"""Who may launch us, and the keys that we sign with."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.db import Base, UtcDateTime


class PlatformStatus(StrEnum):
    """Only an active platform can log in; the others get a page that says so."""

    PENDING = "pending"
    ACTIVE = "active"
    DISABLED = "disabled"


class Platform(Base):
    """A registration: one client id that one issuer gave us (LTI Core 1.3, 3.1.2)."""

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(500))
    client_id: Mapped[str] = mapped_column(String(255))
    auth_login_url: Mapped[str] = mapped_column(String(1000))
    auth_token_url: Mapped[str] = mapped_column(String(1000))
    auth_audience: Mapped[str | None] = mapped_column(String(1000))
    jwks_url: Mapped[str] = mapped_column(String(1000))
    status: Mapped[PlatformStatus] = mapped_column(String(20), default=PlatformStatus.PENDING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    deployments: Mapped[list[Deployment]] = relationship(back_populates="platform", lazy="selectin")

    @property
    def is_active(self) -> bool:
        return self.status == PlatformStatus.ACTIVE


class Deployment(Base):
    """The tool, installed once in a platform. (issuer, client_id, deployment_id) is the tenant."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("platform_id", "deployment_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    deployment_id: Mapped[str] = mapped_column(String(255))

    platform: Mapped[Platform] = relationship(back_populates="deployments")


class PlatformKeySet(Base):
    """The last JWKS read from a platform, shared by all our processes."""

    __tablename__ = "platform_key_set"

    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    jwks: Mapped[dict[str, object]] = mapped_column(JSON)
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # for an unknown kid, see key_sets


class ToolKey(Base):
    """One of our RSA keys. The private part is encrypted with `PARCOURS_SECRET_KEY`."""

    __tablename__ = "tool_key"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)  # RFC 7638 thumbprint
    public_jwk: Mapped[dict[str, object]] = mapped_column(JSON)
    private_pem_encrypted: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # no longer signs
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # no longer published
