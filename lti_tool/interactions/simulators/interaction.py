"""Simulators as a way of answering: the answer is the journal, the mark comes from its replay."""

from __future__ import annotations

from content.formats.simulated import SimulatedItem, StateCheck, Step
from content.item import Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.model import Answer, Form, InteractionRecord, Marking, Presentation
from lti_tool.interactions.simulators.control import Lens, Verdict, judge
from lti_tool.interactions.simulators.journal import Journal, read_journal
from lti_tool.interactions.simulators.reducer import Simulator, states
from lti_tool.interactions.simulators.state import IllegalActionError
from lti_tool.interactions.solutions import hints

FIELD = "journal"
DONE, MISSED = "fait", "manque"
BETWEEN, DELIMITER = "[.]", "[,]"


class Simulated:
    """A scene to act in. xAPI `performance`: one step for each condition, identifiers only."""

    def __init__(self, simulator: Simulator, module: str, lens: Lens | None = None) -> None:
        self.simulator = simulator
        self._lens = lens
        self._module = module

    def present(self, item: Item, key: bytes) -> Presentation:
        """The first state and the request. Nothing of `controle` is in it."""
        del key  # an author's ids are neutral by rule, see each scene
        context = {"prompt": item.prompt, "scene": self.simulator.open(_scene(item))}
        template = f"interactions/simulators/{self.simulator.name}.html"
        return Presentation(template, context, modules=(self._module,))

    def parse(self, item: Item, key: bytes, form: Form) -> list[dict[str, object]]:
        """The journal, replayed once: an action that the scene does not offer is refused.

        Raises `AnswerRefusedError`: `nothing_answered`, `journal_malformed`, `journal_too_long`,
        `journal_impossible`.
        """
        del key
        journal = read_journal(next(iter(form.get(FIELD, ())), ""))
        try:
            for _ in states(self.simulator, _scene(item), journal):
                pass
        except IllegalActionError as error:
            raise AnswerRefusedError("journal_impossible", item=item.id) from error
        return journal

    def mark(self, item: Item, answer: Answer) -> Marking:
        """Right when every step is done and nothing forbidden was, at any moment.

        Hints: `missing` names a step that was not done, `chosen` a forbidden one that was.
        """
        verdict = self.verdict(item, answer)
        if verdict.correct:
            return Marking(True, 1.0)
        missed, broken = ({one.id for one in group} for group in (verdict.missed, verdict.broken))
        told = hints(item, chosen=broken.__contains__, missing=missed.__contains__)
        return Marking(False, min(verdict.score, 0.99), told)

    def verdict(self, item: Item, answer: Answer) -> Verdict:
        """Every condition looked at, for the mark, the traces and the words of the result."""
        try:
            reached = list(states(self.simulator, _scene(item), as_journal(answer)))
        except IllegalActionError:  # stored before the scene changed: the steps up to there are lost
            reached = [self.simulator.open(_scene(item))]
        return judge(_check(item), reached, self._lens)

    def describe(
        self, item: Item, answer: Answer | None, *, include_free_text: bool = False
    ) -> InteractionRecord:
        """Which steps were done; never what was typed."""
        del include_free_text
        control = _check(item)
        steps = (*control.steps, *control.forbidden)
        components = {"steps": tuple((one.id, one.text) for one in steps)}
        if answer is None:
            return InteractionRecord("performance", components, None)
        verdict = self.verdict(item, answer)
        states_of = {one.id: DONE for one in (*verdict.done, *verdict.broken)}
        response = DELIMITER.join(f"{one.id}{BETWEEN}{states_of.get(one.id, MISSED)}" for one in steps)
        return InteractionRecord("performance", components, response)

    def restate(self, item: Item, answer: Answer) -> tuple[str, ...]:
        """What was done that the item looks at, forbidden or not."""
        verdict = self.verdict(item, answer)
        return _texts((*verdict.done, *verdict.broken))

    def solution(self, item: Item) -> tuple[str, ...]:
        """What had to be done."""
        return _texts(_check(item).steps)


def as_journal(answer: Answer) -> Journal:
    """A stored answer that must be a journal. Raises `TypeError` when it is of another format."""
    if isinstance(answer, list) and all(isinstance(action, dict) for action in answer):
        return answer  # type: ignore[return-value]  # each action was just looked at
    raise TypeError(f"expected a journal, got {type(answer).__name__}")


def _scene(item: Item) -> dict[str, object]:
    return _simulated(item).data


def _check(item: Item) -> StateCheck:
    return _simulated(item).check


def _simulated(item: Item) -> SimulatedItem:
    if isinstance(item, SimulatedItem):
        return item
    raise TypeError(f"item {item.id} is not a simulator's")


def _texts(conditions: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(one.text for one in conditions)
