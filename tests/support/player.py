"""A person who answers items in a browser, rightly or wrongly, by what the screen shows.

Which variant was drawn is looked up in the database, and the right answer as an author wrote it: the page
itself must give nothing away. A simulator's actions are given to its hidden field: the gestures of each
have journeys of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from playwright.sync_api import Frame, Locator, Page

from content.item import SIMULATED
from content.model import Catalogue, Format, Item
from lti_tool.assessment.models import Administration
from lti_tool.assessment.variants import concrete
from lti_tool.db import Database
from lti_tool.interactions import interaction_for
from lti_tool.typography import french
from tests.support.forms import form_of, path_of

TICKED = {Format.CHOICE, Format.MULTIPLE_CHOICE, Format.ZONE}
PAIRED = {Format.MATCHING, Format.SORTING, Format.BLOCKS}


class Player:
    """Plays the items shown in `frame` (the tool's iframe, or the page itself on a phone)."""

    def __init__(self, frame: Frame | Page, catalogue: Catalogue, database: Database) -> None:
        self.frame = frame
        self._catalogue = catalogue
        self._database = database

    def start(self) -> None:
        """Press the only button of the home page."""
        self.frame.locator("main form button").first.click()
        self.frame.locator(".steps").wait_for()

    @property
    def item(self) -> Item:
        """The item on the screen, in the variant of this person."""
        shown_id = UUID(self.frame.locator("[name=epreuve]").first.input_value())
        with self._database.begin() as session:
            shown = session.get_one(Administration, shown_id)
            item = concrete(shown.attempt, self._catalogue.items[shown.item_id])
        assert _plain(item.title) == _plain(self.frame.locator("h1").inner_text())
        return item

    @property
    def number(self) -> str:
        """« Épreuve 3 »."""
        return self.frame.locator(".steps span").first.inner_text()

    def is_finished(self) -> bool:
        """True on the result page."""
        return self.frame.locator(".steps").count() == 0

    def answer(self, *, right: bool = True) -> None:
        """Fill in the item and validate."""
        item, before = self.item, self.number
        self._enter(item, right=right)
        self.frame.get_by_role("button", name="Valider ma réponse").click()
        self._wait_after(before)

    def pass_unknown(self) -> None:
        """« Je ne sais pas »."""
        before = self.number
        self.frame.get_by_role("button", name="Je ne sais pas").click()
        self._wait_after(before)

    def pass_unusable(self) -> None:
        """« Cette épreuve n’est pas utilisable pour moi »."""
        before = self.number
        self.frame.get_by_text("Cette épreuve n’est pas utilisable pour moi").click()
        self.frame.get_by_role("button", name="Passer sans que cela compte").click()
        self._wait_after(before)

    def play(self, *, right: bool = True, limit: int = 40) -> int:
        """Answer to the end; says how many items were played."""
        for count in range(limit):
            if self.is_finished():
                return count
            self.answer(right=right)
        raise AssertionError(f"not finished after {limit} items")

    def _wait_after(self, before: str) -> None:
        self.frame.wait_for_function(
            "before => { const steps = document.querySelector('.steps span');"
            " const over = document.querySelector('.score, .lead');"
            " return steps ? steps.innerText !== before : over !== null }",
            arg=before,
        )

    def _enter(self, item: Item, *, right: bool) -> None:
        """Fill the page in; the last step of a scenario is left to validate."""
        if item.format in SIMULATED:
            self._act(item.check.solution if right else [{"faire": "recommencer"}])
        elif item.format in TICKED:
            for text in _ticked(item, right=right):
                self._option(text).click()
        elif item.format in PAIRED:
            for label, option in _paired(item, right=right):
                self._pick(label, option)
        elif item.format is Format.SEQUENCING:
            order = item.check.expected if right else reversed(item.check.expected)
            self._order([_text(item.data.elements, one) for one in order])
        elif item.format is Format.SCENARIO:
            path = [decision for _, decision in path_of(item, right=right)]
            self._decide(interaction_for(item).restate(item, path))
        else:
            self.frame.locator("#answer-field").fill(*form_of(item, b"", right=right)["answer"])

    def _act(self, actions: Sequence[Mapping[str, object]]) -> None:
        """Put a journal in the simulator's field, once the simulator has drawn itself."""
        self.frame.locator(".simulator-bar, .simulator > *").first.wait_for(state="attached")
        self.frame.locator("[name=journal]").evaluate(
            "(field, value) => { field.value = value }", json.dumps(list(actions))
        )

    def _pick(self, label: str, option: str) -> None:
        """Choose in the list that has this label."""
        field = self.frame.locator("label", has_text=_plain(label)).first.get_attribute("for")
        select = self.frame.locator(f"[id='{field}']")
        texts = [_plain(text) for text in select.locator("option").all_inner_texts()]
        select.select_option(index=texts.index(_plain(option)))

    def _decide(self, texts: Sequence[str]) -> None:
        """One decision a page; the last one is left to `answer`, which validates it."""
        *before, last = texts
        for text in before:
            self._option(text).click()
            taken = self.frame.locator(".scenario-taken li").count()
            self.frame.get_by_role("button", name="Valider ma réponse").click()
            self.frame.locator(".scenario-taken li").nth(taken).wait_for()
        self._option(last).click()

    def _option(self, text: str) -> Locator:
        return self.frame.locator("fieldset label").filter(has_text=_plain(text)).first

    def _order(self, texts: list[str]) -> None:
        """By the buttons, as a person does: bring each line to its place, from the top."""
        for place, text in enumerate(texts):
            for _ in range(len(texts)):
                lines = [_plain(line) for line in self.frame.locator("[data-label]").all_inner_texts()]
                position = lines.index(_plain(text))
                if position == place and place < len(texts) - 1:
                    break
                row = self.frame.locator("[data-element]").nth(position)
                if position == place:  # the last line: touch it, an untouched order is not an answer
                    row.locator("[data-move=up]").click()
                    self.frame.locator("[data-element]").nth(position - 1).locator("[data-move=down]").click()
                    break
                row.locator("[data-move=up]").click()


def _plain(text: str) -> str:
    """As a page shows it, without the no-break spaces that it puts in."""
    return " ".join(str(french(text)).split())


def _ticked(item: Item, *, right: bool) -> tuple[str, ...]:
    """The words of the right options or zones, or of one that is not."""
    solution = interaction_for(item).solution(item)
    wanted = (solution,) if isinstance(solution, str) else solution
    offered = item.data.zones if item.format is Format.ZONE else item.data.options
    return wanted if right else (next(one.text for one in offered if one.text not in wanted),)


def _paired(item: Item, *, right: bool) -> list[tuple[str, str]]:
    """What to choose in each list, by its label."""
    if item.format is Format.BLOCKS:
        placed = item.check.expected if right else item.check.expected[:1]
        return [(_text(item.data.blocks, one), str(place)) for place, one in enumerate(placed, start=1)]
    targets = item.data.targets if item.format is Format.MATCHING else item.data.categories
    first = next(iter(item.check.expected.values()))
    return [
        (_text(item.data.elements, element), _text(targets, target if right else first))
        for element, target in item.check.expected.items()
    ]


def _text(options: tuple[object, ...], id_: str) -> str:
    return next(option.text for option in options if option.id == id_)  # type: ignore[attr-defined]
