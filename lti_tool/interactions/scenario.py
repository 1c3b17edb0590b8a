"""scenario: xAPI `performance`. One decision a page; the server keeps the path, nobody takes a step back.

A page shows a step only once the decisions that lead to it are taken: what follows a choice cannot be
read beforehand, nor undone once it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.formats.scenario import Decision, Step
from content.model import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.forms import MISSING_TEXT, as_list, only_value
from lti_tool.interactions.model import (
    FIELD,
    KEPT,
    Answer,
    Form,
    InteractionRecord,
    Marking,
    Presentation,
    Refusal,
    ShownOption,
    UnfinishedError,
)
from lti_tool.interactions.opacity import opaque_id
from lti_tool.interactions.solutions import expected_paths, hints

KIND = "decision"
STEP, DELIMITER = "[.]", "[,]"
TAKEN = "choix"  # key of a draft's lines


@dataclass(frozen=True)
class Taken:
    """A decision already taken, as the page tells it."""

    step: str
    text: str
    outcome: str | None


@dataclass(frozen=True)
class Stage:
    """Where the person is: what was decided, and what to decide now."""

    taken: tuple[Taken, ...]
    text: str
    decisions: tuple[ShownOption, ...]


@dataclass(frozen=True)
class Stages:
    """Gives the page its step."""

    item: Item
    key: bytes

    def __call__(self, entered: Form | None) -> Stage:
        """The step after what the server kept."""
        walked, step = _position(self.item, entered or {})
        taken = tuple(Taken(at.text, decision.text, decision.outcome) for at, decision in walked)
        shown = [ShownOption(_opaque(self.item, self.key, step, one), one.text) for one in step.decisions]
        return Stage(taken, step.text, tuple(sorted(shown, key=lambda one: one.id)))


class Scenario:
    """A case to lead to its end."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One step; `stage(entered)` says which."""
        context = {"prompt": item.prompt, "name": FIELD, "stage": Stages(item, key)}
        return Presentation("interactions/scenario.html", context)

    def parse(self, item: Item, key: bytes, form: Form) -> list[str]:
        """The ids of the decisions, from first to last.

        Raises:
            AnswerRefusedError: not a decision of the step where the person is.
            UnfinishedError: another step follows; a decision sent twice counts once.
        """
        walked, step = _position(item, form)
        given = only_value(form)
        path = [decision.id for _, decision in walked]
        if any(_opaque(item, key, at, decision) == given for at, decision in walked):
            raise UnfinishedError(_draft(path))
        decision = next((one for one in step.decisions if _opaque(item, key, step, one) == given), None)
        if decision is None:
            raise AnswerRefusedError(Refusal.UNKNOWN_ID, item=item.id)
        path.append(decision.id)
        if decision.then:
            raise UnfinishedError(_draft(path))
        return path

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when the path is one of the author's; partial: how far it follows the nearest one."""
        path, expected = tuple(as_list(answer)), expected_paths(item)
        if path in expected:
            return Marking(True, 1.0)
        kept = max(_common(path, right) / (len(right) + 1) for right in expected)
        told = hints(item, list(path), chosen=path.__contains__, missing=lambda id_: id_ not in path)
        return Marking(False, kept, told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The decision of each step that was reached."""
        del include_free_text  # nothing is free here
        steps = tuple((step.id, step.text) for step in item.data.steps)
        response = None
        if answer is not None:
            walked = _walk(item, as_list(answer))
            response = DELIMITER.join(f"{step.id}{STEP}{decision.id}" for step, decision in walked)
        return InteractionRecord("performance", {"steps": steps}, response)

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """The words of the decisions, from first to last; what left the content since is « … »."""
        path = as_list(answer)
        words = [decision.text for _, decision in _walk(item, path)]
        return (*words, *[MISSING_TEXT] * (len(path) - len(words)))

    def solution(self, item: Item) -> tuple[str, ...]:
        """The words of the reference path."""
        return self.restate(item, list(expected_paths(item)[0]))


def _position(item: Item, form: Form) -> tuple[list[tuple[Step, Decision]], Step]:
    """The decisions taken, by what the server kept, and the step to decide; the first one if it is lost."""
    lines = json.loads(next(iter(form.get(KEPT, ())), "[]"))
    walked = list(_walk(item, [str(line.get(TAKEN)) for line in lines]))
    if len(walked) == len(lines):
        following = walked[-1][1].then if walked else item.data.steps[0].id
        step = next((one for one in item.data.steps if one.id == following), None)
        if step is not None:
            return walked, step
    return [], item.data.steps[0]  # the content changed under way


def _walk(item: Item, path: Sequence[str]) -> Iterator[tuple[Step, Decision]]:
    """Each decision of a path with its step, as far as the scenario knows them."""
    steps = {step.id: step for step in item.data.steps}
    step: Step | None = item.data.steps[0]
    for id_ in path:
        decision = next((one for one in step.decisions if one.id == id_), None) if step else None
        if step is None or decision is None:
            return
        yield step, decision
        step = steps.get(decision.then) if decision.then else None


def _draft(path: Sequence[str]) -> list[dict[str, object]]:
    return [{TAKEN: id_} for id_ in path]


def _opaque(item: Item, key: bytes, step: Step, decision: Decision) -> str:
    return opaque_id(item, key, KIND, f"{step.id}/{decision.id}")


def _common(path: Sequence[str], right: Sequence[str]) -> int:
    """How many decisions two paths share from the start."""
    same = 0
    for one, other in zip(path, right, strict=False):
        if one != other:
            break
        same += 1
    return same
