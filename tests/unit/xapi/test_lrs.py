"""The sender, against real HTTP."""

import socket

import pytest
import requests

from tests.unit.xapi.conftest import Bench
from tests.unit.xapi.examples import START, many
from tests.unit.xapi.fake_lrs import PASSWORD, USERNAME, FakeLrs, Fault
from xapi.answers import Absent, Accepted, Blocked, Found, Unavailable, Unclear
from xapi.lrs import LARGEST_ANSWER, Credentials, HttpLrs
from xapi.outbox import OutboxEntry


@pytest.fixture
def entries() -> list[OutboxEntry]:
    return [OutboxEntry(n, each.id, each.registration, each.body) for n, each in enumerate(many(3))]


def test_the_stored_bytes_travel_unchanged(bench: Bench, lrs: FakeLrs, entries: list[OutboxEntry]):
    assert bench.store.send(entries, START) == Accepted()
    assert lrs.posts == [("[" + ",".join(entry.body for entry in entries) + "]").encode()]


def test_read(bench: Bench, lrs: FakeLrs, entries: list[OutboxEntry]):
    assert bench.store.read(entries[0].statement_id, START) == Absent()
    bench.store.send(entries, START)
    assert isinstance(bench.store.read(entries[0].statement_id, START), Found)


def test_one_connection_for_all(bench: Bench, lrs: FakeLrs, entries: list[OutboxEntry]):
    for entry in entries:
        bench.store.send([entry], START)
        bench.store.read(entry.statement_id, START)
    assert lrs.connections == 1


@pytest.mark.parametrize("fault", [Fault(), Fault(hang=True)], ids=["cut", "silent"])
def test_no_answer_is_an_answer(bench: Bench, lrs: FakeLrs, entries: list[OutboxEntry], fault: Fault):
    lrs.faults = [fault]
    assert isinstance(bench.store.send(entries, START), Unavailable)
    lrs.read_faults = {str(entries[0].statement_id): fault}
    assert isinstance(bench.store.read(entries[0].statement_id, START), Unavailable)


def test_nobody_listens(session: requests.Session, entries: list[OutboxEntry]):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: refused, and nobody else can take it
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        answer = HttpLrs(session, Credentials(address, "a", "b")).send(entries, START)
    assert answer == Unavailable("ConnectionError")


@pytest.mark.parametrize("endpoint", ["lrs.example", "ftp://lrs.example", "http://"])
def test_a_wrong_address_is_a_setting_to_mend(
    session: requests.Session, entries: list[OutboxEntry], endpoint: str
):
    answer = HttpLrs(session, Credentials(endpoint, "a", "b")).send(entries, START)
    assert isinstance(answer, Blocked)


def test_redirects_are_not_followed(bench: Bench, lrs: FakeLrs, entries: list[OutboxEntry]):
    lrs.faults = [Fault(307, {"Location": lrs.endpoint + "statements"})]
    assert isinstance(bench.store.send(entries, START), Blocked)
    assert len(lrs.posts) == 1


def test_an_endless_answer_is_cut(bench: Bench, lrs: FakeLrs, entries: list[OutboxEntry]):
    lrs.faults = [Fault(200, body=b'["' + b"x" * (2 * LARGEST_ANSWER))]
    answer = bench.store.send(entries, START)
    assert isinstance(answer, Unclear)
    assert len(answer.reason) < 600


def test_an_answer_that_never_ends_is_given_up(
    session: requests.Session, lrs: FakeLrs, entries: list[OutboxEntry]
):
    seconds = iter([0.0, 36.0])
    store = HttpLrs(session, Credentials(lrs.endpoint, USERNAME, PASSWORD), monotonic=lambda: next(seconds))
    assert store.send(entries, START) == Unavailable("the answer took too long")


def test_a_netrc_does_not_replace_the_credentials(
    lrs: FakeLrs, entries: list[OutboxEntry], tmp_path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password other")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with requests.Session() as session:
        HttpLrs(session, Credentials(lrs.endpoint, USERNAME, PASSWORD)).send(entries, START)
    assert lrs.violations == []


def test_the_password_is_not_shown():
    assert PASSWORD not in repr(Credentials("https://lrs.example", USERNAME, PASSWORD))
