"""Mutation check of the marking: wrong answers made from each reference answer, and how many pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from content.item import Item
from content.variants import realise
from content.variants.seeds import numbered
from lti_tool.interactions import Interaction, interaction_for
from lti_tool.workshop.wrong import wrong_answers


@dataclass(frozen=True)
class Trial:
    """One item, over its draws: how many wrong answers were tried, and which ones were accepted.

    `doubtful`: accepted too, but not surely wrong (more than asked, other words): the author judges.
    """

    item: str
    format: str
    tried: int
    accepted: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


def trials(
    items: Iterable[Item], seeds: int = 1, marked_by: Callable[[Item], Interaction] = interaction_for
) -> Iterator[Trial]:
    """One trial by item, on as many draws as `seeds` when it varies. `marked_by` is for tests."""
    for item in items:
        tried = 0
        accepted: dict[bool, dict[str, None]] = {False: {}, True: {}}
        for seed in range(seeds if item.parameters else 1):
            concrete = realise(item, numbered(seed))
            for one in wrong_answers(concrete):
                tried += not one.doubtful
                if marked_by(concrete).mark(concrete, one.answer).correct:
                    accepted[one.doubtful][one.how] = None
        yield Trial(item.id, item.format.value, tried, tuple(accepted[False]), tuple(accepted[True]))


def as_json(found: list[Trial]) -> dict[str, Any]:
    """Totals, then each item."""
    return {
        "tried": sum(one.tried for one in found),
        "accepted": sum(len(one.accepted) for one in found),
        "items": [asdict(one) for one in found],
    }


def lines(found: list[Trial]) -> Iterator[str]:
    """A table, one line an item, what was accepted below it; the totals last."""
    yield _row("Épreuve", "Format", "Altérées", "Acceptées", "À juger")
    for one in found:
        yield _row(one.item, one.format, one.tried, len(one.accepted), len(one.doubtful))
        yield from (f"    acceptée à tort : {how}" for how in one.accepted)
        yield from (f"    acceptée, à juger : {how}" for how in one.doubtful)
    total, wrong = sum(one.tried for one in found), sum(len(one.accepted) for one in found)
    yield f"Épreuves : {len(found)} ; réponses altérées : {total} ; acceptées à tort : {wrong}."


def _row(item: str, format_: str, *figures: object) -> str:
    return f"{item:<24}{format_:<16}" + "".join(f"{figure:>11}" for figure in figures)
