"""What a trainer settles for one activity: a frozen value, stored as JSON beside the pathway's name."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Level = Annotated[int, Field(ge=1, le=8)]


class Precision(StrEnum):
    """How sure the estimate must be before the engine stops by itself."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"


class FeedbackMode(StrEnum):
    """When a person reads what was right."""

    IMMEDIATE = "immediate"  # after each item
    DEFERRED = "deferred"  # on the result page


class TrainerView(StrEnum):
    """What the trainer may read; the person is told so before the first item."""

    GROUP = "group"  # besides the grade, figures of the group only
    INDIVIDUAL = "individual"  # the detail of each result


class ActivityOptions(BaseModel):
    """The options of an activity. `None` leaves the pathway's own value, unless said otherwise."""

    model_config = ConfigDict(frozen=True)  # unknown names are ignored: an older process may read a newer row

    level_cap: Level | None = None  # no skill above this level is aimed at
    targets: dict[str, Level] | None = None  # topics of the trainer's own choice, with their level
    max_items: int | None = Field(None, ge=1, le=100)
    precision: Precision = Precision.STANDARD
    passing_percent: float | None = Field(None, ge=0, le=100)  # None: plain positioning, nobody fails
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    attempts_allowed: int | None = Field(1, ge=1, le=100)  # None: as many as wanted
    retry_delay_hours: int = Field(0, ge=0, le=24 * 365)  # between the end of an attempt and the next one
    feedback: FeedbackMode = FeedbackMode.DEFERRED
    trainer_view: TrainerView = TrainerView.GROUP
    makes_column: bool = False  # the platform took no line item with the link: we make it at the first grade

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens_at is not None and self.closes_at is not None and self.closes_at <= self.opens_at:
            raise ValueError("closes_at must be later than opens_at")
        return self

    @property
    def retry_delay(self) -> timedelta:
        """The time to wait between two attempts."""
        return timedelta(hours=self.retry_delay_hours)

    def is_before(self, now: datetime) -> bool:
        """True while the activity has not opened yet."""
        return self.opens_at is not None and now < self.opens_at

    def is_after(self, now: datetime) -> bool:
        """True once it has closed."""
        return self.closes_at is not None and now >= self.closes_at


class OptionsJson(TypeDecorator[ActivityOptions]):
    """`ActivityOptions` as a JSON column."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: ActivityOptions | None, dialect: Dialect) -> object:  # noqa: ARG002  # SQLAlchemy's signature
        return None if value is None else value.model_dump(mode="json", exclude_defaults=True)

    def process_result_value(self, value: object, dialect: Dialect) -> ActivityOptions | None:  # noqa: ARG002  # SQLAlchemy's signature
        return None if value is None else ActivityOptions.model_validate(value)
