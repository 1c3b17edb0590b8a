"""`parcours lrs` and `parcours outbox`: what an operator types, and reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from lti_tool.app import create_app
from lti_tool.cli import main
from lti_tool.config import Settings
from lti_tool.demo.live import DemoLrs
from lti_tool.learning_records import services
from lti_tool.learning_records.models import Lrs, LrsState, StatementRow
from lti_tool.learning_records.outbox import SqlOutbox
from tests.support.clock import START, ManualClock
from tests.unit.lti_tool.learning_records.world import World, mixed, shipped
from xapi.outbox import Outcome, Paused, Quarantined

SECRET = "un secret pour les tests, assez long"  # that of the `vault` fixture
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str) -> Run:
    """`run("lrs", "list")`: the command, on the database of the test."""

    def invoke(*arguments: str) -> Result:
        environment = {
            "PARCOURS_PUBLIC_URL": "https://parcours.example",
            "PARCOURS_SECRET_KEY": SECRET,
            "PARCOURS_DATABASE_URL": database_url,
            "PARCOURS_ALLOW_LOOPBACK": "1",
        }
        return CliRunner(env=environment).invoke(main, arguments, catch_exceptions=False)

    return invoke


@pytest.fixture
def demo() -> Iterator[DemoLrs]:
    with DemoLrs() as server:
        yield server


def add(demo: DemoLrs, *more: str) -> Sequence[str]:
    known = ("--name", "LRS", "--endpoint", demo.endpoint, "--username", "demo", "--password", "demo-traces")
    return ("lrs", "add", *known, *more)


def record(world: World, lrs_id: UUID, *outcomes: Outcome) -> None:
    outbox = SqlOutbox(world.database, lrs_id)
    lease = outbox.acquire(UUID(int=1), world.clock(), timedelta(minutes=1))
    assert lease is not None
    outbox.record(lease, world.clock(), outcomes)
    outbox.release(lease)


class TestLrs:
    def test_is_added_checked_and_listed(self, world: World, run: Run, demo: DemoLrs) -> None:
        terms = ("--platform", "Moodle", "--identity", "lms", "--responses", "aucune", "--verb", "passed")
        assert run(*add(demo, *terms)).exit_code == 0

        checked = run("lrs", "check", "LRS")
        assert (checked.exit_code, checked.output) == (
            0,
            "LRS : Le LRS a accepté la trace d’essai : les traces arriveront.\n",
        )
        [row] = json.loads(run("lrs", "list", "--json").output)
        assert (row["platform"], row["identity"], row["responses"]) == ("Moodle", "lms", "none")
        assert row["verbs"] == ["http://adlnet.gov/expapi/verbs/passed"]
        listed = run("lrs", "list").output
        assert "identité : compte du LMS · réponses : aucune · verbes : passed" in listed
        assert "demo-traces" not in listed

    def test_says_what_is_wrong(self, world: World, run: Run, demo: DemoLrs) -> None:
        run(*add(demo)[:-1], "faux")

        wrong = run("lrs", "check", "LRS")
        assert wrong.exit_code == 1
        assert "refuse l’identifiant ou le mot de passe" in wrong.output
        assert json.loads(run("lrs", "check", "LRS", "--json").output)["code"] == "credentials"

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            (("--verb", "danced"), "« danced » n’est pas un verbe"),
            (("--platform", "Sakai"), "Aucune plateforme ne répond à « Sakai »"),
        ],
    )
    def test_refuses_what_does_not_exist(
        self, world: World, run: Run, demo: DemoLrs, more: tuple[str, ...], sentence: str
    ) -> None:
        refused = run(*add(demo, *more))

        assert refused.exit_code == 2
        assert sentence in refused.output
        assert json.loads(run("lrs", "list", "--json").output) == []

    def test_an_unknown_name(self, world: World, run: Run) -> None:
        unknown = run("lrs", "check", "rien")

        assert (unknown.exit_code, unknown.output) == (
            2,
            "Aucun LRS ne s’appelle « rien ». LRS connus : aucun.\n",
        )


class TestOutbox:
    def test_a_queue_that_is_late_is_an_alert(
        self, world: World, run: Run, add_lrs: Callable[..., UUID]
    ) -> None:
        add_lrs()
        world.play(mixed)  # in March: it has waited for months

        late = run("outbox", "status")
        assert late.exit_code == 3
        assert "ALERTE : « LRS » attend depuis plus de 60 minutes." in late.output
        assert json.loads(run("outbox", "status", "--json").stdout)["late"] == ["LRS"]

    def test_a_queue_that_is_on_time_is_none(
        self, world: World, run: Run, add_lrs: Callable[..., UUID]
    ) -> None:
        add_lrs()

        assert run("outbox", "status").exit_code == 0

    def test_shows_what_was_refused_and_tries_again(
        self, world: World, run: Run, add_lrs: Callable[..., UUID]
    ) -> None:
        lrs_id, other = add_lrs(), add_lrs(name="autre")
        world.start(world.launch())
        for each in (lrs_id, other):
            record(world, each, Quarantined(1, "rejected", "400 pas comme cela"))

        [row] = json.loads(run("outbox", "quarantine", "--lrs", "LRS", "--json").output)
        assert (row["lrs"], row["verb"], row["reason"], row["detail"]) == (
            "LRS",
            "launched",
            "rejected",
            "400 pas comme cela",
        )
        assert "400 pas comme cela" in run("outbox", "quarantine").output
        assert json.loads(run("outbox", "retry", "--lrs", "LRS", "--json").output) == {
            "statements": 1,
            "scores": 0,
        }
        assert [each["lrs"] for each in json.loads(run("outbox", "quarantine", "--json").output)] == ["autre"]

    def test_a_pause_is_explained(self, world: World, run: Run, add_lrs: Callable[..., UUID]) -> None:
        record(world, add_lrs(), Paused("credentials", "401"))

        assert "LRS · en pause (identifiant ou mot de passe refusé)" in run("outbox", "status").output


class TestPagesForOperators:
    @pytest.fixture
    def pages(self, database_url: str, clock: ManualClock) -> Iterator[Any]:
        settings = Settings(
            public_url="https://parcours.example", secret_key=SECRET, database_url=database_url
        )
        app = create_app(settings, clock=clock, catalogue=shipped())
        yield app.test_client()
        app.extensions["parcours"].database.dispose()

    def test_metrics_by_lrs(self, world: World, pages: Any, add_lrs: Callable[..., UUID]) -> None:
        lrs_id = add_lrs(name='dit "A"')
        world.start(world.launch())
        record(world, lrs_id, Quarantined(1, "rejected", "400"))
        world.clock.advance(90)
        world.start(world.launch("5"))
        world.clock.advance(30)

        lines = pages.get("/metrics").text.splitlines()
        for expected in (
            "waiting{} 3",
            "oldest_waiting_seconds{} 120.0",
            "quarantined{} 1",
            "quarantined_total{} 1",
            "delivered_total{} 0",
            "reconciled_total{} 0",
            "active{} 1",
        ):
            assert "parcours_lrs_" + expected.replace("{}", '{lrs="dit \\"A\\""}') in lines

    def test_ready_and_late(self, world: World, pages: Any, add_lrs: Callable[..., UUID]) -> None:
        add_lrs()
        world.start(world.launch())
        assert pages.get("/readyz").json == {"status": "ok", "late_lrs": []}
        world.clock.advance(3601)

        answer = pages.get("/readyz")
        assert (answer.status_code, answer.json["late_lrs"]) == (
            200,
            [{"state": "active", "waiting": 2, "oldest_s": 3601}],
        )


def test_the_relay_keeps_away_from_an_lrs_that_is_being_filled(
    world: World, add_lrs: Callable[..., UUID]
) -> None:
    outbox = SqlOutbox(world.database, add_lrs())
    world.start(world.launch())
    lease = outbox.acquire(UUID(int=1), START, timedelta(minutes=1))
    assert lease is not None
    with world.database.begin() as session:
        session.execute(update(Lrs).values(state=LrsState.FILLING))

    assert outbox.due(lease, START, limit=1, max_bytes=10**6) == []
    outbox.release(lease)
    assert outbox.acquire(UUID(int=2), START, timedelta(minutes=1)) is None
    with world.database.begin() as session:
        assert services.retry(session) == 0
        assert session.scalars(select(Lrs.state)).one() == LrsState.FILLING
        assert len(session.scalars(select(StatementRow.verb)).all()) == 2  # launched, initialized
