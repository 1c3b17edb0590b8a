"""Who may enter: a signed link that opens once, then a session of two hours. There is no password.

The link is signed with the secret of the installation: being able to write in the database is not enough to
make one.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from lti_tool.admin.models import AdminLink, AdminSession
from lti_tool.errors import SessionRefusedError
from lti_tool.security import Vault, digest, new_secret

SESSION_LIFE = timedelta(hours=2)


def make_link(session: Session, vault: Vault, life: timedelta, now: datetime) -> str:
    """The key to put in a link: a random secret and its signature."""
    secret = new_secret()
    session.add(AdminLink(secret_hash=digest(secret), expires_at=now + life))
    return f"{secret}.{_sign(vault, 'admin link', secret)}"


def open_session(session: Session, vault: Vault, key: str, now: datetime) -> str:
    """Use up a key; the token of the new session.

    Raises:
        SessionRefusedError: `admin_link_refused`: not one of ours, used, or expired.
    """
    secret, _, signature = key.partition(".")
    if not hmac.compare_digest(signature.encode(), _sign(vault, "admin link", secret).encode()):
        raise SessionRefusedError("admin_link_refused")
    spent = session.execute(
        delete(AdminLink).where(AdminLink.secret_hash == digest(secret), AdminLink.expires_at > now)
    )
    if cast(CursorResult[Any], spent).rowcount != 1:
        raise SessionRefusedError("admin_link_refused")
    for table in (AdminLink, AdminSession):
        session.execute(delete(table).where(table.expires_at <= now))
    token = new_secret()
    session.add(AdminSession(token_hash=digest(token), created_at=now, expires_at=now + SESSION_LIFE))
    return token


def check_session(session: Session, token: str | None, now: datetime) -> None:
    """Let through the holder of a session.

    Raises:
        SessionRefusedError: `admin_session_missing`.
    """
    row = session.get(AdminSession, digest(token)) if token else None
    if row is None or row.expires_at <= now:
        raise SessionRefusedError("admin_session_missing")


def close_session(session: Session, token: str) -> None:
    """End a session before its time."""
    session.execute(delete(AdminSession).where(AdminSession.token_hash == digest(token)))


def form_key(vault: Vault, token: str) -> str:
    """What every form of this session carries, against requests forged elsewhere."""
    return _sign(vault, "admin form", token)


def check_form_key(vault: Vault, token: str, given: str) -> None:
    """Refuse a form that did not come from a page of this session.

    Raises:
        SessionRefusedError: `admin_form_refused`.
    """
    if not hmac.compare_digest(given.encode(), form_key(vault, token).encode()):
        raise SessionRefusedError("admin_form_refused")


def _sign(vault: Vault, purpose: str, text: str) -> str:
    return hmac.new(vault.derive(purpose), text.encode(), "sha256").hexdigest()
