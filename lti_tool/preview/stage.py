"""What the pages of one draw of one item show: the player's own context, and what an author asks besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from content.expressions import ExpressionError
from content.item import Item
from content.model import Catalogue
from content.variants import draw, realise_with
from content.variants.seeds import numbered
from lti_tool.adaptive import Progress
from lti_tool.assessment.models import Administration, Outcome
from lti_tool.assessment.results import review
from lti_tool.interactions import Answer, interaction_for
from lti_tool.interactions.review import Review
from lti_tool.workshop.answers import reference
from lti_tool.workshop.near_misses import NearMiss, near_misses
from lti_tool.workshop.replay import is_played
from lti_tool.workshop.wrong import wrong_answers

KEY = b"one key for every preview"  # options keep their order from one reload to the next
SEPARATOR = "~"
LAST_SEED = 9999


class UnknownItemError(Exception):
    """No such item or seed; `name` is what was asked."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Launch:
    """In the place of a launch of the LMS: its id names the item and the seed."""

    id: str


@dataclass(frozen=True)
class Visitor:
    """In the place of the person: no bearer, since nothing is kept."""

    bearer: str = ""


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, and the page that a person would read."""

    how: str
    accepted: bool
    review: Review


@dataclass(frozen=True)
class Stage:
    """One draw of one item: `item` has no parameter left, `written` is what the author wrote."""

    written: Item
    item: Item
    seed: int
    values: dict[str, Any]

    @property
    def launch(self) -> Launch:
        return Launch(f"{self.item.id}{SEPARATOR}{self.seed}")

    @property
    def is_played(self) -> bool:
        return is_played(self.item)

    def player(self) -> dict[str, Any]:
        """What `assessment/item.html` reads."""
        presentation = interaction_for(self.item).present(self.item, KEY)
        return self.frame() | {
            "presentation": presentation,
            "interaction": presentation.context,
            "item": {
                "title": self.item.title,
                "situation": self.item.situation,
                "prompt": self.item.prompt,
                "document": self.item.document,
                "minutes": max(1, round(self.item.duration_s / 60)),
            },
            "progress": Progress(answered=0, fewest_left=1, most_left=1),
        }

    def frame(self) -> dict[str, Any]:
        """What every page of the player reads."""
        return {
            "stage": self,
            "launch": self.launch,
            "visitor": Visitor(),
            "pathway": {"title": "Aperçu"},
            "shown": {"position": 1, "id": self.launch.id},
            "practice": True,
        }

    def review(self, answer: Answer | None) -> Review:
        """What the person reads after this answer; None is « je ne sais pas »."""
        outcome = Outcome.UNKNOWN
        if answer is not None:
            correct = interaction_for(self.item).mark(self.item, answer).correct
            outcome = Outcome.CORRECT if correct else Outcome.INCORRECT
        return review(self.item, Administration(item_id=self.item.id, outcome=outcome, answer=answer))

    def right(self) -> Review:
        """What the person reads after the reference answer."""
        return self.review(reference(self.item))

    def wrongs(self) -> list[Wrong]:
        """One page by wrong answer; those that show the same hints are told once."""
        found: dict[tuple[bool, tuple[str, ...]], Wrong] = {}
        for one in wrong_answers(self.item):
            told = self.review(one.answer)
            found.setdefault((told.correct, told.hints), Wrong(one.how, told.correct, told))
        return list(found.values())

    def silent_hints(self) -> list[str]:
        """Hints that none of the wrong answers showed."""
        shown = {hint for wrong in self.wrongs() for hint in wrong.review.hints}
        return [hint.text for hint in self.item.feedback.hints if hint.text not in shown]

    def near_misses(self) -> tuple[NearMiss, ...]:
        """What passes and what does not among other spellings."""
        return near_misses(self.item)


def set_stage(catalogue: Catalogue, name: str) -> Stage:
    """The stage of `<item>~<seed>`.

    Raises:
        UnknownItemError: no such item, or no such seed.
        ExpressionError, pydantic.ValidationError: the draw fails; the check says the same with its line.
    """
    item_id, _, number = name.partition(SEPARATOR)
    item = catalogue.items.get(item_id)
    if item is None or not number.isdecimal() or int(number) > LAST_SEED:
        raise UnknownItemError(name)
    values = draw(item, numbered(int(number)))
    concrete = realise_with(item, values) if item.parameters else item
    return Stage(item, concrete, int(number), values)


__all__ = ["ExpressionError", "Launch", "Stage", "UnknownItemError", "Visitor", "Wrong", "set_stage"]
