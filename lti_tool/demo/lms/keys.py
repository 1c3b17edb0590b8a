"""The signing keys of the LMS, and the id_tokens made with them."""

from __future__ import annotations

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto.jwk import JWK

from lti_tool.demo.storage import Storage


class SigningKeys:
    """RS256 keys: the newest signs; rotation withdraws the ones before at once, as Moodle has only one."""

    def __init__(self, storage: Storage, first_pem: str = "") -> None:
        self._storage = storage
        if storage.row("SELECT 1 FROM signing_keys") is None:
            self.rotate(first_pem)

    def rotate(self, pem: str = "") -> str:
        """A new key, or the one given, the only one published; its kid."""
        pem = pem or new_private_key()
        kid = str(JWK.from_pem(pem.encode()).thumbprint())
        with self._storage.transaction():
            self._storage.run("UPDATE signing_keys SET is_published = 0")
            self._storage.run("INSERT INTO signing_keys (kid, pem, is_published) VALUES (?, ?, 1)", kid, pem)
        return kid

    def public(self) -> dict[str, list[dict[str, object]]]:
        """The JWKS document."""
        rows = self._storage.rows("SELECT kid, pem FROM signing_keys WHERE is_published = 1")
        return {"keys": [_public_jwk(row["kid"], row["pem"]) for row in rows]}

    def sign(self, claims: dict[str, object], *, kid: str | None = None, foreign_key: bool = False) -> str:
        """A signed token; `kid` and `foreign_key` are there to make bad ones."""
        newest = self._storage.rows("SELECT kid, pem FROM signing_keys ORDER BY id DESC LIMIT 1")[0]
        pem = new_private_key() if foreign_key else newest["pem"]
        return jwt.encode(claims, pem, algorithm="RS256", headers={"kid": kid or newest["kid"]})


def new_private_key() -> str:
    """A fresh 2048-bit RSA key in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _public_jwk(kid: str, pem: str) -> dict[str, object]:
    public: dict[str, object] = JWK.from_pem(pem.encode()).export_public(as_dict=True)
    return {**public, "kid": kid, "alg": "RS256", "use": "sig"}
