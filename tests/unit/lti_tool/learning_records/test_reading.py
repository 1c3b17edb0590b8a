"""`GET /xapi/lrs/statements`: a small LRS to read from, one platform at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.learning_records.models import LrsReader, StatementRow
from lti_tool.learning_records.reading import readers
from lti_tool.learning_records.reading.queries import FILTERS
from lti_tool.platforms.models import Platform
from tests.support.clock import START, ManualClock
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, World, make_world, mixed, shipped
from xapi.voiding import voiding

HEADERS = {"X-Experience-API-Version": "1.0.3"}
Get = Callable[..., TestResponse]


@pytest.fixture
def client(database_url: str, clock: ManualClock) -> Iterator[Any]:
    settings = Settings(
        public_url=PUBLIC_URL, secret_key="un secret pour les tests, assez long", database_url=database_url
    )
    app = create_app(settings, clock=clock, catalogue=shipped())
    yield app.test_client()
    app.extensions["parcours"].database.dispose()


def credentials(world: World, name: str = "tableau de bord") -> tuple[str, str]:
    with world.database.begin() as session:
        platform = session.get_one(Platform, world.platform_id)
        reader, password = readers.add_reader(session, platform, name, world.clock())
        return reader.username, password


@pytest.fixture
def get(world: World, client: Any) -> Get:
    """`get(verb=…)`: the answer to the reader of the world's platform."""
    auth = credentials(world)

    def ask(path: str = "/xapi/lrs/statements", **query: object) -> TestResponse:
        answer: TestResponse = client.get(path, query_string=query or None, headers=HEADERS, auth=auth)
        return answer

    return ask


def ids(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json["statements"]]


def written(world: World) -> list[str]:
    return [json.loads(body)["id"] for body in world.bodies()]


class TestFilters:
    def test_everything_newest_first_or_oldest_first(self, world: World, get: Get) -> None:
        world.play(mixed)

        assert ids(get()) == written(world)[::-1]
        assert ids(get(ascending="true")) == written(world)

    def test_a_statement_comes_back_as_it_was_written(self, world: World, get: Get) -> None:
        world.play(mixed)
        body = json.loads(world.bodies()[0])

        shown = get(statementId=body["id"]).json
        assert {key: shown[key] for key in body} == body
        assert shown["authority"]["account"]["homePage"] == PUBLIC_URL
        assert shown["stored"].endswith("Z")

    def test_by_verb_activity_registration_and_agent(self, world: World, get: Get) -> None:
        first, second = world.play(mixed), world.play(mixed, world.launch("5"))
        statements = [json.loads(body) for body in world.bodies()]
        one = statements[1]

        verb = [each["id"] for each in statements if each["verb"]["id"] == one["verb"]["id"]]
        assert ids(get(verb=one["verb"]["id"], ascending="true")) == verb
        about = [each["id"] for each in statements if each["object"]["id"] == one["object"]["id"]]
        assert ids(get(activity=one["object"]["id"], ascending="true")) == about
        for attempt in (first, second):
            told = [json.loads(body)["id"] for body in world.bodies(attempt)]
            assert ids(get(registration=str(attempt), ascending="true")) == told
        mine = [json.loads(body)["id"] for body in world.bodies(first)]
        assert ids(get(agent=json.dumps(one["actor"]), ascending="true")) == mine

    @pytest.mark.parametrize(
        "agent",
        [
            {"mbox": "mailto:a@b.example"},
            {"account": {"homePage": "https://moodle.example", "name": "4"}},
            {"account": {"homePage": f"{PUBLIC_URL}/id/{uuid4()}", "name": "4"}},
        ],
    )
    def test_an_agent_that_we_do_not_know(self, world: World, get: Get, agent: dict[str, Any]) -> None:
        world.play(mixed)

        assert ids(get(agent=json.dumps(agent))) == []

    def test_pages_follow_one_another_while_statements_arrive(self, world: World, get: Get) -> None:
        world.play(mixed)
        before = written(world)
        seen: list[str] = []
        answer = get(limit=4, ascending="true")
        while True:
            seen += ids(answer)
            if not answer.json["more"]:
                break
            assert len(ids(answer)) == 4
            if len(seen) == 4:
                world.play(mixed, world.launch("5"))
            answer = get(answer.json["more"])

        assert seen == written(world)
        assert set(before) < set(seen)

    def test_descending_pages_stop_at_the_first(self, world: World, get: Get) -> None:
        world.play(mixed)
        answer = get(limit=len(written(world)) - 1)
        world.start(world.launch("5"))

        assert [*ids(answer), *ids(get(answer.json["more"]))] == written(world)[-3::-1]


