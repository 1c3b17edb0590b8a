"""What one answered item teaches: the answer given, the expected one, and why."""

from __future__ import annotations

from dataclasses import dataclass

from content.model import Feedback, Item, Tutorial
from lti_tool import interactions
from lti_tool.interactions.model import Answer


@dataclass(frozen=True)
class Review:
    """One item to come back to: what was asked, answered and expected, and why."""

    title: str
    prompt: str
    correct: bool
    unknown: bool
    given: tuple[str, ...]
    expected: tuple[str, ...]
    feedback: Feedback
    hints: tuple[str, ...]
    tutorials: tuple[Tutorial, ...]


def review_of(item: Item, answer: Answer | None, *, correct: bool) -> Review:
    """The lesson of an item; `answer` is None when none was given. Only after the answer is settled."""
    way = interactions.interaction_for(item)
    return Review(
        title=item.title,
        prompt=item.prompt,
        correct=correct,
        unknown=answer is None,
        given=() if answer is None else _lines(way.restate(item, answer)),
        expected=_lines(way.solution(item)),
        feedback=item.feedback,
        hints=() if answer is None else way.mark(item, answer).hints,
        tutorials=item.tutorials,
    )


def _lines(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text
