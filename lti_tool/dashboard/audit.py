"""What was done to a person, when and by whom, as the page says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select

from lti_tool.dashboard.actions import actions_on
from lti_tool.dashboard.models import ActionKind, TrainerAction
from lti_tool.dashboard.room import Room
from lti_tool.launch.models import Learner


@dataclass(frozen=True)
class Line:
    """One action. `item` is the title of the one that was exempted, `closes_at` the new closing."""

    at: datetime
    who: str
    kind: ActionKind
    item: str | None = None
    closes_at: datetime | None = None


def lines(room: Room, learner_id: UUID) -> tuple[Line, ...]:
    """What was done to a person on this activity, the latest first."""
    done = actions_on(room.desk, room.visitor.launch, learner_id)
    names = _names(room, {one.trainer_id for one in done})
    return tuple(_line(room, one, names[one.trainer_id]) for one in done)


def _line(room: Room, one: TrainerAction, who: str) -> Line:
    kind, detail = ActionKind(one.kind), one.detail
    if kind is ActionKind.EXEMPT and detail:
        item = room.tool.catalogue.items.get(detail)
        return Line(one.at, who, kind, item=item.title if item else detail)
    if kind is ActionKind.TIME and detail:
        return Line(one.at, who, kind, closes_at=datetime.fromisoformat(detail))
    return Line(one.at, who, kind)


def _names(room: Room, trainers: Iterable[UUID]) -> dict[UUID, str]:
    """A name is the one that the platform gives at this moment: none is kept."""
    known = {member.subject: member.name for member in room.roster.members}
    query = select(Learner.id, Learner.subject).where(Learner.id.in_(list(trainers)))
    found = {
        id_: known.get(str(subject)) or str(gettext("une personne de l’équipe de formation"))
        for id_, subject in room.session.execute(query)
    }
    return found | {room.visitor.launch.learner_id: str(gettext("vous"))}
