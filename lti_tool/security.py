"""Secrets, digests, and the headers and cookies that every page carries."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Response, g
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.errors import OperatorError


class Vault:
    """Encrypts what the database must not show: private keys, passwords, bearers on their way."""

    def __init__(self, secret_key: str) -> None:
        self._secret = secret_key.encode()
        self._fernet = Fernet(base64.urlsafe_b64encode(self.derive("vault")))

    def derive(self, purpose: str) -> bytes:
        """32 bytes that only this installation can compute, one value a purpose (HKDF, RFC 5869)."""
        return HKDF(SHA256(), 32, salt=None, info=b"parcours " + purpose.encode()).derive(self._secret)

    def encrypt(self, text: str) -> str:
        """Authenticated encryption (Fernet); the result is ASCII."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def decrypt(self, token: str) -> str:
        """The text again.

        Raises:
            OperatorError: encrypted under another `PARCOURS_SECRET_KEY`.
        """
        try:
            return self._fernet.decrypt(token.encode("ascii")).decode()
        except InvalidToken as error:
            raise OperatorError(
                "PARCOURS_SECRET_KEY n’est pas celui qui a chiffré cette base : remettez l’ancienne valeur."
            ) from error


def new_secret() -> str:
    """A random 256-bit value, URL-safe."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps of a secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def origin(url: str) -> str:
    """`scheme://host[:port]` of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def allow_framing_by(urls: Iterable[str]) -> None:
    """Let the page be shown inside the pages of these addresses (the tenant's), and no other."""
    g.frame_ancestors = sorted({origin(url) for url in urls})


def allow_posting_to(url: str) -> None:
    """Let the forms of this page go to this address too, and to no other outside."""
    g.form_target = origin(url)


def allow_form_redirects() -> None:
    """Let a form of the page lead to another site by a redirect (browsers hold `form-action` against it)."""
    g.form_action = "'self' https: http:"


def set_partitioned_cookie(
    response: WerkzeugResponse, name: str, value: str, *, max_age: int, path: str = "/", httponly: bool = True
) -> None:
    """A cookie that a cross-site iframe gets back (CHIPS): Secure, SameSite=None, Partitioned.

    Browsers accept `Secure` over http on loopback, which is what the demo and the tests use.
    """
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        secure=True,
        httponly=httponly,
        samesite="None",
        partitioned=True,
    )


def init_app(app: Flask) -> None:
    """Give every response its security headers."""

    @app.after_request
    def _headers(response: Response) -> Response:
        # Pages without a tenant (a refused login) carry nothing to steal and no button to trick a
        # person into pressing; they must be readable in the frame where the failure happened.
        ancestors = g.get("frame_ancestors")
        frame = f"'self' {' '.join(ancestors)}" if ancestors is not None else "*"
        forms = g.get("form_action") or f"'self' {g.get('form_target', '')}".strip()
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
            f"img-src 'self' data:; connect-src 'self'; form-action {forms}; base-uri 'none'; "
            f"frame-ancestors {frame}",
        )
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
