"""The ground itself: are the real parts really there, and does the guard really close the network?"""

from __future__ import annotations

import re
import socket
from datetime import UTC, timedelta
from uuid import uuid4

import pytest
import requests
from sqlalchemy import create_engine, inspect, text

from lti_tool.db import Database
from tests.support.browser import PageAt, Screenshot
from tests.support.clock import START, ManualClock
from tests.support.databases import Databases
from tests.support.network import ClosedNetworkError, free_port
from tests.support.ralph import RalphServer


def statement(verb: str = "http://adlnet.gov/expapi/verbs/initialized") -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://parcours.example/id", "name": str(uuid4())},
        },
        "verb": {"id": verb, "display": {"fr": "a commencé"}},
        "object": {"objectType": "Activity", "id": "https://parcours.example/xapi/assessment/a"},
        "timestamp": "2026-03-02T08:30:00.000Z",
    }


class TestDatabases:
    def test_each_kind_is_what_it_says(self, database: Database, database_kind: str) -> None:
        with database.begin() as session:
            version = session.scalar(
                text("SELECT sqlite_version()" if database_kind == "sqlite" else "SHOW server_version")
            )

        assert database.engine.dialect.name == database_kind
        assert re.match(r"3\.\d+" if database_kind == "sqlite" else r"18\b", str(version))

    def test_every_table_is_there(self, database: Database) -> None:
        assert {"platform", "learner", "attempt"} <= set(inspect(database.engine).get_table_names())

    def test_an_empty_one_has_none(self, empty_database_url: str) -> None:
        engine = create_engine(empty_database_url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()

    def test_two_databases_share_nothing(self, databases: Databases, database_kind: str) -> None:
        first, second = (create_engine(databases.create(database_kind)) for _ in range(2))
        with first.begin() as connection:
            connection.execute(text("CREATE TABLE only_here (id INTEGER PRIMARY KEY)"))

        assert inspect(first).has_table("only_here")
        assert not inspect(second).has_table("only_here")
        for engine in (first, second):
            engine.dispose()
            databases.drop(engine.url.render_as_string(hide_password=False))


class TestRalph:
    def test_keeps_and_gives_back_a_statement(self, ralph: RalphServer) -> None:
        ralph.reset()
        sent = statement()

        answer = ralph.request("POST", json=sent)

        assert (answer.status_code, answer.json()) == (200, [sent["id"]])
        (kept,) = ralph.statements()
        assert kept.items() >= sent.items()
        assert ralph.request("POST", json=sent).status_code == 204  # already there

    def test_gives_them_back_in_order_beyond_a_page(self, ralph: RalphServer) -> None:
        ralph.reset()
        sent = [statement() for _ in range(130)]
        ralph.request("POST", json=sent[:60]).raise_for_status()
        ralph.request("POST", json=sent[60:]).raise_for_status()

        assert [kept["id"] for kept in ralph.statements()] == [one["id"] for one in sent]

    def test_finds_by_verb_and_by_activity(self, ralph: RalphServer) -> None:
        ralph.reset()
        sent = [statement(f"http://adlnet.gov/expapi/verbs/{verb}") for verb in ("initialized", "completed")]
        ralph.request("POST", json=sent).raise_for_status()

        found = ralph.statements(verb="http://adlnet.gov/expapi/verbs/completed")

        assert [one["id"] for one in found] == [sent[1]["id"]]
        assert len(ralph.statements(activity="https://parcours.example/xapi/assessment/a")) == 2
        assert ralph.statements(activity="https://parcours.example/xapi/assessment/b") == []

    def test_asks_for_the_password(self, ralph: RalphServer) -> None:
        answer = requests.get(ralph.endpoint + "/statements", auth=(ralph.username, "faux"), timeout=30)

        assert answer.status_code == 401


class TestBrowser:
    def test_shows_a_page_at_a_width(self, page_at: PageAt, screenshot: Screenshot) -> None:
        page = page_at(360)
        page.set_content("<html lang=fr><title>Essai</title><p>Bonjour</p></html>")

        assert page.evaluate("[innerWidth, navigator.language]") == [360, "fr-FR"]
        assert screenshot(page, "essai").read_bytes().startswith(b"\x89PNG")

    def test_cannot_leave_the_machine(self, page_at: PageAt) -> None:
        with pytest.raises(Exception, match=r"ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED"):
            page_at(360).goto("http://parcours.example/")


class TestNetwork:
    @pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "2001:db8::1"])
    def test_other_machines_are_out_of_reach(self, address: str) -> None:
        with pytest.raises(ClosedNetworkError, match=re.escape(address)):
            socket.create_connection((address, 80), timeout=1)

    def test_names_are_not_looked_up(self) -> None:
        with pytest.raises(socket.gaierror, match="closed during tests"):
            socket.getaddrinfo("parcours.example", 443)

    def test_this_machine_is_in_reach(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=5).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", free_port()), timeout=5)


class TestClock:
    def test_moves_only_when_told(self, clock: ManualClock) -> None:
        assert clock() == clock() == START

        clock.advance(90)

        assert clock() == START + timedelta(seconds=90)
        assert clock().tzinfo is UTC
