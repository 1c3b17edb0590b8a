"""texte with several fields: xAPI `fill-in`. Fields that may be filled in any order are matched at best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.comparison import accepts, normalised
from lti_tool.interactions.fill_in import read_text
from lti_tool.interactions.forms import as_pairs, values_of
from lti_tool.interactions.model import (
    MAX_LENGTH,
    Answer,
    Form,
    InteractionRecord,
    Marking,
    Presentation,
    Refusal,
)
from lti_tool.interactions.opacity import opaque_id
from lti_tool.interactions.solutions import expected_pairs, hints

KIND = "field"
PREFIX = "answer-"
DELIMITER = "[,]"


class FillInFields:
    """Several short texts to type; one that is left empty is wrong, the others still count."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One text field by field of the item, in the author's order."""
        fields = [
            {"name": _name(item, key, one.id), "label": one.text, "help": one.help}
            for one in item.data.fields
        ]
        context = {"prompt": item.prompt, "fields": fields, "max_length": MAX_LENGTH}
        return Presentation("interactions/fill_in_fields.html", context)

    def parse(self, item: Item, key: bytes, form: Form) -> dict[str, str]:
        """{field: text}, empty fields left out. Raises `AnswerRefusedError`."""
        names = {_name(item, key, one.id): one.id for one in item.data.fields}
        given = {name: values_of(form, name) for name in form if name.startswith(PREFIX)}
        given = {name: values for name, values in given.items() if values}
        if unknown := given.keys() - names.keys():
            raise AnswerRefusedError(Refusal.UNKNOWN_ID, fields=sorted(unknown))
        if any(len(values) > 1 for values in given.values()):
            raise AnswerRefusedError(Refusal.WRONG_COUNT, item=item.id)
        if not given:
            raise AnswerRefusedError(Refusal.NOTHING_ANSWERED)
        return {id_: read_text(given[name][0]) for name, id_ in names.items() if name in given}

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when every field is; the partial score is the share of right fields."""
        given, expected = as_pairs(answer), expected_pairs(item)
        right = len(_right_fields(item, given))
        if right == len(expected):
            return Marking(True, 1.0)
        typed = [normalised(text) for text in given.values()]
        told = hints(
            item,
            dict(given),
            value=lambda mistake: any(
                accepts(text, [mistake], strict=item.check.strict) for text in given.values()
            ),
            chosen=lambda part: any(normalised(part) in text for text in typed),
            missing=lambda part: not any(normalised(part) in text for text in typed),
        )
        return Marking(False, right / len(expected), told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """No response by default: a person may type personal data in a free field."""
        response = None
        if answer is not None and include_free_text:
            given = as_pairs(answer)
            texts = (given.get(one.id, "") for one in item.data.fields)
            response = DELIMITER.join(text.replace(DELIMITER, ",") for text in texts)
        return InteractionRecord("fill-in", {}, response)

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """One line by field that was filled in."""
        given = as_pairs(answer)
        return tuple(f"{one.text} : {given[one.id]}" for one in item.data.fields if one.id in given)

    def solution(self, item: Item) -> tuple[str, ...]:
        """One line by field; other accepted spellings are not listed."""
        return self.restate(item, expected_pairs(item))


def _name(item: Item, key: bytes, field: str) -> str:
    return PREFIX + opaque_id(item, key, KIND, field)


def _right_fields(item: Item, given: Mapping[str, str]) -> Mapping[str, str]:
    """{solution: field} for the right ones, as many as can be: one text never counts for two solutions."""
    expected, accepted = expected_pairs(item), item.check.accepted or {}
    mistakes = [hint.value for hint in item.feedback.hints if hint.value is not None]

    def suits(field: str, solution: str) -> bool:
        if not item.check.interchangeable and field != solution:
            return False
        solutions = (expected[solution], *accepted.get(solution, ()))
        return accepts(given[field], solutions, mistakes, strict=item.check.strict)

    return _best_match({field: [one for one in expected if suits(field, one)] for field in given})


def _best_match(suitable: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """{solution: field}, the largest there is (augmenting paths); `suitable` gives each field's solutions."""
    taken: dict[str, str] = {}

    def place(field: str, seen: set[str]) -> bool:
        for solution in suitable[field]:
            if solution in seen:
                continue
            seen.add(solution)
            if solution not in taken or place(taken[solution], seen):
                taken[solution] = field
                return True
        return False

    for field in suitable:
        place(field, set())
    return taken
