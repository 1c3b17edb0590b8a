"""Fifty people a page, whatever is asked for."""

from __future__ import annotations

import pytest

from lti_tool.dashboard.listing import SIZE, page_of
from lti_tool.dashboard.overview import distribution_of
from lti_tool.dashboard.people import Person, Status

PEOPLE = [
    Person(number, None, None, Status.FINISHED if number % 2 else Status.NOT_STARTED)
    for number in range(1, 5 * SIZE)
]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (None, 1),
        ("", 1),
        ("0", 1),
        ("3", 3),
        ("5", 5),
        ("6", 5),
        ("-1", 1),
        ("x", 1),
        ("²", 1),
        ("9" * 99, 1),
    ],
)
def test_any_number_gives_a_page(number: str | None, expected: int) -> None:
    page = page_of(PEOPLE, None, number)

    assert (page.number, page.last) == (expected, 5)
    assert page.people == tuple(PEOPLE[(expected - 1) * SIZE : expected * SIZE])


def test_a_status_keeps_its_people_and_nonsense_keeps_everybody() -> None:
    assert {one.status for one in page_of(PEOPLE, "finished", None).people} == {Status.FINISHED}
    assert page_of(PEOPLE, "elsewhere", None).total == len(PEOPLE)


def test_nobody_makes_one_empty_page() -> None:
    page = page_of([], None, "4")

    assert (page.people, page.number, page.last) == ((), 1, 1)


def test_every_percent_falls_in_one_class() -> None:
    counts = dict(distribution_of([0.0, 19.9, 20.0, 59.99, 60.0, 80.0, 100.0]))

    assert counts == {"0-19 %": 2, "20-39 %": 1, "40-59 %": 1, "60-79 %": 1, "80-100 %": 2}
