"""What an author reads around the pages of an item: where it stands, what to correct, what was drawn."""

from __future__ import annotations

from dataclasses import dataclass

from content.checks import item_findings
from content.model import Catalogue
from content.variants.placeholders import in_french
from content.variants.space import draws
from lti_tool.clock import utc_now
from lti_tool.preview.stage import LAST_SEED, SEPARATOR, Stage
from lti_tool.workshop.replay import marking_findings

SEEDS = 20  # a page must come at once; the command goes through 500
LONGEST = 60  # characters of a value: a table would fill the page


@dataclass(frozen=True)
class Note:
    """One finding, with its place in the file."""

    place: str
    key: str
    message: str


@dataclass(frozen=True)
class Notes:
    """Around one draw."""

    place: str
    findings: tuple[Note, ...]
    values: tuple[tuple[str, str], ...]
    draws: int
    previous_id: str
    next_id: str


def notes_of(catalogue: Catalogue, stage: Stage) -> Notes:
    """The notes of one draw."""
    source = catalogue.sources[stage.item.id]

    def place(key: str) -> str:
        return f"{source.file}, ligne {source.line(key)}"

    found = item_findings(stage.written, utc_now().date(), SEEDS, (marking_findings,))
    return Notes(
        place=place(""),
        findings=tuple(Note(place(one.key), one.key, one.message) for one in found),
        values=tuple((name, _short(value)) for name, value in stage.values.items()),
        draws=draws(stage.written),
        previous_id=f"{stage.item.id}{SEPARATOR}{max(0, stage.seed - 1)}",
        next_id=f"{stage.item.id}{SEPARATOR}{min(LAST_SEED, stage.seed + 1)}",
    )


def _short(value: object) -> str:
    text = str(value) if isinstance(value, dict | list | type(None)) else in_french(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