class TestStored:
    def test_since_and_until_go_by_the_time_of_storing(self, world: World, get: Get) -> None:
        world.start(world.launch())
        world.clock.advance(3600)
        first = get().json["statements"]  # launched and initialized, the last first
        world.start(world.launch("5"))
        world.clock.advance(3600)
        second = get().json["statements"][:2]

        assert [each["stored"] for each in first] == [
            "2026-03-02T09:30:00.000001Z",
            "2026-03-02T09:30:00.000000Z",
        ]
        assert first[1]["timestamp"] == "2026-03-02T08:30:00.000Z"
        assert ids(get(since=first[0]["stored"])) == [each["id"] for each in second]
        assert ids(get(until=first[0]["stored"])) == [each["id"] for each in first]
        until = get(since="2026-03-02T10:00:00+01:00", until="2026-03-02T09:30:00Z")
        assert ids(until) == [first[1]["id"]]

    def test_a_statement_that_was_committed_late_is_not_missed(self, world: World, get: Get) -> None:
        """Its time of writing is long past when it can first be seen."""
        world.start(world.launch())
        world.clock.advance(60)
        last = get().json["statements"][0]["stored"]
        with world.database.begin() as session:
            late = session.scalars(select(StatementRow).order_by(StatementRow.sequence).limit(1)).one()
            session.expunge(late)
            body = late.body.replace(str(late.id), str(new := uuid4()))
            values = {"id": new, "body": body, "sha256": late.sha256, "created_at": START}
            session.add(StatementRow(registration=late.registration, platform_id=late.platform_id, **values))

        assert ids(get(since=last)) == [str(new)]

    def test_stored_never_repeats_nor_goes_back(self, world: World, get: Get) -> None:
        world.play(mixed)
        get()
        world.clock.advance(-3600)  # the clock of the server was put right
        world.play(mixed, world.launch("5"))
        stored = [each["stored"] for each in get(ascending="true").json["statements"]]

        assert stored == sorted(set(stored))
        assert len(stored) == len(written(world))

    def test_consistent_through_covers_what_was_shown(self, world: World, get: Get) -> None:
        empty = get().headers["X-Experience-API-Consistent-Through"]
        world.play(mixed)
        answer = get()

        assert answer.headers["X-Experience-API-Version"] == "1.0.3"
        through = answer.headers["X-Experience-API-Consistent-Through"]
        assert through >= max(each["stored"] for each in answer.json["statements"])
        assert through > empty


class TestTenancy:
    def test_another_platform_is_never_seen(self, world: World, client: Any, clock: ManualClock) -> None:
        other = make_world(world.database, clock)
        mine, theirs = world.play(mixed), other.play(mixed)
        auth = credentials(world)

        def ask(**query: str) -> TestResponse:
            answer: TestResponse = client.get(
                "/xapi/lrs/statements", query_string=query, headers=HEADERS, auth=auth
            )
            return answer

        foreign = json.loads(world.bodies(theirs)[0])
        assert set(ids(ask())) == {json.loads(body)["id"] for body in world.bodies(mine)}
        assert ask(statementId=foreign["id"]).status_code == 404
        for query in (
            {"registration": str(theirs)},
            {"agent": json.dumps(foreign["actor"])},
        ):
            assert ids(ask(**query)) == []

    def test_credentials(self, world: World, client: Any) -> None:
        username, password = credentials(world)

        def status(auth: tuple[str, str] | None) -> int:
            return int(client.get("/xapi/lrs/statements", headers=HEADERS, auth=auth).status_code)

        assert status((username, password)) == 200
        for wrong in (None, (username, ""), (username, "faux"), ("", password), ("autre", password)):
            assert status(wrong) == 401
        with world.database.begin() as session:
            assert password not in session.scalars(select(LrsReader.password_hash)).one()
            readers.revoke(session, "tableau de bord", world.clock())
        assert status((username, password)) == 401


