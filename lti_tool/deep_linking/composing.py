"""A pathway of one's own, in three steps: topics, level and length, name. The form carries it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from content.model import Catalogue
from lti_tool.deep_linking.topics import TopicChoice, coverage
from lti_tool.launch.models import LaunchSession
from lti_tool.launch.own_pathways import OwnPathway, own_id

LENGTHS = (10, 20, 30)  # items at the most; nothing: all that is needed
LEVELS = range(1, 9)
TITLE_MAX = 120


@dataclass(frozen=True)
class Draft:
    """What is settled so far. `cap` and `length` are None without a limit; `id` is the row's to be."""

    id: UUID
    topics: tuple[TopicChoice, ...]
    cap: int | None
    length: int | None
    title: str

    @property
    def targets(self) -> dict[str, int]:
        """The level aimed at in each topic; one that begins above the cap is left out."""
        wanted = {one.topic.id: min(one.top, self.cap or one.top) for one in self.topics}
        first = {one.topic.id: min(one.topic.levels) for one in self.topics}
        return {topic: level for topic, level in wanted.items() if level >= first[topic]}


def read_draft(form: MultiDict[str, str], known: Mapping[str, TopicChoice]) -> Draft:
    """The form as it is; a value that we never offered counts as none."""
    ids = [one for one in known if one in set(form.getlist("sujet"))]
    return Draft(
        id=_uuid(form.get("cle", "")),
        topics=tuple(known[one] for one in ids),
        cap=_one_of(form.get("niveau"), LEVELS),
        length=_one_of(form.get("longueur"), LENGTHS),
        title=" ".join(form.get("titre", "").split()),
    )


def save(
    session: Session, launch: LaunchSession, draft: Draft, catalogue: Catalogue, now: datetime
) -> OwnPathway:
    """The pathway for everybody of the platform who chooses; the same form sent twice makes one."""
    platform_id = launch.learner.platform_id
    made = session.get(OwnPathway, draft.id)
    if made is not None and made.platform_id == platform_id:
        return made
    own = OwnPathway(
        id=draft.id if made is None else uuid4(),
        platform_id=platform_id,
        author_id=launch.learner_id,
        title=draft.title,
        targets=draft.targets,
        max_items=draft.length,
        minutes=coverage(draft.targets, draft.length, catalogue).minutes,
        created_at=now,
    )
    session.add(own)
    session.flush()
    return own


def pathways_of(session: Session, launch: LaunchSession) -> Sequence[OwnPathway]:
    """Those of the platform that are not retired, the latest first."""
    return session.scalars(
        select(OwnPathway)
        .where(OwnPathway.platform_id == launch.learner.platform_id, OwnPathway.retired_at.is_(None))
        .order_by(OwnPathway.created_at.desc(), OwnPathway.id)
    ).all()


def retire(session: Session, launch: LaunchSession, pathway_id: str, now: datetime) -> bool:
    """Take a pathway off the list, for its author only; activities made of it stay. False: nothing to do."""
    wanted = own_id(pathway_id)
    own = session.get(OwnPathway, wanted) if wanted else None
    if own is None or own.author_id != launch.learner_id or own.retired_at is not None:
        return False
    own.retired_at = now
    return True


def _one_of(text: str | None, allowed: Sequence[int]) -> int | None:
    return next((one for one in allowed if str(one) == text), None)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
