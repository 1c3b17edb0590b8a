"""ordonner: xAPI `sequencing`. One position by element; buttons are an enhancement of the page."""

from __future__ import annotations

import re
from itertools import combinations

from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.forms import as_list, text_of, values_by_element
from lti_tool.interactions.model import Answer, Form, InteractionRecord, Marking, Presentation, Refusal
from lti_tool.interactions.opacity import opaque_id, shown, shuffled_away
from lti_tool.interactions.solutions import expected_ids, hints

KIND = "element"
PREFIX = "position-"
DELIMITER = "[,]"
POSITION = re.compile(r"[1-9][0-9]?", re.ASCII)


class Sequencing:
    """Elements to put in order."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One select of positions by element, in an order that is never the solution."""
        order = shuffled_away(item, key, KIND, item.data.elements, expected_ids(item))
        context = {"prompt": item.prompt, "prefix": PREFIX, "elements": shown(item, key, KIND, order)}
        return Presentation("interactions/sequencing.html", context, ("js/sequencing.js",))

    def parse(self, item: Item, key: bytes, form: Form) -> list[str]:
        """The author's ids from first to last. Raises `AnswerRefusedError`."""
        names = {opaque_id(item, key, KIND, element.id): element.id for element in item.data.elements}
        positions: dict[int, str] = {}
        for name, given in values_by_element(form, PREFIX, list(names)).items():
            position = int(given) if POSITION.fullmatch(given) else 0
            if not 1 <= position <= len(names):
                raise AnswerRefusedError(Refusal.UNKNOWN_ID, field=PREFIX + name)
            if position in positions:
                raise AnswerRefusedError(Refusal.DUPLICATED, field=PREFIX + name)
            positions[position] = names[name]
        return [positions[position] for position in sorted(positions)]

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when the order is exact; the partial score is the share of pairs in the right order.

        Hints: `missing` names an element that is not at its place, `chosen` one placed too early.
        """
        given, expected = as_list(answer), list(expected_ids(item))
        if given == expected:
            return Marking(True, 1.0)
        place = {id_: position for position, id_ in enumerate(given)}
        right = {id_: position for position, id_ in enumerate(expected)}
        pairs = list(combinations(expected, 2))
        kept = sum(a in place and b in place and place[a] < place[b] for a, b in pairs)
        told = hints(
            item,
            given,
            chosen=lambda id_: id_ in place and id_ in right and place[id_] < right[id_],
            missing=lambda id_: place.get(id_) != right.get(id_),
        )
        return Marking(False, min(kept, len(pairs) - 1) / len(pairs) if pairs else 0.0, told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The elements from first to last."""
        del include_free_text  # nothing is free here
        choices = tuple((element.id, element.text) for element in item.data.elements)
        response = None if answer is None else DELIMITER.join(as_list(answer))
        return InteractionRecord("sequencing", {"choices": choices}, response)

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """The words of the elements, from first to last."""
        return tuple(text_of(item.data.elements, id_) for id_ in as_list(answer))

    def solution(self, item: Item) -> tuple[str, ...]:
        """The words of the elements in the right order."""
        return self.restate(item, list(expected_ids(item)))
