"""What the options of an activity change: the pathway that is really asked, and who may begin when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.model import Catalogue, Pathway
from lti_tool.assessment.models import Attempt
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.activities import pathway_shown
from lti_tool.launch.models import Activity, ResourceLink
from lti_tool.launch.options import ActivityOptions, Precision

HIGHEST_LEVEL = 8
# How the standard deviation at which the engine stops is widened or narrowed.
SPREAD = {Precision.QUICK: 1.3, Precision.STANDARD: 1.0, Precision.THOROUGH: 0.75}
OF_A_BARE_LINK = ActivityOptions()  # one attempt, no dates: a link made by hand in the LMS


class Door(StrEnum):
    """Whether a person may begin an attempt now. The values are the reasons of the refusals."""

    OPEN = "open"
    NOT_YET = "activity_not_open"
    CLOSED = "activity_closed"
    TOO_SOON = "attempt_too_soon"
    NO_MORE = "no_attempt_left"


@dataclass(frozen=True)
class Admission:
    """The answer, and the instant that goes with it: opening, closing, or the next attempt."""

    door: Door
    at: datetime | None = None


def options_of(link: ResourceLink) -> ActivityOptions:
    """The options of a link, those of a bare one when no activity stands behind it."""
    return link.activity.options if link.activity else OF_A_BARE_LINK


def pathway_of(attempt: Attempt, catalogue: Catalogue) -> Pathway:
    """The pathway of an attempt, as the activity that it was begun under shapes it.

    Raises:
        SessionRefusedError: it has left the content since; see `is_known`.
    """
    return _known(attempt.pathway_id, attempt.activity, catalogue)


def pathway_of_link(link: ResourceLink, catalogue: Catalogue) -> Pathway:
    """The pathway that a link shows now.

    Raises:
        SessionRefusedError: it has left the content since the launch.
    """
    return _known(link.pathway_id, link.activity, catalogue)


def is_known(attempt: Attempt, catalogue: Catalogue) -> bool:
    """Whether the pathway of an attempt can still be read."""
    return pathway_shown(attempt.pathway_id, attempt.activity, catalogue) is not None


def _known(pathway_id: str, activity: Activity | None, catalogue: Catalogue) -> Pathway:
    found = pathway_shown(pathway_id, activity, catalogue)
    if found is None:
        raise SessionRefusedError("pathway_unknown", status=404, pathway=pathway_id)
    return shaped(found, activity, catalogue)


def shaped(pathway: Pathway, activity: Activity | None, catalogue: Catalogue) -> Pathway:
    """The pathway with the activity's own topics, level cap, length and threshold."""
    if activity is None:
        return pathway
    options = activity.options
    cap = options.level_cap or HIGHEST_LEVEL
    wanted = options.targets or pathway.targets
    changes = {
        "targets": {topic: min(level, cap) for topic, level in wanted.items() if topic in catalogue.topics},
        "max_items": options.max_items or pathway.max_items,
        "passing_percent": options.passing_percent,
        "precision": pathway.precision * SPREAD[options.precision],
    }
    return pathway.model_copy(update=changes)


def admission(options: ActivityOptions, latest: Attempt | None, begun: int, now: datetime) -> Admission:
    """Whether the learner may go on, or begin; `begun` counts their graded attempts on this link.

    An attempt under way may always be finished, even after the activity has closed.
    """
    if latest is not None and latest.finished_at is None:
        return Admission(Door.OPEN)
    if options.is_before(now):
        return Admission(Door.NOT_YET, options.opens_at)
    if options.is_after(now):
        return Admission(Door.CLOSED, options.closes_at)
    if options.attempts_allowed is not None and begun >= options.attempts_allowed:
        return Admission(Door.NO_MORE)
    if latest is not None and latest.finished_at is not None:
        ready = latest.finished_at + options.retry_delay
        if now < ready:
            return Admission(Door.TOO_SOON, ready)
    return Admission(Door.OPEN)
