"""Each LRS is told what was agreed with it: who, which answers, which verbs; always in the same bytes."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from content.model import Format
from lti_tool.assessment.models import Outcome
from lti_tool.db import Database
from lti_tool.learning_records.models import Delivery, IdentityMode, Lrs, ResponsePolicy, StatementRow
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import (
    ISSUER,
    World,
    add_destination,
    always,
    make_world,
    mixed,
    only,
)
from tests.unit.xapi import test_outbox as contract
from xapi.vocabulary import ANSWERED, TERMINATED


@pytest.fixture
def add(world: World, vault: Vault) -> Any:
    """A destination with a policy; its id."""

    def run(name: str = "LRS", **policy: Any) -> UUID:
        with world.database.begin() as session:
            lrs_id = add_destination(session, vault, world.clock, name=name)
            for key, value in policy.items():
                setattr(session.get_one(Lrs, lrs_id), key, value)
            return lrs_id

    return run


def sent(world: World, lrs_id: UUID) -> list[dict[str, Any]]:
    """What a relay would send to this LRS now."""
    outbox = SqlOutbox(world.database, lrs_id)
    lease = contract.held(outbox)  # type: ignore[arg-type]  # same protocol
    entries = outbox.due(lease, world.clock(), limit=1000, max_bytes=10**8)
    outbox.release(lease)
    return [json.loads(entry.body) for entry in entries]


def own_bodies(world: World, lrs_id: UUID) -> list[str | None]:
    with world.database.begin() as session:
        return list(session.scalars(select(Delivery.body).filter_by(lrs_id=lrs_id).order_by("sequence")))


def test_the_usual_destination_shares_the_stored_text(world: World, add: Any) -> None:
    lrs_id = add()
    world.play(mixed)

    assert set(own_bodies(world, lrs_id)) == {None}
    assert sent(world, lrs_id) == [json.loads(body) for body in world.bodies()]


def test_the_lms_account_only_where_it_was_asked_for(world: World, add: Any) -> None:
    usual, joined = add("usual"), add("joined", identity=IdentityMode.LMS)
    world.play(mixed, world.launch(subject="4711"))

    assert {each["actor"]["account"]["name"] for each in sent(world, joined)} == {"4711"}
    assert {each["actor"]["account"]["homePage"] for each in sent(world, joined)} == {ISSUER}
    assert "4711" not in {each["actor"]["account"]["name"] for each in sent(world, usual)}
    assert [each["id"] for each in sent(world, joined)] == [each["id"] for each in sent(world, usual)]


@pytest.mark.parametrize("subject", ["agent@mairie.example", "deux mots"])
def test_an_lms_account_that_says_who_stays_a_pseudonym(world: World, add: Any, subject: str) -> None:
    lrs_id = add(identity=IdentityMode.LMS)
    world.play(mixed, world.launch(subject=subject))

    assert set(own_bodies(world, lrs_id)) == {None}


def test_an_issuer_that_is_no_https_address_stays_a_pseudonym(
    database: Database, clock: ManualClock, vault: Vault
) -> None:
    world = make_world(database, clock, issuer="lms-interne")
    with database.begin() as session:
        lrs_id = add_destination(session, vault, clock)
        session.get_one(Lrs, lrs_id).identity = IdentityMode.LMS
    world.play(mixed)

    assert set(own_bodies(world, lrs_id)) == {None}


def test_no_response_where_none_was_asked_for(world: World, add: Any) -> None:
    usual, silent = add("usual"), add("silent", responses=ResponsePolicy.NONE)
    world.play(always(Outcome.CORRECT))

    assert any("response" in each.get("result", {}) for each in sent(world, usual))
    assert not any("response" in each.get("result", {}) for each in sent(world, silent))
    assert [each["result"]["success"] for each in sent(world, silent) if "answered" in each["verb"]["id"]]


def test_a_typed_text_only_where_all_responses_were_asked_for(world: World, add: Any) -> None:
    world.catalogue = only(Format.TEXT)
    usual, all_of_it = add("usual"), add("all", responses=ResponsePolicy.ALL)
    world.play(always(Outcome.CORRECT))

    assert not any("response" in each.get("result", {}) for each in sent(world, usual))
    typed = [
        each["result"].get("response") for each in sent(world, all_of_it) if "item" in each["object"]["id"]
    ]
    assert typed
    assert all(typed)


def test_a_typed_mail_address_goes_nowhere(world: World, add: Any) -> None:
    world.catalogue = only(Format.TEXT)
    all_of_it = add(responses=ResponsePolicy.ALL)
    world.play(always(Outcome.INCORRECT))  # a wrong text of the test world has a mail address

    assert not any("response" in each.get("result", {}) for each in sent(world, all_of_it))


def test_only_the_verbs_that_were_asked_for(world: World, add: Any) -> None:
    lrs_id = add(verbs=[ANSWERED.id, TERMINATED.id])
    world.play(mixed)

    assert {each["verb"]["id"] for each in sent(world, lrs_id)} == {ANSWERED.id, TERMINATED.id}


def test_a_row_can_be_searched_by_what_its_text_says(world: World) -> None:
    world.play(mixed)

    with world.database.begin() as session:
        for row in session.scalars(select(StatementRow)):
            told = json.loads(row.body)
            assert (row.verb, row.activity) == (told["verb"]["id"], told["object"]["id"])
            assert row.actor == told["actor"]["account"]["name"]
            assert row.voids is None
