"""date: xAPI `fill-in`, with the day as ISO 8601 writes it."""

from __future__ import annotations

from datetime import date

from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.forms import as_text, only_value
from lti_tool.interactions.french_dates import read_day, write_day
from lti_tool.interactions.model import FIELD, Answer, Form, InteractionRecord, Marking, Presentation
from lti_tool.interactions.solutions import expected_day, hints


class Day:
    """A date to type."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One text field: native date pickers differ, and some drop what they cannot read."""
        del key  # nothing to hide: the page knows no option
        context = {"prompt": item.prompt, "name": FIELD, "help": item.data.help, "max_length": 40}
        return Presentation("interactions/fill_in.html", context)

    def parse(self, item: Item, key: bytes, form: Form) -> str:
        """The day, as `2026-03-01`. Raises `AnswerRefusedError`."""
        del item, key
        return read_day(only_value(form)).isoformat()

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right within the author's tolerance, in days."""
        given = date.fromisoformat(as_text(answer))
        if abs((given - expected_day(item)).days) <= item.check.tolerance:
            return Marking(True, 1.0)
        return Marking(False, 0.0, hints(item, given, value=lambda value: _is(value, given)))

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The day: a date was read, so nothing else can be in it."""
        del item, include_free_text
        return InteractionRecord("fill-in", {}, None if answer is None else as_text(answer))

    def restate(self, item: Item, answer: Answer) -> str:
        """The day in words."""
        del item
        return write_day(date.fromisoformat(as_text(answer)))

    def solution(self, item: Item) -> str:
        """The expected day in words."""
        return write_day(expected_day(item))


def _is(value: str, given: date) -> bool:
    """Whether a hint's value, written by an author, is the day given."""
    try:
        return read_day(value) == given
    except AnswerRefusedError:
        return False
