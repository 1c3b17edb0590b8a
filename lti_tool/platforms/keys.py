"""Our own RSA keys: one signs, the replaced ones stay published for a while (LTI Security 6.2)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto.jwk import JWK
from sqlalchemy import select
from sqlalchemy.orm import Session

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
