"""The activity that a launch names, and the courses that a course was copied from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.model import Catalogue, Pathway
from lti_tool.errors import LaunchRefusedError
from lti_tool.launch.claims import ID_MAX
from lti_tool.launch.models import Activity, Course
from lti_tool.platforms.models import Platform

ACTIVITY_ID = "activity_id"  # names of custom parameters, written by `deep_linking`
HISTORY = "context_id_history"
LONGEST_HISTORY = 20


def activity_asked(session: Session, platform: Platform, custom: Mapping[str, str]) -> Activity | None:
    """The activity of this platform that the launch names; None when it names none.

    Raises:
        LaunchRefusedError: `activity_unresolved` (not an id, `$variable` included), `activity_deleted`,
            `activity_unknown` (nobody's, or another platform's: one answer, so that none can be guessed).
    """
    asked = custom.get(ACTIVITY_ID)
    if asked is None:
        return None
    try:
        wanted = UUID(asked.strip())
    except ValueError as error:
        raise LaunchRefusedError("activity_unresolved") from error
    activity = session.get(Activity, wanted)
    if activity is None or activity.platform_id != platform.id:
        raise LaunchRefusedError("activity_unknown", status=404)
    if activity.deleted_at is not None:
        raise LaunchRefusedError("activity_deleted", status=410)
    return activity


def pathway_shown(pathway_id: str, activity: Activity | None, catalogue: Catalogue) -> Pathway | None:
    """The pathway of this name, before the activity's options shape it; None when nothing is left of it."""
    own = activity.own_pathway if activity else None
    if own is not None and own.pathway_id == pathway_id:
        return own.as_pathway(catalogue)
    return catalogue.pathways.get(pathway_id)


def read_history(custom: Mapping[str, str]) -> list[str]:
    """The earlier context ids that `$Context.id.history` gave (LTI Core 1.3, appendix E), latest first.

    A platform that does not know the variable sends its name as it is: nothing is read from that.
    """
    given = custom.get(HISTORY, "")
    if given.startswith("$"):
        return []
    ids = [unquote(one).strip() for one in given.split(",")]
    usable = [one for one in ids if 0 < len(one) <= ID_MAX and one.isprintable()]
    return list(dict.fromkeys(usable))[:LONGEST_HISTORY]


def earlier_courses(session: Session, course: Course) -> Sequence[Course]:
    """The courses that we know among those that this one was copied from, the latest copy first."""
    known = {
        one.context_id: one
        for one in session.scalars(
            select(Course).where(
                Course.platform_id == course.platform_id, Course.context_id.in_(course.history)
            )
        )
    }
    return [known[context_id] for context_id in course.history if context_id in known]
