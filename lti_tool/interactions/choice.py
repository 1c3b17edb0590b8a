"""choix and choix-multiple: xAPI `choice`."""

from __future__ import annotations

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
from lti_tool.interactions.opacity import real_id, shown, shuffled
from lti_tool.interactions.solutions import expected_ids, expected_text, hints

KIND = "option"
DELIMITER = "[,]"


class SingleChoice:
    """One option to choose."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """Radio buttons."""
        return Presentation("interactions/choice.html", _context(item, key))

    def parse(self, item: Item, key: bytes, form: Form) -> str:
        """The author's id of the option. Raises `AnswerRefusedError`."""
        return real_id(item, key, KIND, item.data.options, only_value(form))

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right or wrong."""
        chosen = as_text(answer)
        if chosen == expected_text(item):
            return Marking(True, 1.0)
        told = hints(item, chosen, chosen=lambda id_: id_ == chosen, missing=lambda id_: id_ != chosen)
        return Marking(False, 0.0, told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The option chosen."""
        del include_free_text  # nothing is free here
        return _record(item, None if answer is None else [as_text(answer)])

    def restate(self, item: Item, answer: Answer) -> str:
        """The words of the option chosen."""
        return text_of(item.data.options, as_text(answer))

    def solution(self, item: Item) -> str:
        """The words of the right option."""
        return text_of(item.data.options, expected_text(item))


class MultipleChoice:
    """All the right options to choose, and no other."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """Check boxes."""
        return Presentation("interactions/multiple_choice.html", _context(item, key))

    def parse(self, item: Item, key: bytes, form: Form) -> list[str]:
        """The author's ids, in the author's order. Raises `AnswerRefusedError`."""
        given = values_of(form)
        if not given:
            raise AnswerRefusedError(Refusal.NOTHING_ANSWERED, field=FIELD)
        chosen = {real_id(item, key, KIND, item.data.options, value) for value in given}
        if len(chosen) != len(given):
            raise AnswerRefusedError(Refusal.DUPLICATED, field=FIELD)
        return [option.id for option in item.data.options if option.id in chosen]

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when the set is exact; a wrong option cancels a right one in the partial score."""
        chosen, expected = set(as_list(answer)), set(expected_ids(item))
        if chosen == expected:
            return Marking(True, 1.0)
        score = max(0, len(chosen & expected) - len(chosen - expected)) / max(1, len(expected))
        told = hints(item, as_list(answer), chosen=chosen.__contains__, missing=lambda id_: id_ not in chosen)
        return Marking(False, score, told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The options chosen."""
        del include_free_text  # nothing is free here
        return _record(item, None if answer is None else as_list(answer))

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """The words of the options chosen."""
        return tuple(text_of(item.data.options, id_) for id_ in as_list(answer))

    def solution(self, item: Item) -> tuple[str, ...]:
        """The words of the right options, in the author's order."""
        expected = set(expected_ids(item))
        return tuple(option.text for option in item.data.options if option.id in expected)


def _context(item: Item, key: bytes) -> dict[str, object]:
    options = item.data.options
    order = options if item.data.keep_order else shuffled(item, key, KIND, options)
    return {"prompt": item.prompt, "name": FIELD, "options": shown(item, key, KIND, order)}


def _record(item: Item, chosen: list[str] | None) -> InteractionRecord:
    choices = tuple((option.id, option.text) for option in item.data.options)
    response = None if chosen is None else DELIMITER.join(chosen)
    return InteractionRecord("choice", {"choices": choices}, response)
