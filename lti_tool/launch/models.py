"""What a launch leaves behind: who, where, and for how long. No name, no e-mail."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.db import Base, UtcDateTime
from lti_tool.platforms.models import Deployment, Platform


class Role(StrEnum):
    """What a person may do here. The platform's role names are mapped in `roles.py`."""

    LEARNER = "learner"
    TRAINER = "trainer"


class LoginTransaction(Base):
    """One OIDC login under way: one `state`, one nonce, one registration, one browser, one use."""

    __tablename__ = "login_transaction"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    binding_hash: Mapped[str] = mapped_column(String(64))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    deployment_id: Mapped[str | None] = mapped_column(String(255))  # as announced at login, if it was
    target_link_uri: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Course(Base):
    """An LTI context: a course, most often."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("platform_id", "context_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    context_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str | None] = mapped_column(String(500))


class ResourceLink(Base):
    """An activity in a course; it shows one pathway."""

    __tablename__ = "resource_link"
    __table_args__ = (UniqueConstraint("deployment_id", "resource_link_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    deployment_id: Mapped[UUID] = mapped_column(ForeignKey("deployment.id"))
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"))
    resource_link_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str | None] = mapped_column(String(500))
    pathway_id: Mapped[str] = mapped_column(String(100))
    line_item_url: Mapped[str | None] = mapped_column(Text)  # AGS claim of the latest launch

    deployment: Mapped[Deployment] = relationship(lazy="joined")
    course: Mapped[Course | None] = relationship(lazy="joined")

    @property
    def platform(self) -> Platform:
        return self.deployment.platform


class Learner(Base):
    """A person as the platform numbers them. `pseudonym` is the only identity that leaves us."""

    __tablename__ = "learner"
    __table_args__ = (UniqueConstraint("platform_id", "subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    subject: Mapped[str | None] = mapped_column(String(255))  # `sub`; None when the launch is anonymous
    pseudonym: Mapped[UUID] = mapped_column(default=uuid4, unique=True)  # xAPI account name

    platform: Mapped[Platform] = relationship(lazy="joined")


class LaunchSession(Base):
    """One launch, one session: bound to a person and an activity, never to a browser.

    The bearer is a random 256-bit value; only its SHA-256 is kept.
    """

    __tablename__ = "launch_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    bearer_hash: Mapped[str] = mapped_column(String(64), unique=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    resource_link_id: Mapped[UUID] = mapped_column(ForeignKey("resource_link.id"), index=True)
    role: Mapped[Role] = mapped_column(String(20))
    locale: Mapped[str | None] = mapped_column(String(35))
    return_url: Mapped[str | None] = mapped_column(Text)
    services: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)  # AGS and NRPS claims
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    learner: Mapped[Learner] = relationship(lazy="joined")
    resource_link: Mapped[ResourceLink] = relationship(lazy="joined")


class EntryCode(Base):
    """A one-time key, valid a minute, that carries the bearer over a redirect when cookies do not."""

    __tablename__ = "entry_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    launch_session_id: Mapped[UUID] = mapped_column(ForeignKey("launch_session.id"))
    bearer_encrypted: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
