"""apparier and tri: xAPI `matching`. A target, or a category, for each element; one may serve often."""

from __future__ import annotations

from content.model import Format, Item, Option
from lti_tool.interactions.forms import as_pairs, text_of, values_by_element
from lti_tool.interactions.model import Answer, Form, InteractionRecord, Marking, Presentation
from lti_tool.interactions.opacity import opaque_id, real_id, shown, shuffled
from lti_tool.interactions.solutions import expected_pairs, hints

ELEMENT = "element"
TARGET = "target"
PREFIX = "target-"
PAIR, DELIMITER = "[.]", "[,]"


class Matching:
    """Elements to match with targets."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One select of targets by element. Categories, and targets in a scale, keep the author's order."""
        elements = shuffled(item, key, ELEMENT, item.data.elements)
        targets = _targets(item)
        if item.format is Format.MATCHING and not item.data.keep_order:
            targets = shuffled(item, key, TARGET, targets)
        context = {
            "prompt": item.prompt,
            "prefix": PREFIX,
            "elements": shown(item, key, ELEMENT, elements),
            "targets": shown(item, key, TARGET, targets),
        }
        return Presentation("interactions/matching.html", context)

    def parse(self, item: Item, key: bytes, form: Form) -> dict[str, str]:
        """The target of each element, author's ids. Raises `AnswerRefusedError`."""
        names = {opaque_id(item, key, ELEMENT, element.id): element.id for element in item.data.elements}
        given = values_by_element(form, PREFIX, list(names))
        return {names[name]: real_id(item, key, TARGET, _targets(item), given[name]) for name in names}

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when every pair is; the partial score is the share of right pairs.

        Hints: `missing` names an element with a wrong target, `chosen` a target wrongly used.
        """
        given, expected = as_pairs(answer), expected_pairs(item)
        wrong = {element for element in expected if given.get(element) != expected[element]}
        if not wrong:
            return Marking(True, 1.0)
        misused = {given.get(element) for element in wrong}
        told = hints(item, given, chosen=misused.__contains__, missing=wrong.__contains__)
        return Marking(False, 1 - len(wrong) / len(expected), told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The pairs, in the author's order of the elements."""
        del include_free_text  # nothing is free here
        components = {
            "source": tuple((element.id, element.text) for element in item.data.elements),
            "target": tuple((target.id, target.text) for target in _targets(item)),
        }
        response = None
        if answer is not None:
            response = DELIMITER.join(
                f"{element}{PAIR}{target}" for element, target in as_pairs(answer).items()
            )
        return InteractionRecord("matching", components, response)

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """One line by pair, in the author's order of the elements."""
        pairs = as_pairs(answer)
        return tuple(
            f"{element.text} → {text_of(_targets(item), pairs.get(element.id, ''))}"
            for element in item.data.elements
        )

    def solution(self, item: Item) -> tuple[str, ...]:
        """One line by right pair."""
        return self.restate(item, expected_pairs(item))


def _targets(item: Item) -> tuple[Option, ...]:
    """The targets of apparier, the categories of tri."""
    return tuple(item.data.categories if item.format is Format.SORTING else item.data.targets)
