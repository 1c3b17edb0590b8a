"""What an operator does with LRSs and with what waits for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from lti_tool.errors import OperatorError
from lti_tool.learning_records import services
from lti_tool.learning_records.models import DeliveryState, Lrs, LrsState
from lti_tool.learning_records.outbox import SqlOutbox
from lti_tool.learning_records.services import Status
from lti_tool.outgoing import AddressPolicy
from lti_tool.security import Vault
from tests.support.clock import START
from tests.unit.lti_tool.learning_records.world import World, mixed
from xapi.outbox import Delayed, Delivered, Outcome, Paused, Postponed, Quarantined

Add = Callable[..., Lrs]


@pytest.fixture
def add(world: World, vault: Vault) -> Add:
    """The service, for an installation that may only call public addresses."""
    policy = AddressPolicy(allow_loopback=False, private_hosts=frozenset())

    def run(**changes: Any) -> Lrs:
        values: dict[str, Any] = {
            "name": "Entrepôt",
            "endpoint": "https://lrs.example/xapi/",
            "username": "parcours",
            "password": "mot de passe é",
            "platform_id": None,
            "now": world.clock(),
        }
        with world.database.begin() as session:
            return services.add_lrs(session, vault, policy, **(values | changes))

    return run


def record(world: World, lrs_id: UUID, *outcomes: Outcome) -> None:
    """What a sender would write."""
    outbox = SqlOutbox(world.database, lrs_id)
    lease = outbox.acquire(UUID(int=1), world.clock(), timedelta(minutes=1))
    assert lease is not None
    outbox.record(lease, world.clock(), outcomes)
    outbox.release(lease)


def status(world: World) -> Status:
    with world.database.begin() as session:
        return services.status(session)


def retry(world: World) -> int:
    with world.database.begin() as session:
        return services.retry(session)


class TestAdding:
    @pytest.mark.parametrize(
        "endpoint",
        ["https://lrs.example/xapi", "https://lrs.example/xapi/", "https://lrs.example/xapi/statements/"],
    )
    def test_keeps_one_form_of_the_address(self, add: Add, endpoint: str) -> None:
        assert add(endpoint=endpoint).endpoint == "https://lrs.example/xapi"

    def test_hides_the_password(self, add: Add, vault: Vault) -> None:
        lrs = add()

        assert "mot de passe" not in lrs.password_encrypted
        assert vault.decrypt(lrs.password_encrypted) == "mot de passe é"

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://lrs.example/xapi",
            "https://10.1.2.3/xapi",
            "http://127.0.0.1:1/xapi",
            "lrs",
            "https://a:b@lrs.example",
        ],
    )
    def test_refuses_an_address_that_may_not_be_called(self, world: World, add: Add, endpoint: str) -> None:
        with pytest.raises(OperatorError, match="https publique"):
            add(endpoint=endpoint)

        with world.database.begin() as session:
            assert services.list_lrs(session) == []

    def test_again_replaces_the_credentials_and_wakes_it(self, world: World, add: Add, vault: Vault) -> None:
        first = add()
        record(world, first.id, Paused("credentials", "401"))

        again = add(username="autre", password="le bon")

        assert (again.id, again.username) == (first.id, "autre")
        assert vault.decrypt(again.password_encrypted) == "le bon"
        assert (again.state, again.pause_reason, again.pause_detail) == (LrsState.ACTIVE, None, None)

    def test_refuses_a_name_that_is_another_lrs(self, world: World, add: Add) -> None:
        add()

        for change in ({"endpoint": "https://autre.example/xapi"}, {"platform_id": world.platform_id}):
            with pytest.raises(OperatorError, match="« Entrepôt »"):
                add(**change)

    def test_lists_by_name(self, world: World, add: Add) -> None:
        for name in ("b", "a", "c"):
            add(name=name)

        with world.database.begin() as session:
            assert [lrs.name for lrs in services.list_lrs(session)] == ["a", "b", "c"]


class TestStatus:
    def test_of_nothing(self, world: World) -> None:
        assert status(world) == Status(
            statements=0, waiting=0, delivered=0, quarantined=0, oldest_waiting=None, problems={}
        )

    def test_counts_and_finds_the_oldest(self, world: World, add_lrs: Callable[..., UUID]) -> None:
        lrs_id = add_lrs()
        world.play(mixed)
        count = len(world.bodies())
        record(world, lrs_id, Delivered(1), Quarantined(2, "rejected", "400"))
        record(world, lrs_id, Paused("endpoint", "404"))

        found = status(world)

        assert (found.statements, found.waiting, found.delivered, found.quarantined) == (
            count,
            count - 2,
            1,
            1,
        )
        # The third statement: the first answer, after the launch and the start.
        assert found.oldest_waiting == START + timedelta(seconds=20)
        assert found.problems == {"rejected": 1, "LRS : endpoint": 1}


class TestRetry:
    def test_puts_the_quarantined_back_and_wakes_the_paused(
        self, world: World, add_lrs: Callable[..., UUID]
    ) -> None:
        lrs_id = add_lrs()
        world.play(mixed)
        record(world, lrs_id, Delivered(1), Quarantined(2, "rejected", "400"), Quarantined(3, "conflict", ""))
        record(
            world, lrs_id, Delayed(world.clock() + timedelta(hours=1), "busy"), Paused("credentials", "401")
        )

        assert retry(world) == 2

        found = status(world)
        assert (found.delivered, found.quarantined, found.problems) == (1, 0, {})
        outbox = SqlOutbox(world.database, lrs_id)
        lease = outbox.acquire(UUID(int=2), world.clock(), timedelta(minutes=1))
        assert lease is not None
        due = outbox.due(lease, world.clock(), limit=3, max_bytes=10**6)
        assert [entry.sequence for entry in due] == [2, 3, 4]
        assert retry(world) == 0

    def test_leaves_a_postponement_alone(self, world: World, add_lrs: Callable[..., UUID]) -> None:
        lrs_id = add_lrs()
        world.start(world.launch())
        record(world, lrs_id, Postponed(1, world.clock() + timedelta(hours=1)))

        assert retry(world) == 0

        row, _start = world.deliveries()
        assert (row.state, row.postponements) == (DeliveryState.WAITING, 1)
        assert row.postponed_until == world.clock() + timedelta(hours=1)
