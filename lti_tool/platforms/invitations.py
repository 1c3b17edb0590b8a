"""Invitations: the single-use links that let a platform register itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from lti_tool.errors import OperatorError, RegistrationRefusedError
from lti_tool.platforms.models import Invitation, Platform
from lti_tool.security import digest, new_secret

MAX_ATTEMPTS = 20  # a link that leaked cannot be used to make us call addresses for ever
LONGEST_LIFE = timedelta(days=90)


@dataclass(frozen=True)
class Invited:
    """An invitation and its link, which is shown once."""

    invitation: Invitation
    link: str


def invite(
    session: Session, name: str, *, public_url: str, life: timedelta, with_names: bool, now: datetime
) -> Invited:
    """Make a link that registers one platform, once.

    Raises:
        OperatorError: the name is empty or too long, or the life is not between a minute and 90 days.
    """
    name = name.strip()
    if not name or len(name) > 200 or not name.isprintable():
        raise OperatorError("--name : de 1 à 200 caractères, par exemple « Moodle de la collectivité ».")
    if not timedelta(minutes=1) <= life <= LONGEST_LIFE:
        raise OperatorError("--expires : d’une minute à 90 jours, par exemple 7j, 48h ou 30min.")
    secret = new_secret()
    invitation = Invitation(
        name=name,
        with_names=with_names,
        secret_hash=digest(secret),
        attempts=0,
        created_at=now,
        expires_at=now + life,
    )
    session.add(invitation)
    session.flush()
    return Invited(invitation, f"{public_url}/lti/register?invitation={secret}")


def reserve(session: Session, secret: str, now: datetime) -> Invitation:
    """Take the invitation for this request; no other request can until `release`.

    Raises:
        RegistrationRefusedError: `invitation_missing`, `invitation_unknown`, `invitation_expired`,
            `invitation_used` (or in use at this moment), `invitation_exhausted`.
    """
    if not secret:
        raise RegistrationRefusedError("invitation_missing")
    invitation = session.scalars(
        select(Invitation).where(Invitation.secret_hash == digest(secret))
    ).one_or_none()
    if invitation is None:
        raise RegistrationRefusedError("invitation_unknown", status=403)
    if invitation.expires_at <= now:
        raise RegistrationRefusedError("invitation_expired", status=403)
    if invitation.attempts >= MAX_ATTEMPTS and invitation.used_at is None:
        raise RegistrationRefusedError("invitation_exhausted", status=403)
    taken = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
        .values(used_at=now, attempts=Invitation.attempts + 1)
    )
    if cast(CursorResult[Any], taken).rowcount != 1:
        raise RegistrationRefusedError("invitation_used", status=403)
    return invitation


def release(session: Session, invitation_id: UUID) -> None:
    """The registration failed: the link may serve again."""
    session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.platform_id.is_(None))
        .values(used_at=None)
    )


def settle(session: Session, invitation_id: UUID, platform: Platform) -> None:
    """The registration succeeded: the link is spent."""
    session.get_one(Invitation, invitation_id).platform_id = platform.id


def revoke(session: Session, invitation_id: UUID, now: datetime) -> None:
    """End an invitation that nobody has used."""
    session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
        .values(expires_at=now)
    )


def list_invitations(session: Session) -> Sequence[Invitation]:
    """Every invitation, the newest first."""
    return session.scalars(select(Invitation).order_by(Invitation.created_at.desc())).all()
