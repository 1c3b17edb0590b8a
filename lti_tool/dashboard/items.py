"""Item analysis: difficulty, discrimination, time, most frequent error. Three queries, whatever the group.

Discrimination is a correlation between success at the item and the rest of the result: the share of the
target skills mastered in the *other* topics of the pathway. The number of right answers would not do: an
adaptive attempt gives everybody about as many.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, and_, case, cast, func, select
from sqlalchemy.orm import Session

from content.item import SIMULATED
from content.model import Catalogue, Format, Item
from content.variants import blank
from lti_tool import interactions
from lti_tool.assessment.models import Administration, Attempt, Outcome
from lti_tool.dashboard.durations import seconds_between
from lti_tool.dashboard.models import TopicResult
from lti_tool.dashboard.results import latest_results

FREE = {Format.TEXT, Format.NUMBER, Format.DATE, Format.FILE}
OF_ONE_VARIANT = FREE | SIMULATED  # the same answer is an error for one person and right for another
SAME_WORDS = 3  # people who must have typed the same free text before it is shown: it could name somebody


@dataclass(frozen=True)
class ItemStatistics:
    """One item over the group. Shares are percents of `answers`, which passed items are not part of."""

    item_id: str
    title: str
    skill: str
    answers: int
    correct_percent: int
    unknown_percent: int
    unusable: int
    discrimination: float | None  # -1 to 1; None: everybody did the same
    median_seconds: int
    planned_seconds: int | None
    error: str | None  # the most frequent wrong answer, in words
    error_count: int


def item_statistics(
    session: Session, link_id: UUID, catalogue: Catalogue, smallest: int
) -> tuple[ItemStatistics, ...]:
    """The items that enough people answered, in the order of the framework."""
    medians = {row.item_id: row.seconds for row in session.execute(_medians(link_id))}
    errors = _errors(session, link_id, catalogue)
    order = {topic: place for place, topic in enumerate(catalogue.topics)}
    rows = [
        _statistics(row, medians, errors, catalogue)
        for row in session.execute(_sums(link_id))
        if row.answers >= smallest
    ]
    return tuple(sorted(rows, key=lambda one: _place(one.skill, order)))


def _place(skill: str, order: dict[str, int]) -> tuple[int, int]:
    topic, _, level = skill.rpartition(".")
    return order.get(topic, len(order)), int(level)


def _answered() -> tuple[Any, ...]:
    return (Administration.outcome.is_not(None), Administration.outcome != Outcome.UNUSABLE)


def _sums(link_id: UUID) -> Select[*tuple[Any, ...]]:
    """By item: the counts, and the sums that a correlation needs (`k`: answers whose rest is known)."""
    right = case((Administration.outcome == Outcome.CORRECT, 1.0), else_=0.0)
    passed = Administration.outcome == Outcome.UNUSABLE
    value = case((passed, None), else_=TopicResult.rest)
    topic = func.substr(Administration.skill, 1, func.length(Administration.skill) - 2)
    return (
        select(
            Administration.item_id,
            Administration.skill,
            func.sum(case((passed, 0), else_=1)).label("answers"),
            func.sum(right).label("right"),
            func.sum(case((Administration.outcome == Outcome.UNKNOWN, 1), else_=0)).label("unknown"),
            func.sum(case((passed, 1), else_=0)).label("unusable"),
            func.count(value).label("k"),
            func.sum(case((value.is_not(None), right), else_=0.0)).label("x"),
            func.sum(value).label("y"),
            func.sum(value * value).label("yy"),
            func.sum(right * value).label("xy"),
        )
        .join(Attempt, Attempt.id == Administration.attempt_id)
        .outerjoin(
            TopicResult,
            and_(
                TopicResult.attempt_id == Administration.attempt_id,
                # `<topic>.<level>`, one digit: an equality, so that the join uses the primary key.
                TopicResult.topic == topic,
            ),
        )
        .where(Administration.outcome.is_not(None), Attempt.id.in_(latest_results(link_id)))
        .group_by(Administration.item_id, Administration.skill)
    )


def _medians(link_id: UUID) -> Select[*tuple[Any, ...]]:
    """By item: the median time of an answer, in seconds (the lower of the two middle ones)."""
    seconds = seconds_between(Administration.shown_at, Administration.answered_at)
    ranked = (
        select(
            Administration.item_id,
            seconds.label("seconds"),
            func.row_number().over(partition_by=Administration.item_id, order_by=seconds).label("place"),
            func.count().over(partition_by=Administration.item_id).label("count"),
        )
        .where(*_answered(), Administration.attempt_id.in_(latest_results(link_id)))
        .subquery()
    )
    return select(ranked.c.item_id, ranked.c.seconds).where((ranked.c.place * 2 - ranked.c.count).in_([0, 1]))


def _errors(session: Session, link_id: UUID, catalogue: Catalogue) -> dict[str, tuple[str, int]]:
    """By item: the wrong answer that comes most often, and how often. Alone, it is no pattern."""
    given = cast(Administration.answer, String)
    rows = session.execute(
        select(Administration.item_id, Administration.item_version, given, func.count().label("times"))
        .where(
            Administration.outcome == Outcome.INCORRECT,
            given != "null",  # nothing, as JSON has it; a SQL NULL is not different from it either
            Administration.attempt_id.in_(latest_results(link_id)),
        )
        .group_by(Administration.item_id, Administration.item_version, given)
        .having(func.count() >= 2)
        .order_by(func.count().desc(), given)
    )
    found: dict[str, tuple[str, int]] = {}
    for item_id, version, text, times in rows:
        item = catalogue.items.get(item_id)
        if item is None or item.version != version or item_id in found:
            continue  # the words of an older version may not exist any more
        if item.parameters and item.format in OF_ONE_VARIANT:
            continue
        if item.format not in FREE or times >= SAME_WORDS:
            found[item_id] = (_in_words(item, text), times)
    return found


def _in_words(item: Item, stored: str) -> str:
    words = interactions.interaction_for(item).restate(blank(item), json.loads(stored))
    return words if isinstance(words, str) else " ; ".join(words)


def _statistics(
    row: Any, medians: dict[str, float], errors: dict[str, tuple[str, int]], catalogue: Catalogue
) -> ItemStatistics:
    item = catalogue.items.get(row.item_id)
    error, times = errors.get(row.item_id, (None, 0))
    return ItemStatistics(
        item_id=row.item_id,
        title=item.title if item else row.item_id,
        skill=row.skill,
        answers=int(row.answers),
        correct_percent=round(100 * row.right / row.answers),
        unknown_percent=round(100 * row.unknown / row.answers),
        unusable=int(row.unusable),
        discrimination=correlation(row.k, row.x, row.y, row.yy, row.xy),
        median_seconds=round(medians.get(row.item_id, 0)),
        planned_seconds=item.duration_s if item else None,
        error=error,
        error_count=times,
    )


def correlation(
    count: int, x: float | None, y: float | None, yy: float | None, xy: float | None
) -> float | None:
    """Pearson's, from sums; x is 0 or 1, so its square is itself. None when one of the two never varies."""
    sums: Iterable[float | None] = (x, y, yy, xy)
    if not count or any(one is None for one in sums):
        return None
    n, sx, sy, syy, sxy = float(count), float(x or 0), float(y or 0), float(yy or 0), float(xy or 0)
    spread = (n * sx - sx * sx) * (n * syy - sy * sy)
    if spread <= 1e-9:
        return None
    return max(-1.0, min(1.0, (n * sxy - sx * sy) / math.sqrt(spread)))
