"""Our keys: made once, encrypted, rotated with an overlap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import jwt
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.db import Database
from lti_tool.errors import OperatorError
from lti_tool.platforms.keys import published_jwks, rotate, signing_key
from lti_tool.platforms.models import ToolKey
from lti_tool.security import Vault
from tests.support.clock import ManualClock

VAULT = Vault("un secret de test assez long pour servir")
OVERLAP = timedelta(days=14)
DAY = 86_400


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as session:
        yield session


def kids(session: Session, clock: ManualClock) -> list[str]:
    published = published_jwks(session, VAULT, clock())["keys"]
    assert isinstance(published, list)
    return [key["kid"] for key in published]


def test_the_first_need_makes_a_key_and_the_next_ones_use_it(session: Session, clock: ManualClock) -> None:
    first = signing_key(session, VAULT, clock())

    assert signing_key(session, VAULT, clock()) == first
    assert kids(session, clock) == [first.kid]


def test_what_we_sign_is_verified_with_what_we_publish(session: Session, clock: ManualClock) -> None:
    key = signing_key(session, VAULT, clock())
    token = jwt.encode({"sub": "x"}, key.private_pem, "RS256", headers={"kid": key.kid})
    (published,) = published_jwks(session, VAULT, clock())["keys"]  # type: ignore[misc]

    assert jwt.decode(token, jwt.PyJWK(published).key, ["RS256"]) == {"sub": "x"}
    assert {"d", "p", "q"} & set(published) == set()


def test_the_private_part_is_neither_readable_in_the_database_nor_in_a_log(
    session: Session, clock: ManualClock
) -> None:
    key = signing_key(session, VAULT, clock())
    row = session.scalars(select(ToolKey)).one()

    assert "PRIVATE" not in row.private_pem_encrypted
    assert "PRIVATE" not in repr(key)
    with pytest.raises(OperatorError, match="PARCOURS_SECRET_KEY"):
        signing_key(session, Vault("un autre secret, tout aussi long que l’autre"), clock())


def test_a_replaced_key_signs_no_more_and_stays_published_for_the_overlap(
    session: Session, clock: ManualClock
) -> None:
    old = signing_key(session, VAULT, clock()).kid
    clock.advance(DAY)
    new = rotate(session, VAULT, clock(), OVERLAP).kid
    session.flush()

    assert signing_key(session, VAULT, clock()).kid == new
    assert kids(session, clock) == [new, old]

    clock.advance(13 * DAY)
    third = rotate(session, VAULT, clock(), OVERLAP).kid  # the first was retired thirteen days ago
    session.flush()
    assert kids(session, clock) == [third, new, old]

    clock.advance(2 * DAY)
    fourth = rotate(session, VAULT, clock(), OVERLAP).kid
    session.flush()
    assert kids(session, clock) == [fourth, third, new]
