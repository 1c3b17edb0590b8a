"""The list of people, by status, fifty a page: five thousand members make no longer page than fifty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tool.dashboard.people import Person, Status

SIZE = 50


@dataclass(frozen=True)
class ListPage:
    """One page; `number` goes from 1 to `last`."""

    people: tuple[Person, ...]
    status: Status | None
    number: int
    last: int
    total: int


def page_of(people: Sequence[Person], status: str | None, number: str | None) -> ListPage:
    """The page that was asked for; what is not a status or a page is the first page of everybody."""
    wanted = next((one for one in Status if one.value == status), None)
    chosen = [one for one in people if wanted is None or one.status == wanted]
    last = max(1, -(-len(chosen) // SIZE))
    asked = int(number) if number and number.isascii() and number.isdigit() and len(number) < 6 else 1
    here = min(max(asked, 1), last)
    return ListPage(tuple(chosen[(here - 1) * SIZE : here * SIZE]), wanted, here, last, len(chosen))
