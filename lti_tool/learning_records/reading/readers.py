"""Who may read the statements of a platform: Basic credentials, made here, kept as a digest."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.errors import OperatorError
from lti_tool.learning_records.models import LrsReader
from lti_tool.platforms.models import Platform
from lti_tool.security import digest, new_secret

_NOBODY = digest("")


def add_reader(session: Session, platform: Platform, name: str, now: datetime) -> tuple[LrsReader, str]:
    """New credentials, and the password, which cannot be shown again.

    Raises:
        OperatorError: the name is taken.
    """
    if session.scalars(select(LrsReader).where(LrsReader.name == name)).first() is not None:
        raise OperatorError(f"--name : un accès en lecture s’appelle déjà « {name} ».")
    password = new_secret()
    reader = LrsReader(
        platform_id=platform.id,
        name=name,
        username=f"lecture-{secrets.token_hex(6)}",
        password_hash=digest(password),
        created_at=now,
    )
    session.add(reader)
    session.flush()
    return reader, password


def list_readers(session: Session) -> Sequence[tuple[LrsReader, str]]:
    """Every reader, by name, with the name of its platform."""
    rows = session.execute(
        select(LrsReader, Platform.name)
        .join(Platform, Platform.id == LrsReader.platform_id)
        .order_by(LrsReader.name)
    )
    return [(reader, platform) for reader, platform in rows]


def revoke(session: Session, name: str, now: datetime) -> LrsReader:
    """Shut the door; nothing happens when it is shut already.

    Raises:
        OperatorError: no reader has the name.
    """
    reader = session.scalars(select(LrsReader).where(LrsReader.name == name)).one_or_none()
    if reader is None:
        raise OperatorError(f"Aucun accès en lecture ne s’appelle « {name} ».")
    reader.revoked_at = reader.revoked_at or now
    return reader


def authenticate(session: Session, username: str, password: str) -> LrsReader | None:
    """The reader behind these credentials, unless revoked."""
    reader = session.scalars(select(LrsReader).where(LrsReader.username == username)).one_or_none()
    kept = reader.password_hash if reader is not None else _NOBODY
    matches = secrets.compare_digest(kept, digest(password))
    return reader if reader is not None and matches and reader.revoked_at is None else None
