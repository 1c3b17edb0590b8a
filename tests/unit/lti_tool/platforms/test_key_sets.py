"""The keys of a platform: cached, read again for an unknown kid, kept through an outage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lti_tool.config import Settings
from lti_tool.db import Database
from lti_tool.errors import LaunchRefusedError
from lti_tool.outgoing import make_session
from lti_tool.platforms.key_sets import FRESH, REFETCH_EVERY, STALE, KeySets
from lti_tool.platforms.models import Platform
from tests.factories import launches
from tests.support.clock import ManualClock
from tests.support.hostile import KeyServer, public_jwk


@dataclass
class Bench:
    """A platform whose JWKS is a real server, and the cache under test."""

    sets: KeySets
    platform: Platform
    server: KeyServer
    clock: ManualClock

    def find(self, kid: str) -> str:
        return str(self.sets.find(self.platform, kid)["n"])

    def refusal(self, kid: str) -> str:
        with pytest.raises(LaunchRefusedError) as refused:
            self.find(kid)
        return refused.value.reason


@pytest.fixture
def bench(database: Database, clock: ManualClock) -> Iterator[Bench]:
    server = KeyServer("cle-1")
    http = make_session(
        Settings(public_url="http://127.0.0.1:8000", secret_key="x" * 40, allow_loopback=True)
    )
    with database.begin() as session:
        platform = launches.platform(session, clock())
        platform.jwks_url = server.url
    yield Bench(KeySets(database, http, clock), platform, server, clock)
    http.close()
    server.stop()


def test_one_read_an_hour(bench: Bench) -> None:
    for _ in range(5):
        assert bench.find("cle-1") == public_jwk("cle-1")["n"]
    assert bench.server.hits == 1
    bench.clock.advance(FRESH.total_seconds() + 1)
    bench.find("cle-1")
    assert bench.server.hits == 2


def test_an_unknown_kid_is_looked_up_once_then_not_before_a_while(bench: Bench) -> None:
    bench.find("cle-1")
    for number in range(5):
        assert bench.refusal(f"inventé-{number}") == "unknown_kid"
    assert bench.server.hits == 2
    bench.clock.advance(REFETCH_EVERY.total_seconds())
    bench.server.publish("cle-2")
    assert bench.find("cle-2") == public_jwk("cle-2")["n"]
    assert bench.server.hits == 3


def test_a_withdrawn_key_is_forgotten_with_the_next_read(bench: Bench) -> None:
    bench.find("cle-1")
    bench.server.publish("cle-2")
    bench.find("cle-2")

    assert bench.refusal("cle-1") == "unknown_kid"


def test_an_outage_of_less_than_a_day_is_not_seen(bench: Bench) -> None:
    bench.find("cle-1")
    bench.server.status = 503
    bench.clock.advance(STALE.total_seconds() - 1)
    assert bench.find("cle-1") == public_jwk("cle-1")["n"]
    assert bench.refusal("cle-2") == "keys_unreadable"
    bench.clock.advance(2)

    assert bench.refusal("cle-1") == "keys_unreadable"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"keys": {}}', b"<html>", b"\xff", b'{"keys": null}', b"[" * 50_000],
)
def test_a_document_that_is_no_key_set(bench: Bench, body: bytes) -> None:
    bench.server.body = body

    assert bench.refusal("cle-1") == "keys_unreadable"


@pytest.mark.parametrize("change", [{"kty": "EC"}, {"alg": "RS512"}, {"kid": "autre"}, {"kid": None}])
def test_a_key_that_we_may_not_use_is_not_found(bench: Bench, change: dict[str, str]) -> None:
    keys = [public_jwk("cle-1") | change, "texte", None]
    bench.server.body = json.dumps({"keys": keys}).encode()

    assert bench.refusal("cle-1") == "unknown_kid"


@pytest.mark.parametrize("odd", [b"NaN", b"1e999", b'"\\u0000"', b'"\\ud800"', b'[{"a": [1]}]'])
def test_odd_values_beside_a_good_key_do_no_harm(bench: Bench, odd: bytes) -> None:
    key = json.dumps(public_jwk("cle-1")).encode()
    bench.server.body = b'{"keys": [{"kid": %s, "x": %s}, %s]}' % (odd, odd, key)

    assert bench.find("cle-1") == public_jwk("cle-1")["n"]


def test_a_key_without_alg_is_taken_for_rs256(bench: Bench) -> None:
    jwk = public_jwk("cle-1")
    del jwk["alg"]
    bench.server.body = json.dumps({"keys": [jwk]}).encode()

    assert bench.find("cle-1") == jwk["n"]
