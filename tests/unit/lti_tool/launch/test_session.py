"""The one-time code and the bearer: who gets in, until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.db import Database
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.models import EntryCode, LaunchSession
from lti_tool.launch.session import authenticate, issue_code, redeem_code
from lti_tool.platforms.models import PlatformStatus
from lti_tool.security import Vault, digest
from tests.factories import launches
from tests.support.clock import ManualClock

VAULT = Vault("un secret de test assez long pour servir")
LIFETIME = timedelta(hours=8)
BEARER = "porteur"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as session:
        yield session


@pytest.fixture
def launch(session: Session, clock: ManualClock) -> LaunchSession:
    row = launches.launch(session, launches.activity(session, launches.platform(session, clock())), clock())
    row.bearer_hash = digest(BEARER)
    session.flush()
    return row


def test_a_code_gives_the_bearer_once(session: Session, launch: LaunchSession, clock: ManualClock) -> None:
    code = issue_code(session, launch.id, BEARER, VAULT, clock())
    session.flush()
    stored = session.scalars(select(EntryCode)).one()
    assert BEARER not in stored.bearer_encrypted
    assert code not in stored.code_hash

    assert redeem_code(session, launch.id, code, VAULT, clock()) == BEARER
    session.flush()
    with pytest.raises(SessionRefusedError, match="entry_code_refused"):
        redeem_code(session, launch.id, code, VAULT, clock())


@pytest.mark.parametrize("seconds", [60, 3600])
def test_a_code_ends_after_a_minute(
    session: Session, launch: LaunchSession, clock: ManualClock, seconds: int
) -> None:
    code = issue_code(session, launch.id, BEARER, VAULT, clock())
    session.flush()
    clock.advance(seconds)

    with pytest.raises(SessionRefusedError, match="entry_code_refused"):
        redeem_code(session, launch.id, code, VAULT, clock())


def test_a_code_of_another_launch(session: Session, launch: LaunchSession, clock: ManualClock) -> None:
    code = issue_code(session, launch.id, BEARER, VAULT, clock())
    session.flush()

    with pytest.raises(SessionRefusedError, match="entry_code_refused"):
        redeem_code(session, uuid4(), code, VAULT, clock())
    assert redeem_code(session, launch.id, code, VAULT, clock()) == BEARER


def test_the_bearer_opens_its_launch(session: Session, launch: LaunchSession, clock: ManualClock) -> None:
    assert authenticate(session, launch.id, BEARER, LIFETIME, clock()) is launch


@pytest.mark.parametrize("bearer", ["", "autre", digest(BEARER)])
def test_another_bearer_does_not(
    session: Session, launch: LaunchSession, clock: ManualClock, bearer: str
) -> None:
    with pytest.raises(SessionRefusedError, match="session_unknown"):
        authenticate(session, launch.id, bearer, LIFETIME, clock())


def test_activity_prolongs_a_session_and_silence_ends_it(
    session: Session, launch: LaunchSession, clock: ManualClock
) -> None:
    for _ in range(5):  # twenty hours in all
        clock.advance(4 * 3600)
        authenticate(session, launch.id, BEARER, LIFETIME, clock())
    assert launch.expires_at == clock() + LIFETIME
    clock.advance(8 * 3600)

    with pytest.raises(SessionRefusedError, match="session_expired"):
        authenticate(session, launch.id, BEARER, LIFETIME, clock())


def test_a_page_a_minute_does_not_write_a_row_a_minute(
    session: Session, launch: LaunchSession, clock: ManualClock
) -> None:
    before = launch.expires_at
    clock.advance(60)
    authenticate(session, launch.id, BEARER, LIFETIME, clock())

    assert launch.expires_at == before


def test_revoked_or_of_a_tenant_that_is_no_longer_active(
    session: Session, launch: LaunchSession, clock: ManualClock
) -> None:
    launch.learner.platform.status = PlatformStatus.DISABLED
    with pytest.raises(SessionRefusedError, match="session_revoked"):
        authenticate(session, launch.id, BEARER, LIFETIME, clock())

    launch.learner.platform.status = PlatformStatus.ACTIVE
    launch.revoked_at = clock()
    with pytest.raises(SessionRefusedError, match="session_revoked"):
        authenticate(session, launch.id, BEARER, LIFETIME, clock())
