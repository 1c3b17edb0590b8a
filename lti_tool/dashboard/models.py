"""What the trainer's pages keep: a finished attempt skill by skill, and who did what to whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.adaptive import Mastery
from lti_tool.db import Base, UtcDateTime


class SkillResult(Base):
    """One target skill of a finished attempt: the estimate of that day, never replayed for a page."""

    __tablename__ = "skill_result"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(100), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    mastery: Mapped[Mastery] = mapped_column(String(20))


class TopicResult(Base):
    """One topic of a finished attempt. Kept beside its skills: statistics of items join on it."""

    __tablename__ = "topic_result"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(100), primary_key=True)
    mastered: Mapped[int]  # a bit for each level mastered: 0b0110 for levels 1 and 2
    counted: Mapped[int]  # the same for the levels that count (not set aside)
    rest: Mapped[float | None] = mapped_column(Float)  # share (0 to 1) mastered in the *other* topics


class KeptItems(Base):
    """The statistics of the items of one activity, as they were when `mark` summed up its attempts."""

    __tablename__ = "kept_items"

    resource_link_id: Mapped[UUID] = mapped_column(ForeignKey("resource_link.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # `items.ItemStatistics`, as a dict each


class PreparedFile(Base):
    """A long export that waits to be downloaded, for minutes. It may hold names: encrypted, then removed."""

    __tablename__ = "prepared_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    launch_session_id: Mapped[UUID] = mapped_column(
        ForeignKey("launch_session.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(40))
    body_encrypted: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ActionKind(StrEnum):
    """What a trainer can do to somebody's attempt, or for somebody (`TIME`)."""

    RESET = "reset"
    REOPEN = "reopen"
    EXEMPT = "exempt"
    RESEND = "resend"
    EXTRA = "extra"
    TIME = "time"


class TrainerAction(Base):
    """The audit: who did what, to whose attempt, when. Rows are only added."""

    __tablename__ = "trainer_action"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    resource_link_id: Mapped[UUID] = mapped_column(ForeignKey("resource_link.id"), index=True)
    trainer_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))  # persons are numbered, never named
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempt.id"))
    kind: Mapped[ActionKind] = mapped_column(String(20))
    detail: Mapped[str | None] = mapped_column(String(200))  # the item that was exempted, the new closing
