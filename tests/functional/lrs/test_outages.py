"""The LRS or the LMS is away: the learner notices nothing, and everything arrives afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from lti_tool.demo.lms.seed import GRADED_ACTIVITY_ID, LEARNER_IDS
from lti_tool.demo.visitor import Form, Visitor, read_form
from lti_tool.learning_records.models import StatementRow
from tests.functional.lrs.installation import Installation
from tests.functional.lrs.outages import down
from tests.functional.lrs.relays import wait_until

COMES_BACK = 60.0  # seconds, far above the first steps of the back-off
USUAL = {200, 303}  # what a learner is answered when everything works


class Journey:
    """A learner in the pages of the tool; `statuses` has what each request was answered."""

    def __init__(self, place: Installation) -> None:
        self._visitor = Visitor(place.lms.url, LEARNER_IDS[0])
        self.statuses: set[int] = set()
        self.page = self._keep(self._visitor.launch(GRADED_ACTIVITY_ID))

    def play(self) -> None:
        """From the home page to the result; « je ne sais pas » to every item."""
        self.page = self._keep(self._visitor.submit(read_form(self.page)))
        while self.page.url.split("?")[0].endswith("/epreuve"):
            self.page = self._keep(self._visitor.submit(self._pass()))
        self._visitor.close()

    def _pass(self) -> Form:
        form = read_form(self.page)
        return Form(form.action, form.method, {**form.fields, "passer": "inconnu"})

    def _keep(self, answer):
        self.statuses |= {each.status_code for each in [*answer.history, answer]}
        return answer


def stored_equals_written(place: Installation) -> bool:
    with place.database.begin() as session:
        written = {str(row.id): json.loads(row.body) for row in session.scalars(select(StatementRow))}
    added = {"stored", "authority"}
    shown = [{key: each[key] for key in each.keys() - added} for each in place.lrs.statements()]
    return len(shown) == len(written) and all(written[each["id"]] == each for each in shown)


def delivered_in_the_end(place: Installation, relay: Callable[[], int]) -> bool:
    def try_again() -> bool:
        relay()
        return place.is_delivered()

    return wait_until(try_again, COMES_BACK)


def test_the_lrs_is_away(place: Installation, relay: Callable[[], int]) -> None:
    with down(place.lrs):
        journey = Journey(place)
        journey.play()
        relay()
        statements, scores = place.status()

    assert journey.statuses == USUAL
    assert statements.waiting == statements.statements > 3
    assert scores.sent == 1, "the grade does not wait for the LRS"
    assert delivered_in_the_end(place, relay)
    assert stored_equals_written(place)


def test_the_lms_is_away(place: Installation, relay: Callable[[], int]) -> None:
    journey = Journey(place)
    with down(place.lms):
        journey.play()
        relay()
        statements, scores = place.status()

    assert journey.statuses == USUAL
    assert statements.waiting == 0, "the traces do not wait for the LMS"
    assert scores.queued == 1
    assert delivered_in_the_end(place, relay)
    assert place.grades() == pytest.approx(place.expected_grades())
    assert place.grades() == {str(LEARNER_IDS[0]): 0.0}


def test_both_are_there(place: Installation, relay: Callable[[], int]) -> None:
    journey = Journey(place)
    journey.play()
    relay()

    assert journey.statuses == USUAL
    assert place.is_delivered()
    assert stored_equals_written(place)
    assert place.grades() == {str(LEARNER_IDS[0]): 0.0}
