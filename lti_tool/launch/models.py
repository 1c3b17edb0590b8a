"""What a launch leaves behind: who, where, and for how long. No name, no e-mail."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.db import Base, UtcDateTime
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.options import ActivityOptions, OptionsJson
from lti_tool.launch.own_pathways import OwnPathway
from lti_tool.platforms.models import Deployment, Platform


class Role(StrEnum):
    """What a person may do here. The platform's role names are mapped in `roles.py`."""

    LEARNER = "learner"
    TRAINER = "trainer"


class Purpose(StrEnum):
    """What a launch is for; its pages answer to no other purpose."""

    ACTIVITY = "activity"  # LtiResourceLinkRequest
    SELECTION = "selection"  # LtiDeepLinkingRequest: a trainer chooses what to put in a course
    REVIEW = "review"  # LtiSubmissionReviewRequest: a trainer reads one person's result


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
    storage_target: Mapped[str | None] = mapped_column(String(100))  # `lti_storage_target` of the login
    storage_hash: Mapped[str | None] = mapped_column(String(64))  # of the secret that the platform may keep


class Course(Base):
    """An LTI context: a course, most often."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("platform_id", "context_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    context_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str | None] = mapped_column(String(500))
    # Context ids of the courses that this one was copied from, the latest first ($Context.id.history).
    history: Mapped[list[str]] = mapped_column(JSON, default=list)


class Activity(Base):
    """What a trainer chose to put in a course: a pathway and its options.

    Its id travels in the link's `custom`: a copied course brings it along, whatever the LMS does to ids.
    """

    __tablename__ = "activity"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    pathway_id: Mapped[str] = mapped_column(String(100))
    pathway_version: Mapped[int]
    own_pathway_id: Mapped[UUID | None] = mapped_column(ForeignKey("own_pathway.id"))  # None: of the content
    title: Mapped[str] = mapped_column(String(500))
    options: Mapped[ActivityOptions] = mapped_column(OptionsJson)
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"))  # where it was made
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("learner.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    own_pathway: Mapped[OwnPathway | None] = relationship(lazy="joined")


class ResourceLink(Base):
    """A link of a course to us; it shows one pathway. Results belong to it, not to the activity."""

    __tablename__ = "resource_link"
    __table_args__ = (UniqueConstraint("deployment_id", "resource_link_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    deployment_id: Mapped[UUID] = mapped_column(ForeignKey("deployment.id"))
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"))
    resource_link_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str | None] = mapped_column(String(500))
    pathway_id: Mapped[str] = mapped_column(String(100))
    activity_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("activity.id")
    )  # None: made by hand in the LMS
    line_item_url: Mapped[str | None] = mapped_column(Text)  # AGS claim of the latest launch
    line_items_url: Mapped[str | None] = mapped_column(Text)  # same claim: where a column can be looked for
    may_create_column: Mapped[bool] = mapped_column(default=False)  # same claim: its scopes

    activity: Mapped[Activity | None] = relationship(lazy="joined")
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
    """One launch, one session: bound to a person and a purpose, never to a browser.

    The bearer is a random 256-bit value; only its SHA-256 is kept.
    """

    __tablename__ = "launch_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    bearer_hash: Mapped[str] = mapped_column(String(64), unique=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    purpose: Mapped[Purpose] = mapped_column(String(20), default=Purpose.ACTIVITY)
    resource_link_id: Mapped[UUID | None] = mapped_column(  # None: selection
        ForeignKey("resource_link.id"), index=True
    )
    deployment_id: Mapped[UUID | None] = mapped_column(ForeignKey("deployment.id"))  # selection
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"))  # selection
    deep_linking: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # selection: the platform's settings
    reviewed_id: Mapped[UUID | None] = mapped_column(ForeignKey("learner.id"))  # review: whose result
    role: Mapped[Role] = mapped_column(String(20))
    locale: Mapped[str | None] = mapped_column(String(35))
    return_url: Mapped[str | None] = mapped_column(Text)
    services: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)  # AGS and NRPS claims
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    learner: Mapped[Learner] = relationship(lazy="joined", foreign_keys=learner_id)
    deployment: Mapped[Deployment | None] = relationship(lazy="joined")
    _resource_link: Mapped[ResourceLink | None] = relationship(lazy="joined")

    @property
    def resource_link(self) -> ResourceLink:
        """The activity that was opened.

        Raises:
            SessionRefusedError: a selection has none.
        """
        if self._resource_link is None:
            raise SessionRefusedError("session_elsewhere")
        return self._resource_link

    @resource_link.setter
    def resource_link(self, link: ResourceLink) -> None:
        self._resource_link = link


class EntryCode(Base):
    """A one-time key, valid a minute, that carries the bearer over a redirect when cookies do not."""

    __tablename__ = "entry_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    launch_session_id: Mapped[UUID] = mapped_column(ForeignKey("launch_session.id"))
    bearer_encrypted: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
