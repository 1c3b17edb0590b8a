"""What every way of answering shares: the interface, its values, the reasons of a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from content.model import Item
from lti_tool.errors import ToolError

# The canonical answer, as it is stored: JSON-able, with the author's ids. choix, texte and date (ISO 8601): a
# string; choix-multiple, ordonner, blocs and scenario: a list; zone: either; apparier, tri: {element:
# target}; several fields: {field: text}; nombre: a float; fichier: as its answer; simulators: a journal.
Answer = str | float | list[str] | dict[str, str] | list[dict[str, object]]
Form = Mapping[str, Sequence[str]]
InteractionType = Literal["choice", "sequencing", "matching", "fill-in", "numeric", "performance"]

MAX_LENGTH = 500  # characters of one field: far above any expected answer, far below a nuisance
FIELD = "answer"  # name of the form field, when one is enough
KEPT = "kept"  # what the server kept of an answer under way, as JSON: never a field of the page


class Refusal(StrEnum):
    """Why an answer was refused: the `reason` of `AnswerRefusedError`. Sentences: `_refusals.html`."""

    NOTHING_ANSWERED = "nothing_answered"
    UNKNOWN_ID = "unknown_id"
    WRONG_COUNT = "wrong_count"  # two values where one fits, or elements without a value
    DUPLICATED = "duplicated"  # the same option or the same position twice
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"  # control characters
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NOT_FINITE = "not_finite"
    AMBIGUOUS_NUMBER = "ambiguous_number"  # « 1.234 »: 1234 or 1,234?


class UnfinishedError(ToolError):
    """Not an answer yet: `draft` is to be kept, given back as `KEPT`, and the page shown again."""

    def __init__(self, draft: list[dict[str, object]]) -> None:
        super().__init__("unfinished")
        self.draft = draft


@dataclass(frozen=True)
class ShownOption:
    """An option as the browser sees it: opaque id, text."""

    id: str
    text: str


@dataclass(frozen=True)
class Presentation:
    """How to show an item: a template to include in the page's form, and its variable `interaction`.

    `modules`: paths under `static/` of the ES modules that enhance it; the page loads them.
    """

    template: str
    context: Mapping[str, object]
    modules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marking:
    """The verdict. `score` (0 to 1, 1 if and only if `correct`) is partial credit for feedback only."""

    correct: bool
    score: float
    hints: tuple[str, ...] = ()


Component = tuple[str, str]


@dataclass(frozen=True)
class InteractionRecord:
    """What traces say of an interaction, in plain values (xAPI 1.0.3, part 2, Interaction Activities).

    `components` has the keys that its type allows: `choices`, `source` and `target`, or `steps`. Ids are the
    author's. `response` is None when there is no answer, or for a free text that may not leave.
    """

    interaction_type: InteractionType
    components: Mapping[str, tuple[Component, ...]] = field(default_factory=dict)
    response: str | None = None


class Interaction(Protocol):
    """One way of answering. No method keeps anything; `key` is secret and constant over an attempt."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """What the browser may see: never the solution, never the author's ids."""
        ...

    def parse(self, item: Item, key: bytes, form: Form) -> Answer:
        """The canonical answer.

        Raises `AnswerRefusedError` (its reason is a `Refusal`), or `UnfinishedError` when more is to come.
        """
        ...

    def mark(self, item: Item, answer: Answer) -> Marking:
        """The verdict on a canonical answer."""
        ...

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The interaction for traces; a free text stays out unless asked for (personal data)."""
        ...

    def restate(self, item: Item, answer: Answer) -> str | tuple[str, ...]:
        """The person's answer in words."""
        ...

    def solution(self, item: Item) -> str | tuple[str, ...]:
        """The right answer in words; show it only after the answer is recorded."""
        ...
