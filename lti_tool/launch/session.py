"""Our own session: one a launch, carried by a bearer that works without third-party cookies.

The bearer travels in a hidden field of each form. A Partitioned cookie, bound to the path of this
launch, only lets a page be reloaded; it never authorises a write, hence no CSRF token is needed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lti_tool.errors import SessionRefusedError
from lti_tool.launch.models import EntryCode, LaunchSession
from lti_tool.security import Vault, digest, new_secret

CODE_LIFETIME = timedelta(seconds=60)


def issue_code(session: Session, launch_id: UUID, bearer: str, vault: Vault, now: datetime) -> str:
    """A one-time code that carries the bearer over a redirect; it is worth nothing after a minute."""
    session.execute(delete(EntryCode).where(EntryCode.expires_at < now))
    code = new_secret()
    session.add(
        EntryCode(
            code_hash=digest(code),
            launch_session_id=launch_id,
            bearer_encrypted=vault.encrypt(bearer),
            expires_at=now + CODE_LIFETIME,
        )
    )
    return code


def redeem_code(session: Session, launch_id: UUID, code: str, vault: Vault, now: datetime) -> str:
    """The bearer behind a code, once.

    Raises:
        SessionRefusedError: unknown, used, expired, or of another launch.
    """
    row = session.get(EntryCode, digest(code), with_for_update=True)
    if row is None or row.launch_session_id != launch_id or row.expires_at <= now:
        raise SessionRefusedError("entry_code_refused")
    session.delete(row)
    return vault.decrypt(row.bearer_encrypted)


def authenticate(
    session: Session, launch_id: UUID, bearer: str, lifetime: timedelta, now: datetime
) -> LaunchSession:
    """The launch that this bearer opens; its life is prolonged.

    Raises:
        SessionRefusedError: wrong bearer, over, revoked, or the platform is no longer active.
    """
    launch = session.get(LaunchSession, launch_id)
    if launch is None or not bearer or launch.bearer_hash != digest(bearer):
        raise SessionRefusedError("session_unknown")
    if launch.revoked_at is not None or not launch.learner.platform.is_active:
        raise SessionRefusedError("session_revoked")
    if launch.expires_at <= now:
        raise SessionRefusedError("session_expired")
    if launch.expires_at - now < lifetime - timedelta(minutes=5):  # one write every five minutes is enough
        launch.expires_at = now + lifetime
    return launch
