"""fichier: files to open with one's own tools, then an answer of one of the simple formats."""

from __future__ import annotations

from content.formats import read_item
from content.model import Item
from lti_tool.interactions.choice import SingleChoice
from lti_tool.interactions.day import Day
from lti_tool.interactions.fill_in import FillIn
from lti_tool.interactions.model import Answer, Form, Interaction, InteractionRecord, Marking, Presentation
from lti_tool.interactions.numeric import Numeric

_WAYS: dict[str, Interaction] = {
    "texte": FillIn(),
    "nombre": Numeric(),
    "date": Day(),
    "choix": SingleChoice(),
}


class FileReading:
    """The answer to an item with files is that of a simple item: every method asks the simple one."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """Buttons that fetch the files, then the simple answer."""
        simple, way = _simple(item)
        inner = way.present(simple, key)
        resources = [{"title": one.title, "names": one.names} for one in item.data.resources]
        context = {**inner.context, "resources": resources, "answer_template": inner.template}
        return Presentation("interactions/file.html", context, inner.modules)

    def parse(self, item: Item, key: bytes, form: Form) -> Answer:
        """As the simple format. Raises `AnswerRefusedError`."""
        simple, way = _simple(item)
        return way.parse(simple, key, form)

    def mark(self, item: Item, answer: Answer) -> Marking:
        """As the simple format."""
        simple, way = _simple(item)
        return way.mark(simple, answer)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """As the simple format."""
        simple, way = _simple(item)
        return way.describe(simple, answer, include_free_text=include_free_text)

    def restate(self, item: Item, answer: Answer) -> str | tuple[str, ...]:
        """As the simple format."""
        simple, way = _simple(item)
        return way.restate(simple, answer)

    def solution(self, item: Item) -> str | tuple[str, ...]:
        """As the simple format."""
        simple, way = _simple(item)
        return way.solution(simple)


def _simple(item: Item) -> tuple[Item, Interaction]:
    """The item without its files, and the way of answering it. The hints' values go with it."""
    answer, check = item.data.answer, item.check.model_dump(by_alias=True, exclude_unset=True)
    values = item.model_dump(by_alias=True, exclude_unset=True, exclude={"data", "check", "feedback"})
    values |= {
        "format": answer.kind,
        "donnees": answer.model_dump(by_alias=True, exclude_unset=True, exclude={"kind"}),
        "controle": check,
        "retour": {
            **item.feedback.model_dump(by_alias=True, exclude_unset=True),
            "valeurs": item.feedback.values,
        },
    }
    return read_item(values), _WAYS[answer.kind]
