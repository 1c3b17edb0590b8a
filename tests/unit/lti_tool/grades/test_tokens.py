from __future__ import annotations

import json
from datetime import timedelta

import jwt
import pytest
from sqlalchemy import select

from lti_tool.db import Database
from lti_tool.errors import OperatorError
from lti_tool.grades.models import AccessToken
from lti_tool.grades.tokens import SCORE_SCOPE, TokenRefusedError, Tokens, TokenUnavailableError
from lti_tool.outgoing import OutgoingSession
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.world import World, register


def test_the_assertion_is_the_one_of_the_security_framework(
    world: World, tokens: Tokens, lms: FakePlatform, clock: ManualClock
) -> None:
    assert tokens.for_scores(world.platform()) in lms.tokens
    (form,) = lms.token_calls
    claims = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert claims.pop("jti")
    now = int(clock().timestamp())
    assert claims == {
        "iss": "outil-1",
        "sub": "outil-1",
        "aud": lms.token_url,
        "iat": now - 5,
        "exp": now + 55,
    }
    assert form["scope"] == SCORE_SCOPE


def test_a_platform_may_want_another_audience(
    database: Database, clock: ManualClock, tokens: Tokens, lms: FakePlatform
) -> None:
    lms.audience = "https://autorisation.exemple.fr"
    world = register(database, clock, lms, auth_audience=lms.audience)
    assert tokens.for_scores(world.platform())


def test_a_token_serves_until_a_minute_before_its_end(
    world: World, tokens: Tokens, lms: FakePlatform, clock: ManualClock
) -> None:
    first = tokens.for_scores(world.platform())
    clock.advance(3600 - 61)
    assert tokens.for_scores(world.platform()) == first
    clock.advance(1)
    assert tokens.for_scores(world.platform()) != first
    assert len(lms.token_calls) == 2


@pytest.mark.parametrize(
    ("expires_in", "life"),
    [(None, 3600), ("7200", 7200), ("bientôt", 3600), (1e999, 3600), (30, 60), (-5, 60)],
)
def test_the_life_of_a_token(
    world: World,
    tokens: Tokens,
    lms: FakePlatform,
    clock: ManualClock,
    expires_in: object,
    life: int,
) -> None:
    lms.token_answer["expires_in"] = expires_in
    if expires_in is None:
        del lms.token_answer["expires_in"]
    first = tokens.for_scores(world.platform())
    clock.advance(life - 61)
    assert (tokens.for_scores(world.platform()) == first) is (life > 60)
    clock.advance(1)
    assert tokens.for_scores(world.platform()) != first


def test_a_rejected_token_is_not_given_again(world: World, tokens: Tokens, lms: FakePlatform) -> None:
    first = tokens.for_scores(world.platform())
    second = tokens.for_scores(world.platform(), rejected=first)
    assert second != first
    # Another relay that was refused the first one takes the second from the cache.
    assert tokens.for_scores(world.platform(), rejected=first) == second
    assert len(lms.token_calls) == 2


def test_two_registrations_of_one_issuer_share_no_token(
    world: World, tokens: Tokens, database: Database, clock: ManualClock, lms: FakePlatform
) -> None:
    first = tokens.for_scores(world.platform())
    lms.client_id = "outil-2"
    other = register(database, clock, lms, client_id="outil-2")
    assert tokens.for_scores(other.platform()) != first
    assert tokens.for_scores(world.platform()) == first


def test_the_database_does_not_show_the_token(world: World, tokens: Tokens, database: Database) -> None:
    token = tokens.for_scores(world.platform())
    with database.begin() as session:
        row = session.scalars(select(AccessToken)).one()
    assert token not in row.token_encrypted
    assert row.scopes == SCORE_SCOPE


def test_another_secret_key_is_the_operators_business(
    world: World, tokens: Tokens, database: Database, http: OutgoingSession, clock: ManualClock
) -> None:
    tokens.for_scores(world.platform())
    with pytest.raises(OperatorError):
        Tokens(database, http, Vault("un autre secret"), clock).for_scores(world.platform())


PAGE = b"<!DOCTYPE html><title>Erreur</title>"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault("404 Not Found", PAGE), "platform_cannot_read_our_keys"),
        (Fault("404 Not Found"), "platform_cannot_read_our_keys"),
        (Fault("404 Not Found", b"{}", JSON), "platform_cannot_read_our_keys"),
        (Fault("200 OK", b"\xef\xbb\xbf \n" + PAGE), "platform_cannot_read_our_keys"),
        (Fault("400 Bad Request", PAGE), "platform_cannot_read_our_keys"),
        (Fault("400 Bad Request", b'{"error":"invalid_scope"}'), "token_refused_invalid_scope"),
        (Fault("401 Unauthorized", b'{"error":"invalid_client"}'), "token_refused_invalid_client"),
        (Fault("400 Bad Request", b'{"error":"jeton-secret 42"}'), "token_refused_400"),
        (Fault("403 Forbidden", b"[]"), "token_refused_403"),
        (Fault("200 OK", b"[]"), "token_unreadable"),
        (Fault("200 OK", b""), "token_unreadable"),
        (Fault("200 OK", b"[" * 100_000), "token_unreadable"),
        (Fault("200 OK", b'{"access_token":""}'), "token_unreadable"),
        (Fault("200 OK", b'{"access_token":"a\\r\\nX-Evil: 1"}'), "token_unreadable"),
        (Fault("200 OK", b'{"access_token":"a","token_type":"mac"}'), "token_unreadable"),
        (Fault("200 OK", json.dumps({"access_token": "a", "scope": "x"}).encode()), "score_scope_refused"),
    ],
)
def test_a_refusal_has_a_stable_word(
    world: World, tokens: Tokens, lms: FakePlatform, fault: Fault, reason: str
) -> None:
    lms.fail("token", fault)
    with pytest.raises(TokenRefusedError) as refused:
        tokens.for_scores(world.platform())
    assert refused.value.reason == reason
    assert tokens.for_scores(world.platform())  # nothing of it was kept


@pytest.mark.parametrize(
    ("fault", "reason", "wait"),
    [
        (Fault("429 Too Many Requests", b"{}", {"Retry-After": "17"}), "token_429", timedelta(seconds=17)),
        (Fault("503 Service Unavailable", PAGE), "token_503", None),
        (Fault("500 Oops", b"{}"), "token_500", None),
    ],
)
def test_an_outage_asks_for_patience(
    world: World, tokens: Tokens, lms: FakePlatform, fault: Fault, reason: str, wait: timedelta | None
) -> None:
    lms.fail("token", fault)
    with pytest.raises(TokenUnavailableError) as outage:
        tokens.for_scores(world.platform())
    assert (outage.value.reason, outage.value.wait) == (reason, wait)


def test_silence_is_an_outage(
    world: World,
    database: Database,
    impatient: OutgoingSession,
    vault: Vault,
    clock: ManualClock,
    lms: FakePlatform,
) -> None:
    lms.fail("token", Fault("200 OK", hang=True))
    with pytest.raises(TokenUnavailableError, match="token_timeout"):
        Tokens(database, impatient, vault, clock).for_scores(world.platform())


def test_a_private_address_is_not_called(
    database: Database, clock: ManualClock, tokens: Tokens, lms: FakePlatform
) -> None:
    world = register(database, clock, lms, auth_token_url="https://169.254.169.254/token")
    with pytest.raises(TokenUnavailableError, match="token_address_refused"):
        tokens.for_scores(world.platform())
