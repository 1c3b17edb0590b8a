"""One answer sent twice at the same instant, over real HTTP: it counts once, and nobody sees an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from uuid import UUID

import pytest
import requests
from sqlalchemy import func, select

from lti_tool.assessment.models import Administration, Attempt
from lti_tool.demo.visitor import Visitor, read_form
from lti_tool.learning_records.models import StatementRow
from tests.functional.conftest import Installation

LEARNER = 4


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


@contextmanager
def visitor(installation: Installation) -> Iterator[Visitor]:
    """Somebody who learns, in a browser of their own."""
    one = Visitor(installation.lms.url, LEARNER)
    yield one
    one.close()


@pytest.mark.parametrize("copies", [2, 6])
def test_an_answer_sent_several_times_at_once(installation: Installation, copies: int) -> None:
    with visitor(installation) as browser:
        page = browser.submit(read_form(browser.launch(1)))
        shown, bearer = hidden(page.text, "epreuve"), hidden(page.text, "bearer")
        action = page.url.partition("?")[0]
    together = Barrier(copies)

    def send(_: int) -> requests.Response:
        together.wait(30)
        return requests.post(
            action,
            {"epreuve": shown, "bearer": bearer, "passer": "inconnu"},
            timeout=60,
            allow_redirects=False,
        )

    with ThreadPoolExecutor(copies) as threads:
        answers = list(threads.map(send, range(copies)))

    assert [answer.status_code for answer in answers] == [303] * copies
    with installation.database.begin() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1
        rows = session.scalars(select(Administration).order_by(Administration.position)).all()
        assert [(row.id == UUID(shown), row.answered_at is not None) for row in rows] == [
            (True, True),
            (False, False),
        ]
        bodies = session.scalars(select(StatementRow.body)).all()
    assert sum("/answered" in body for body in bodies) == 1


def test_two_devices_begin_at_the_same_instant(installation: Installation) -> None:
    """Same person, two launches: one attempt, one « initialized »."""
    homes = []
    for _ in range(2):
        with visitor(installation) as browser:
            homes.append(read_form(browser.launch(1)))
    together = Barrier(2)

    def begin(number: int) -> int:
        together.wait(30)
        form = homes[number]
        return requests.post(form.action, form.fields, timeout=60, allow_redirects=False).status_code

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(begin, range(2))) == [303, 303]
    with installation.database.begin() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1
        assert session.scalar(select(func.count()).select_from(Administration)) == 1
        bodies = session.scalars(select(StatementRow.body)).all()
    assert sum("/verbs/initialized" in body for body in bodies) == 1