def add_voiding(world: World, voided: UUID) -> UUID:
    with world.database.begin() as session:
        made = uuid4()
        body = voiding(PUBLIC_URL, made, voided, world.clock())
        row = {"id": made, "registration": uuid4(), "platform_id": world.platform_id, "body": body}
        session.add(StatementRow(**row, sha256="", created_at=world.clock()))
        return made


def test_what_was_voided_is_hidden_and_its_voiding_shown(world: World, get: Get) -> None:
    world.start(world.launch())
    voided = written(world)[0]
    taken_back = add_voiding(world, UUID(voided))
    add_voiding(world, taken_back)  # forbidden by the specification, and without effect

    assert str(taken_back) in ids(get())
    assert voided not in ids(get())
    assert get(statementId=voided).status_code == 404
    assert get(voidedStatementId=voided).json["id"] == voided
    assert get(voidedStatementId=str(taken_back)).status_code == 404


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "word"),
        [
            ({"verbe": "x"}, "« verbe »"),
            ({"verb": "passed"}, "IRI"),
            ({"activity": "a b"}, "IRI"),
            ({"registration": "4"}, "UUID"),
            ({"statementId": "4"}, "UUID"),
            ({"statementId": str(uuid4()), "verb": "https://a.example"}, "aucun filtre"),
            ({"statementId": str(uuid4()), "voidedStatementId": str(uuid4())}, "aucun filtre"),
            ({"since": "hier"}, "ISO 8601"),
            ({"since": "2026-11-23T08:30:00"}, "fuseau"),
            ({"until": "2026-99-23T08:30:00Z"}, "ISO 8601"),
            ({"until": "0001-01-01T00:00:00+14:00"}, "ISO 8601"),
            ({"limit": "-1"}, "nombre entier"),
            ({"limit": "²"}, "nombre entier"),
            ({"cursor": "9" * 18}, "nombre entier"),
            ({"ascending": "oui"}, "true ou false"),
            ({"agent": "{"}, "agent xAPI"),
            ({"agent": "[]"}, "agent xAPI"),
            ({"agent": '{"account": {"name": "4"}}'}, "agent xAPI"),
            ({"agent": '{"name": "Camille"}'}, "agent xAPI"),
            ({"format": "canonical"}, "sous-ensemble"),
            ({"related_agents": "true"}, "sous-ensemble"),
            ({"limit": ["1", "2"]}, "répété"),
        ],
    )
    def test_a_wrong_parameter_is_named(self, get: Get, query: dict[str, Any], word: str) -> None:
        answer = get(**query)

        assert answer.status_code == 400
        assert word in answer.json["error"]

    def test_what_asks_for_the_usual_is_accepted(self, get: Get) -> None:
        usual = {"format": "exact", "attachments": "false", "limit": "0"}

        assert get(**usual).json == {"statements": [], "more": ""}

    def test_without_a_version(self, world: World, client: Any) -> None:
        answer = client.get("/xapi/lrs/statements", auth=credentials(world))

        assert answer.status_code == 400
        assert "X-Experience-API-Version" in answer.json["error"]

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_nobody_writes(self, world: World, client: Any, method: str) -> None:
        answer = getattr(client, method)("/xapi/lrs/statements", json=[], headers=HEADERS)

        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")

    def test_names_itself_a_subset(self, client: Any) -> None:
        told = client.get("/xapi/lrs/about").json

        assert told["version"] == ["1.0.3"]
        assert told["extensions"][f"{PUBLIC_URL}/xapi/lrs/subset"]["filters"] == list(FILTERS)

    def test_head(self, world: World, client: Any) -> None:
        answer = client.head("/xapi/lrs/statements", headers=HEADERS, auth=credentials(world))

        assert (answer.status_code, answer.data) == (200, b"")
