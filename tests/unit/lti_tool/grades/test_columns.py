"""Scores whose column no launch names: found, made once, or said to be missing."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from lti_tool.assessment.models import Attempt
from lti_tool.db import Database
from lti_tool.grades.line_items import TAG
from lti_tool.grades.models import LineItem, ScoreState
from lti_tool.grades.relay import Report, deliver_due, retry_failed, status
from lti_tool.launch.models import Activity, ResourceLink
from lti_tool.launch.options import ActivityOptions
from lti_tool.outgoing import AddressPolicy, OutgoingSession
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.fake_services import Columns
from tests.unit.lti_tool.grades.world import World

Relay = Callable[..., Report]
MADE = {"makes_column": True}


@pytest.fixture
def columns(lms: FakePlatform) -> Columns:
    return Columns(lms)


def finish(
    world: World, columns: Columns, *, subject: str = "4", percent: float = 50, **options: Any
) -> UUID:
    """End an attempt on a link that our picker placed, and that no launch gave a line item."""
    attempt_id = world.attempt(percent, subject=subject, line_item_url=None)
    with world.database.begin() as session:
        attempt = session.get_one(Attempt, attempt_id)
        attempt.resource_link.activity = Activity(
            platform_id=world.platform_id,
            pathway_id="p",
            pathway_version=1,
            title="Réflexes",
            options=ActivityOptions(**options),
            created_at=world.clock(),
        )
        attempt.resource_link.line_items_url = columns.url
        attempt.resource_link.may_create_column = True
        link_id = attempt.resource_link.id
    world.tell(attempt_id)
    return link_id


def link_name(world: World, link_id: UUID) -> str:
    with world.database.begin() as session:
        return session.get_one(ResourceLink, link_id).resource_link_id


def states(world: World) -> list[tuple[ScoreState, str | None]]:
    return [(score.state, score.last_error) for score in world.scores()]


def test_the_column_of_the_link_is_found(
    world: World, relay: Relay, columns: Columns, lms: FakePlatform
) -> None:
    link_id = finish(world, columns)
    assert states(world) == [(ScoreState.UNPLACED, None)]
    columns.add(resourceLinkId=link_name(world, link_id))

    assert relay() == Report(sent=1)
    assert len(lms.grades) == 1
    assert [method for method, _ in columns.calls] == ["GET"]
    assert relay() == Report()


def test_a_column_is_made_when_the_platform_took_none(
    world: World, relay: Relay, columns: Columns, lms: FakePlatform
) -> None:
    link_id = finish(world, columns, **MADE)

    assert relay() == Report(sent=1)
    (made,) = columns.items
    assert (made["resourceId"], made["tag"], made["scoreMaximum"]) == (str(link_id), TAG, 100)
    assert made["resourceLinkId"] == link_name(world, link_id)
    assert [method for method, _ in columns.calls] == ["GET", "GET", "POST"]
    assert [call["scope"].rpartition("/")[2] for call in lms.token_calls] == ["lineitem", "score"]


def test_no_column_is_made_that_the_trainer_removed(world: World, relay: Relay, columns: Columns) -> None:
    finish(world, columns)

    assert relay() == Report()
    assert columns.items == []
    assert states(world) == [(ScoreState.SUPERSEDED, "no_line_item")]


def test_the_least_scope_is_asked(world: World, relay: Relay, columns: Columns, lms: FakePlatform) -> None:
    link_id = finish(world, columns)
    with world.database.begin() as session:
        session.get_one(ResourceLink, link_id).may_create_column = False
    columns.add(resourceLinkId=link_name(world, link_id))

    relay()
    assert lms.token_calls[0]["scope"].endswith("/lineitem.readonly")


def test_an_answer_lost_after_the_column_was_made_makes_no_second_one(
    world: World, relay: Relay, columns: Columns, clock: ManualClock
) -> None:
    finish(world, columns, **MADE)
    columns.after_making.append(Fault("500 Oops"))
    assert relay() == Report()
    clock.advance(60)

    assert relay() == Report(sent=1)
    assert len(columns.items) == 1


def test_a_platform_that_drops_the_link_id_is_searched_by_our_own(
    world: World, relay: Relay, columns: Columns
) -> None:
    link_id = finish(world, columns, **MADE)
    columns.filters = False
    columns.add(resourceLinkId="autre", resourceId="autre")
    del columns.add(resourceId="x")["tag"]
    columns.items.insert(0, {"id": columns.lms.line_item(3), "resourceId": str(link_id), "tag": TAG})

    assert relay() == Report(sent=1)
    assert len(columns.items) == 3


def test_ours_among_several(world: World, relay: Relay, columns: Columns) -> None:
    link_id = finish(world, columns)
    name = link_name(world, link_id)
    columns.add(resourceLinkId=name, resourceId=str(link_id))
    columns.add(resourceLinkId=name, resourceId="du formateur")

    assert relay() == Report(sent=1)
    assert world.scores()[0].line_item_url == columns.lms.line_item(3)


def test_several_and_none_ours_wait_for_a_person(world: World, relay: Relay, columns: Columns) -> None:
    name = link_name(world, finish(world, columns))
    columns.add(resourceLinkId=name)
    other = columns.add(resourceLinkId=name)
    assert relay() == Report()
    assert states(world) == [(ScoreState.FAILED, "line_items_ambiguous")]

    columns.items.remove(other)
    with world.database.begin() as session:
        assert retry_failed(session) == 1
    assert relay() == Report(sent=1)


def test_a_column_on_another_host_is_not_believed(world: World, relay: Relay, columns: Columns) -> None:
    name = link_name(world, finish(world, columns))
    columns.add(resourceLinkId=name, id="http://127.0.0.1:9/voleur")
    assert relay() == Report()
    assert states(world) == [(ScoreState.FAILED, "foreign_line_item")]


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (Fault("400 Bad"), ScoreState.FAILED, "rejected_400"),
        (Fault("404 Not Found"), ScoreState.FAILED, "line_item_gone"),
        (Fault("422 No"), ScoreState.FAILED, "rejected_422"),
        (Fault("403 Forbidden"), ScoreState.UNPLACED, "forbidden"),
        (Fault("409 Conflict"), ScoreState.UNPLACED, "conflict_on_column"),
        (Fault("429 Slow", headers={"Retry-After": "30"}), ScoreState.UNPLACED, "busy"),
        (Fault("503 Down"), ScoreState.UNPLACED, "http_503"),
        (Fault("200 OK", b"<html>"), ScoreState.UNPLACED, "html_page"),
        (Fault("200 OK", b"{}"), ScoreState.UNPLACED, "line_items_unreadable"),
        (Fault("200 OK", b"pas du JSON"), ScoreState.UNPLACED, "line_items_unreadable"),
        (Fault("200 OK", b"[" * 100_000), ScoreState.UNPLACED, "line_items_unreadable"),
    ],
)
def test_every_answer_has_its_policy(
    world: World,
    relay: Relay,
    columns: Columns,
    fault: Fault,
    state: ScoreState,
    reason: str,
    database: Database,
) -> None:
    finish(world, columns)
    columns.faults.append(fault)
    assert relay() == Report()
    assert states(world) == [(state, reason)]
    with database.begin() as session:
        assert status(session).problems == {reason: 1}


def test_429_waits_as_long_as_asked(world: World, relay: Relay, columns: Columns, clock: ManualClock) -> None:
    columns.add(resourceLinkId=link_name(world, finish(world, columns)))
    columns.faults.append(Fault("429 Slow", headers={"Retry-After": "30"}))
    relay()
    clock.advance(29)
    assert relay() == Report()
    clock.advance(1)
    assert relay() == Report(sent=1)


def test_one_401_costs_a_new_token_and_two_wait(world: World, relay: Relay, columns: Columns) -> None:
    columns.add(resourceLinkId=link_name(world, finish(world, columns)))
    columns.faults.extend([Fault("401 No"), Fault("401 No")])
    relay()
    assert states(world) == [(ScoreState.UNPLACED, "unauthorized")]


def test_the_token_end_point_is_explained(
    world: World, relay: Relay, columns: Columns, lms: FakePlatform
) -> None:
    finish(world, columns)
    lms.fail("token", Fault("404 Not Found", b"<html>"))
    relay()
    assert states(world) == [(ScoreState.UNPLACED, "platform_cannot_read_our_keys")]


def test_the_next_attempt_knows_the_column(
    world: World, relay: Relay, columns: Columns, database: Database
) -> None:
    link_id = finish(world, columns, **MADE)
    relay()
    with database.begin() as session:
        row = session.scalars(select(LineItem)).one()
        assert (row.resource_link_id, row.url) == (link_id, columns.lms.line_item(3))
    calls = len(columns.calls)
    other = world.attempt(80, subject="5", line_item_url=None)
    with database.begin() as session:
        session.get_one(Attempt, other).resource_link_id = link_id
    world.tell(other)

    assert relay() == Report(sent=1)
    assert len(columns.calls) == calls


def test_two_relays_make_one_column(
    world: World, columns: Columns, database: Database, vault: Vault, clock: ManualClock, lms: FakePlatform
) -> None:
    finish(world, columns, **MADE)
    start = threading.Barrier(2)

    def run(owner: str) -> Report:
        with OutgoingSession(AddressPolicy(allow_loopback=True, private_hosts=frozenset())) as http:
            start.wait(10)
            return deliver_due(
                database, http, vault, clock, owner=owner, stop=lambda: False, rng=random.Random(1)
            )

    lms.during = lambda: None  # two relays: the other one may be in a transaction
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(run, ["relais-1", "relais-2"]))
    sent = sum(report.sent for report in reports)
    assert sent == 1
    assert len(columns.items) == len(lms.grades) == 1


def test_a_link_made_by_hand_is_as_before(world: World, columns: Columns) -> None:
    attempt_id = world.attempt(50, line_item_url=None)
    assert world.tell(attempt_id) is None
