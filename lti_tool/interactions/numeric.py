"""nombre: xAPI `numeric`."""

from __future__ import annotations

from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.forms import as_number, only_value
from lti_tool.interactions.french_numbers import close_enough, plain_number, read_number, write_number
from lti_tool.interactions.model import FIELD, Answer, Form, InteractionRecord, Marking, Presentation
from lti_tool.interactions.solutions import expected_number, hints

NO_BREAK_SPACE = "\u00a0"


class Numeric:
    """A number to type."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One text field: a browser's number field drops silently what it cannot read."""
        del key  # nothing to hide: the page knows no option
        context = {"prompt": item.prompt, "name": FIELD, "help": item.data.help, "unit": item.data.unit}
        return Presentation("interactions/numeric.html", context)

    def parse(self, item: Item, key: bytes, form: Form) -> float:
        """The number. Raises `AnswerRefusedError`."""
        del key
        return read_number(only_value(form), item.data.unit)

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right within the author's tolerance."""
        given = as_number(answer)
        if close_enough(given, expected_number(item), item.check.tolerance):
            return Marking(True, 1.0)
        return Marking(False, 0.0, hints(item, given, value=lambda value: _is(value, given, item)))

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The number, with a decimal point as xAPI asks."""
        del item, include_free_text  # nothing is free here
        return InteractionRecord("numeric", {}, None if answer is None else plain_number(as_number(answer)))

    def restate(self, item: Item, answer: Answer) -> str:
        """The number and its unit, as written in French."""
        number = write_number(as_number(answer))
        return f"{number}{NO_BREAK_SPACE}{item.data.unit}" if item.data.unit else number

    def solution(self, item: Item) -> str:
        """The expected number and its unit."""
        return self.restate(item, expected_number(item))


def _is(value: str, given: float, item: Item) -> bool:
    """Whether a hint's value, written by an author, is the number given."""
    try:
        return close_enough(given, read_number(value, item.data.unit), item.check.tolerance)
    except AnswerRefusedError:
        return False
