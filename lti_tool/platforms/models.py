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
    # Told at dynamic registration (LTI Dynamic Registration 1.0); empty after a registration by hand.
    product: Mapped[str | None] = mapped_column(String(200))  # product family and version, e.g. "moodle 4.5"
    registration_client_uri: Mapped[str | None] = mapped_column(String(1000))
    registration_token_encrypted: Mapped[str | None] = mapped_column(Text)

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


class Invitation(Base):
    """A single-use link that lets one platform register. Only the SHA-256 of its secret is kept."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))  # of the platform to be: ours, never the platform's word
    with_names: Mapped[bool] = mapped_column(default=False)  # ask for names and e-mail addresses
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform.id"))

    platform: Mapped[Platform | None] = relationship(lazy="joined")


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
