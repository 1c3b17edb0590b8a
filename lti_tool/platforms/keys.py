"""Our own RSA keys: one signs, the replaced ones stay published for a while (LTI Security 6.2)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto.jwk import JWK
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.errors import OperatorError
from lti_tool.platforms.models import ToolKey
from lti_tool.security import Vault


@dataclass(frozen=True)
class SigningKey:
    """The key that signs now. The private part stays out of `repr`, hence out of logs."""

    kid: str
    private_pem: str = field(repr=False)


def signing_key(session: Session, vault: Vault, now: datetime) -> SigningKey:
    """The newest key in use; the first call of an installation makes it.

    Raises:
        OperatorError: the key was encrypted under another `PARCOURS_SECRET_KEY`.
    """
    key = session.scalars(
        select(ToolKey).where(ToolKey.retired_at.is_(None)).order_by(ToolKey.created_at.desc(), ToolKey.kid)
    ).first()
    if key is None:
        key = _add_key(session, vault, now)
    return SigningKey(key.kid, vault.decrypt(key.private_pem_encrypted))


def rotate(session: Session, vault: Vault, now: datetime, overlap: timedelta) -> ToolKey:
    """Put a new key in use; retire the old ones, withdraw those retired for longer than `overlap`."""
    for old in session.scalars(select(ToolKey).where(ToolKey.withdrawn_at.is_(None))):
        if old.retired_at is None:
            old.retired_at = now
        elif now - old.retired_at > overlap:
            old.withdrawn_at = now
    return _add_key(session, vault, now)


class KeyState(StrEnum):
    """A key signs, then is only published, then is nothing any more."""

    SIGNING = "signing"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


def state_of(key: ToolKey) -> KeyState:
    """Where a key is in its life."""
    if key.withdrawn_at is not None:
        return KeyState.WITHDRAWN
    return KeyState.SIGNING if key.retired_at is None else KeyState.RETIRED


def list_keys(session: Session) -> Sequence[ToolKey]:
    """Every key, the newest first."""
    return session.scalars(select(ToolKey).order_by(ToolKey.created_at.desc(), ToolKey.kid)).all()


def withdraw(session: Session, vault: Vault, kid: str, now: datetime) -> None:
    """Publish a key no longer, at once; when it was the one that signs, put a new one in use.

    A platform that caches our key set without end, as Moodle does, goes on accepting the key until its
    caches are purged: withdrawing protects us only where the set is read again.

    Raises:
        OperatorError: no such key.
    """
    key = session.get(ToolKey, kid) if kid.isprintable() else None
    if key is None:
        raise OperatorError(f"Aucune clé « {kid} » : voyez « parcours keys list ».")
    if key.withdrawn_at is None:
        key.retired_at = key.retired_at or now
        key.withdrawn_at = now
    session.flush()
    signing_key(session, vault, now)


def published_jwks(session: Session, vault: Vault, now: datetime) -> dict[str, object]:
    """The JSON Web Key Set that platforms read: every key that is not withdrawn (RFC 7517)."""
    signing_key(session, vault, now)  # a fresh installation must not publish an empty set
    keys = session.scalars(
        select(ToolKey).where(ToolKey.withdrawn_at.is_(None)).order_by(ToolKey.created_at.desc())
    )
    return {"keys": [key.public_jwk for key in keys]}


def _add_key(session: Session, vault: Vault, now: datetime) -> ToolKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    jwk = JWK.from_pem(pem)
    kid = jwk.thumbprint()
    public = json.loads(jwk.export_public()) | {"kid": kid, "alg": "RS256", "use": "sig"}
    key = ToolKey(
        kid=kid, public_jwk=public, private_pem_encrypted=vault.encrypt(pem.decode("ascii")), created_at=now
    )
    session.add(key)
    session.flush()
    return key
