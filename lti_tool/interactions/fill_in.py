"""texte: xAPI `fill-in`."""

from __future__ import annotations

import unicodedata

from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.comparison import accepts, normalised
from lti_tool.interactions.forms import as_text, only_value
from lti_tool.interactions.model import (
    FIELD,
    MAX_LENGTH,
    Answer,
    Form,
    InteractionRecord,
    Marking,
    Presentation,
    Refusal,
)
from lti_tool.interactions.solutions import expected_text, hints


class FillIn:
    """A short text to type."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One text field."""
        del key  # nothing to hide: the page knows no option
        context = {"prompt": item.prompt, "name": FIELD, "help": item.data.help, "max_length": MAX_LENGTH}
        return Presentation("interactions/fill_in.html", context)

    def parse(self, item: Item, key: bytes, form: Form) -> str:
        """The text as typed, outer spaces removed. Raises `AnswerRefusedError`."""
        del item, key
        return read_text(only_value(form))

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when it is one of the solutions, but for a forgivable slip."""
        given = as_text(answer)
        solutions = (expected_text(item), *item.check.accepted)
        mistakes = [hint.value for hint in item.feedback.hints if hint.value is not None]
        if accepts(given, solutions, mistakes, strict=item.check.strict):
            return Marking(True, 1.0)
        typed = normalised(given)
        told = hints(
            item,
            given,
            value=lambda mistake: accepts(given, [mistake], strict=item.check.strict),
            chosen=lambda part: normalised(part) in typed,
            missing=lambda part: normalised(part) not in typed,
        )
        return Marking(False, 0.0, told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """No response by default: a person may type personal data in a free field."""
        del item
        response = None if answer is None or not include_free_text else as_text(answer)
        return InteractionRecord("fill-in", {}, response)

    def restate(self, item: Item, answer: Answer) -> str:
        """The text as typed."""
        del item
        return as_text(answer)

    def solution(self, item: Item) -> str:
        """The text that the author expects; other accepted spellings are not listed."""
        return expected_text(item)


def read_text(given: str) -> str:
    """What was typed, outer spaces removed. Raises `AnswerRefusedError`."""
    text = unicodedata.normalize("NFC", given).strip()
    # Databases and XML refuse some of these; nobody types them.
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in text):
        raise AnswerRefusedError(Refusal.NOT_TEXT, field=FIELD)
    if not normalised(text):
        raise AnswerRefusedError(Refusal.NOTHING_ANSWERED, field=FIELD)
    return text
