"""blocs: xAPI `sequencing`. Blocks to place in order, some left aside; the server runs the result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.algorithms import AlgorithmError, run
from content.model import Item, Option
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.forms import as_list, text_of, values_of
from lti_tool.interactions.model import Answer, Form, InteractionRecord, Marking, Presentation, Refusal
from lti_tool.interactions.opacity import opaque_id, shown, shuffled
from lti_tool.interactions.solutions import expected_ids, hints

KIND = "block"
PREFIX = "position-"
DELIMITER = "[,]"
POSITION = re.compile(r"[1-9][0-9]?", re.ASCII)


class Blocks:
    """A small algorithm to build."""

    def present(self, item: Item, key: bytes) -> Presentation:
        """One select of positions by block. The instructions stay here: only the words are shown."""
        order = shuffled(item, key, KIND, _options(item))
        context = {"prompt": item.prompt, "prefix": PREFIX, "elements": shown(item, key, KIND, order)}
        return Presentation("interactions/blocks.html", context)

    def parse(self, item: Item, key: bytes, form: Form) -> list[str]:
        """The author's ids of the blocks placed, from first to last. Raises `AnswerRefusedError`."""
        names = {PREFIX + opaque_id(item, key, KIND, block.id): block.id for block in item.data.blocks}
        given = {name: values_of(form, name) for name in form if name.startswith(PREFIX)}
        places: dict[int, str] = {}
        for name, values in given.items():
            if name not in names:
                raise AnswerRefusedError(Refusal.UNKNOWN_ID, field=name)
            for value in values:
                place = int(value) if POSITION.fullmatch(value) else 0
                if not 1 <= place <= len(names):
                    raise AnswerRefusedError(Refusal.UNKNOWN_ID, field=name)
                if place in places or len(values) > 1:
                    raise AnswerRefusedError(Refusal.DUPLICATED, field=name)
                places[place] = names[name]
        if not places:
            raise AnswerRefusedError(Refusal.NOTHING_ANSWERED)
        return [places[place] for place in sorted(places)]

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when it shows what it must on every trial; partial: the share of the trials."""
        given = as_list(answer)
        passed = [_passes(item, given, trial) for trial in range(len(item.check.trials))]
        if all(passed):
            return Marking(True, 1.0)
        told = hints(item, given, chosen=given.__contains__, missing=lambda id_: id_ not in given)
        return Marking(False, sum(passed) / len(passed), told)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """The blocks from first to last."""
        del include_free_text  # nothing is free here
        choices = tuple((block.id, block.text) for block in item.data.blocks)
        response = None if answer is None else DELIMITER.join(as_list(answer))
        return InteractionRecord("sequencing", {"choices": choices}, response)

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """The words of the blocks, from first to last."""
        return tuple(text_of(_options(item), id_) for id_ in as_list(answer))

    def solution(self, item: Item) -> tuple[str, ...]:
        """The words of the author's algorithm."""
        return self.restate(item, list(expected_ids(item)))


def _options(item: Item) -> tuple[Option, ...]:
    return tuple(Option(id=block.id, text=block.text) for block in item.data.blocks)


def _passes(item: Item, given: Sequence[str], number: int) -> bool:
    """Whether the blocks show on a trial what the author's algorithm shows."""
    trial, lines = item.check.trials[number], {block.id: block.instruction for block in item.data.blocks}
    wanted = trial.output
    if wanted is None:
        wanted = run([lines[id_] for id_ in expected_ids(item)], trial.inputs)
    try:
        return run([lines[id_] for id_ in given if id_ in lines], trial.inputs) == list(wanted)
    except AlgorithmError:
        return False
