"""zone: xAPI `choice`. Parts of a text or of a picture; the native inputs are the equivalent list."""

from __future__ import annotations

from collections.abc import Sequence

from content.formats.zones import Zone
from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.forms import as_list, as_text, only_value, text_of, values_of
from lti_tool.interactions.model import (
    FIELD,
    Answer,
    Form,
    InteractionRecord,
    Marking,
    Presentation,
    Refusal,
)
from lti_tool.interactions.opacity import opaque_id, real_id
from lti_tool.interactions.solutions import expected_ids, expected_text, hints

KIND = "zone"
DELIMITER = "[,]"
WIDTH = 1000  # of the picture, in SVG units
LINE = 34  # characters of a label on one line, for a box of the full width


class Pointing:
    """One zone, or all the right ones, to point at."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """Inputs in the order of reading, and the picture when there is one."""
        context = {
            "prompt": item.prompt,
            "name": FIELD,
            "several": item.data.several,
            "zones": [_shown(zone, item, key) for zone in item.data.zones],
            "drawing": _drawing(item),
        }
        return Presentation("interactions/zone.html", context, ("js/zone.js",) if item.data.drawing else ())

    def parse(self, item: Item, key: bytes, form: Form) -> str | list[str]:
        """The author's id, or ids in the author's order. Raises `AnswerRefusedError`."""
        if not item.data.several:
            return real_id(item, key, KIND, item.data.zones, only_value(form))
        given = values_of(form)
        if not given:
            raise AnswerRefusedError(Refusal.NOTHING_ANSWERED, field=FIELD)
        chosen = {real_id(item, key, KIND, item.data.zones, value) for value in given}
        if len(chosen) != len(given):
            raise AnswerRefusedError(Refusal.DUPLICATED, field=FIELD)
        return [zone.id for zone in item.data.zones if zone.id in chosen]

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when the set is exact; a wrong zone cancels a right one in the partial score."""
        chosen, expected = set(_chosen(item, answer)), set(_expected(item))
        if chosen == expected:
            return Marking(True, 1.0)
        told = hints(item, answer, chosen=chosen.__contains__, missing=lambda id_: id_ not in chosen)
        score = max(0, len(chosen & expected) - len(chosen - expected)) / max(1, len(expected))
        return Marking(False, score, told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The zones chosen."""
        del include_free_text  # nothing is free here
        choices = tuple((zone.id, zone.text) for zone in item.data.zones)
        response = None if answer is None else DELIMITER.join(_chosen(item, answer))
        return InteractionRecord("choice", {"choices": choices}, response)

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """The words of the zones chosen."""
        return tuple(text_of(item.data.zones, id_) for id_ in _chosen(item, answer))

    def solution(self, item: Item) -> tuple[str, ...]:
        """The words of the right zones, in the order of reading."""
        expected = set(_expected(item))
        return tuple(zone.text for zone in item.data.zones if zone.id in expected)


def _chosen(item: Item, answer: Answer) -> list[str]:
    return as_list(answer) if item.data.several else [as_text(answer)]


def _expected(item: Item) -> Sequence[str]:
    return expected_ids(item) if item.data.several else (expected_text(item),)


def _shown(zone: Zone, item: Item, key: bytes) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": opaque_id(item, key, KIND, zone.id),
        "text": zone.text,
        "line_break": zone.line_break,
    }
    if zone.shape and item.data.drawing:
        shape, height = zone.shape, item.data.drawing.ratio * WIDTH / 100
        shown |= {
            "x": shape.x * WIDTH / 100,
            "y": shape.y * height,
            "width": shape.width * WIDTH / 100,
            "height": shape.height * height,
            "lines": _lines(zone.text, max(8, round(LINE * 2 * shape.width / 100))),
        }
    return shown


def _drawing(item: Item) -> dict[str, object] | None:
    drawing = item.data.drawing
    if drawing is None:
        return None
    return {"width": WIDTH, "height": round(drawing.ratio * WIDTH), "alternative": drawing.alternative}


def _lines(text: str, width: int) -> list[str]:
    """The label cut between words: SVG does not wrap."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
