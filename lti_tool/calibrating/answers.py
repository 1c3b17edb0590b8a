"""The answers of the database, as numbers: no name, no text, only who is with whom in a group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.adaptive import Policy
from lti_tool.adaptive.calibration import Marked, Sitting
from lti_tool.assessment.estimate import policy_of
from lti_tool.assessment.models import Attempt, Mode, Outcome
from lti_tool.assessment.rules import pathway_of


class Group(StrEnum):
    """In what people may differ. The values are the words of the command."""

    PLATFORM = "plateforme"
    CRAFT = "metier"
    PERIOD = "periode"  # before and after the middle attempt: an item that leaks becomes easier


def sittings(session: Session, catalogue: Catalogue) -> list[Sitting]:
    """Every graded attempt that has an answer, the oldest first.

    An answer to another version of an item is left out: it says nothing of the item of today.
    """
    found = list(_attempts(session, catalogue))
    if not found:
        return []
    middle = found[len(found) // 2].started_at
    policies: dict[object, Policy] = {}
    read = (_sitting(attempt, catalogue, policies, middle) for attempt in found)
    return [sitting for sitting in read if sitting.answers]


def _attempts(session: Session, catalogue: Catalogue) -> Iterator[Attempt]:
    """The first attempt of each person at each activity: later ones meet what was already seen."""
    rows = session.scalars(
        select(Attempt)
        .where(Attempt.mode == Mode.GRADED, Attempt.number == 1)
        .order_by(Attempt.started_at, Attempt.id)
    )
    return (one for one in rows if one.pathway_id in catalogue.pathways)


def _sitting(
    attempt: Attempt, catalogue: Catalogue, policies: dict[object, Policy], middle: datetime
) -> Sitting:
    key = (attempt.pathway_id, attempt.activity_id)
    if key not in policies:
        policies[key] = policy_of(pathway_of(attempt, catalogue), catalogue)
    pathway = catalogue.pathways[attempt.pathway_id]
    groups: dict[str, str] = {
        Group.PLATFORM: attempt.learner.platform.name,
        Group.PERIOD: "avant" if attempt.started_at < middle else "après",
    }
    if pathway.kind == "metier":
        groups[Group.CRAFT] = pathway.id
    counted = {Outcome.CORRECT, Outcome.INCORRECT, Outcome.UNKNOWN}
    answers = tuple(
        Marked(one.item_id, one.outcome == Outcome.CORRECT)
        for one in attempt.administrations
        if one.outcome in counted and _is_of_today(one.item_id, one.item_version, catalogue)
    )
    return Sitting(policies[key], answers, groups)


def _is_of_today(item_id: str, version: int, catalogue: Catalogue) -> bool:
    item = catalogue.items.get(item_id)
    return item is not None and item.version == version
