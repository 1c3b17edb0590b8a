"""A whole attempt on a real Ralph, which comes and goes."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tool.clock import Clock, utc_now
from lti_tool.learning_records.models import Lrs, StatementRow
from lti_tool.learning_records.relay import Report, deliver_due
from lti_tool.outgoing import make_session
from tests.functional.lrs.installation import Installation, at_random
from tests.support.network import free_port
from tests.support.ralph import RalphServer

ONE_HOUR = timedelta(hours=1)


@pytest.fixture
def on_ralph(place: Installation, ralph: RalphServer) -> Installation:
    """The traces go to an empty Ralph."""
    ralph.reset()
    point_at(place, ralph.endpoint, ralph)
    return place


def point_at(place: Installation, endpoint: str, ralph: RalphServer) -> None:
    with place.database.begin() as session:
        lrs = session.scalars(select(Lrs)).one()
        lrs.endpoint, lrs.username = endpoint, ralph.username
        lrs.password_encrypted = place.vault.encrypt(ralph.password)


def deliver(place: Installation, clock: Clock = utc_now) -> Report:
    with make_session(place.settings) as http:
        return deliver_due(place.database, http, place.vault, clock, rng=random.Random(1), stop=lambda: False)


def written(place: Installation) -> list[dict[str, object]]:
    with place.database.begin() as session:
        return [json.loads(body) for body in session.scalars(select(StatementRow.body).order_by("sequence"))]


def check_each_is_there_once(place: Installation, ralph: RalphServer) -> None:
    shown = ralph.statements()
    added = {"stored", "authority"}
    assert [{key: each[key] for key in each.keys() - added} for each in shown] == written(place)


def test_an_attempt_arrives_once_and_unchanged(on_ralph: Installation, ralph: RalphServer) -> None:
    on_ralph.play("4", at_random(random.Random(1)))

    assert deliver(on_ralph) == Report(delivered=len(written(on_ralph)))
    assert deliver(on_ralph) == Report()
    check_each_is_there_once(on_ralph, ralph)


def test_what_was_written_while_it_was_away_arrives(on_ralph: Installation, ralph: RalphServer) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/xAPI"
    point_at(on_ralph, nowhere, ralph)
    on_ralph.play("4", at_random(random.Random(2)))
    assert deliver(on_ralph) == Report()
    on_ralph.play("5", at_random(random.Random(3)))
    statements, _ = on_ralph.status()
    assert statements.waiting == statements.statements == len(written(on_ralph))

    point_at(on_ralph, ralph.endpoint, ralph)
    report = deliver(on_ralph, lambda: utc_now() + ONE_HOUR)

    assert report == Report(delivered=len(written(on_ralph)))
    check_each_is_there_once(on_ralph, ralph)
