"""An attempt and what happened in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, Float, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.db import Base, UtcDateTime
from lti_tool.launch.models import Activity, Learner, ResourceLink

ABANDONED = "abandoned"  # a stop reason of ours, beside those of the engine


class Mode(StrEnum):
    """Only a graded attempt is told to the LMS and to the LRS."""

    GRADED = "graded"
    PRACTICE = "practice"  # a trainer who tries, an anonymous visitor


class Outcome(StrEnum):
    """What became of an item that was shown."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    UNKNOWN = "unknown"  # « Je ne sais pas »: counts as not mastered
    UNUSABLE = "unusable"  # could not be used (accessibility): changes nothing in the estimate


class Attempt(Base):
    """One person, one activity, one pathway. Its id is the xAPI registration."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("learner_id", "resource_link_id", "number"),
        Index("ix_attempt_resource_link_id", "resource_link_id"),
        Index("ix_attempt_pathway", "pathway_id", "started_at"),
        # One attempt under way at a time, whatever two devices do at the same instant. One that a trainer
        # has set aside leaves the place to another.
        Index(
            "uq_attempt_open",
            "learner_id",
            "resource_link_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL AND set_aside_at IS NULL"),
            postgresql_where=text("finished_at IS NULL AND set_aside_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    resource_link_id: Mapped[UUID] = mapped_column(ForeignKey("resource_link.id"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))  # whose options hold
    number: Mapped[int]
    mode: Mapped[Mode] = mapped_column(String(20))
    pathway_id: Mapped[str] = mapped_column(String(100))
    pathway_version: Mapped[int]
    engine: Mapped[str] = mapped_column(String(20))  # "joint", or "ladder" for those begun before it
    engine_version: Mapped[int | None]  # None for those begun before it was kept
    calibration: Mapped[str | None] = mapped_column(String(100))  # its name; None: the labels of the items
    seed: Mapped[str] = mapped_column(String(32))
    # Items that the person had met in earlier attempts when this one began; they come last.
    seen_before: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # Items that too many attempts had shown by then, with that share; None when nobody counted.
    withheld: Mapped[dict[str, float] | None] = mapped_column(JSON(none_as_null=True))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_event_at: Mapped[datetime] = mapped_column(UtcDateTime)  # keeps traces in order, see services
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_reason: Mapped[str | None] = mapped_column(String(40))
    percent: Mapped[float | None] = mapped_column(Float)  # share of the target skills mastered, 0 to 100
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a trainer lets the person begin anew

    learner: Mapped[Learner] = relationship(lazy="joined", innerjoin=True)
    resource_link: Mapped[ResourceLink] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity | None] = relationship(lazy="joined")
    administrations: Mapped[list[Administration]] = relationship(
        back_populates="attempt", order_by="Administration.position", lazy="selectin"
    )

    @property
    def duration(self) -> timedelta:
        """Time spent on items: a night between two of them does not count."""
        return sum((one.duration for one in self.administrations), timedelta())

    @property
    def is_abandoned(self) -> bool:
        """True when the server closed it: it has no result, and another may begin."""
        return self.stop_reason == ABANDONED

    @property
    def pending(self) -> Administration | None:
        """The item that waits for an answer, if any."""
        return next((one for one in self.administrations if one.answered_at is None), None)


class Administration(Base):
    """An item shown in an attempt and, once given, the answer."""

    __tablename__ = "administration"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        UniqueConstraint("attempt_id", "item_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    position: Mapped[int]  # 1, 2, 3…
    item_id: Mapped[str] = mapped_column(String(100))
    item_version: Mapped[int]
    skill: Mapped[str] = mapped_column(String(100))  # kept here: the item may leave the content one day
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(String(20))
    score: Mapped[float | None] = mapped_column(Float)  # 0 to 1, partial credit is for feedback only
    answer: Mapped[object | None] = mapped_column(JSON)  # canonical form of `interactions`
    draft: Mapped[list[dict[str, object]] | None] = mapped_column(JSON)  # journal of a simulator, not marked

    attempt: Mapped[Attempt] = relationship(back_populates="administrations")

    @property
    def duration(self) -> timedelta:
        """Time between the item and its answer; zero while there is none."""
        return self.answered_at - self.shown_at if self.answered_at else timedelta()


class AttemptAllowance(Base):
    """What a trainer has given somebody on top of the activity's own options: attempts, and time."""

    __tablename__ = "attempt_allowance"

    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    resource_link_id: Mapped[UUID] = mapped_column(ForeignKey("resource_link.id"), primary_key=True)
    extra: Mapped[int] = mapped_column(default=0)  # attempts
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # instead of the activity's, when later


class ResultSharing(Base):
    """A person who lets the trainers of an activity read their own result, until they change their mind."""

    __tablename__ = "result_sharing"

    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    resource_link_id: Mapped[UUID] = mapped_column(ForeignKey("resource_link.id"), primary_key=True)
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
