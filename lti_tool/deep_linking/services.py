"""Make the activities that a trainer chose, once for each request of the platform."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lti_tool.deep_linking.forms import Choice
from lti_tool.deep_linking.models import Selection
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.models import Activity, LaunchSession
from lti_tool.launch.own_pathways import own_id


def choose(
    session: Session, launch: LaunchSession, choices: Sequence[Choice], form_hash: str, now: datetime
) -> list[Activity]:
    """The activities of this answer, in order: made now, or those that the same form made before.

    Raises:
        SessionRefusedError: `selection_done`, another answer was given already.
    """
    given = session.get(Selection, launch.id)
    if given is None:
        try:
            with session.begin_nested():
                return _make(session, launch, choices, form_hash, now)
        except IntegrityError:  # the same form, sent twice at once
            given = session.get_one(Selection, launch.id)
    if given.form_hash != form_hash:
        raise SessionRefusedError("selection_done", status=409)
    ids = [UUID(one) for one in given.activity_ids]
    found = {one.id: one for one in session.scalars(select(Activity).where(Activity.id.in_(ids)))}
    return [found[one] for one in ids]


def _make(
    session: Session, launch: LaunchSession, choices: Sequence[Choice], form_hash: str, now: datetime
) -> list[Activity]:
    activities = [
        Activity(
            id=uuid4(),
            platform_id=launch.learner.platform_id,
            pathway_id=choice.pathway.id,
            pathway_version=choice.pathway.version,
            own_pathway_id=own_id(choice.pathway.id),
            title=choice.pathway.title,
            options=choice.options,
            course_id=launch.course_id,
            made_by_id=launch.learner_id,
            created_at=now,
        )
        for choice in choices
    ]
    ids = [str(activity.id) for activity in activities]
    session.add(Selection(launch_session_id=launch.id, form_hash=form_hash, activity_ids=ids, created_at=now))
    session.flush()  # first: a second request stops here, and makes no activity
    session.add_all(activities)
    session.flush()
    return activities
