"""The id_token as posted to the tool, honest unless a switch says otherwise."""

from __future__ import annotations

import jwt

from lti_tool.demo.lms.claims import LTI
from lti_tool.demo.lms.context import Lms
from lti_tool.demo.lms.directory import User
from lti_tool.demo.lms.messages import Opening, claims_of

LIFETIME_SECONDS = 60
_HOUR = 3600
_AHEAD = 600


def make_id_token(lms: Lms, opening: Opening, user: User, nonce: str) -> str:
    """Sign the message, or the forgery that the switches ask for."""
    previous = lms.storage.row("SELECT id_token FROM id_tokens ORDER BY id DESC LIMIT 1")
    if previous is not None and lms.faults.hits("replay"):
        return str(previous["id_token"])
    issued_at = int(lms.config.clock().timestamp())
    claims: dict[str, object] = {
        "nonce": nonce,
        "iat": issued_at,
        "exp": issued_at + LIFETIME_SECONDS,
        "iss": lms.config.public_url,
        "aud": lms.directory.tool().client_id,
        **claims_of(lms, opening, user),
    }
    token = _signed(lms, _twisted(lms, claims, issued_at))
    lms.storage.run(
        "INSERT INTO id_tokens (activity_id, user_id, id_token) VALUES (?, ?, ?)",
        opening.activity.id,
        user.id,
        token,
    )
    return token


def _twisted(lms: Lms, claims: dict[str, object], issued_at: int) -> dict[str, object]:
    lies: dict[str, dict[str, object]] = {
        "wrong_aud": {"aud": "un-autre-outil"},
        "wrong_iss": {"iss": "https://autre-plateforme.example"},
        "wrong_nonce": {"nonce": lms.config.new_id()},
        "unknown_deployment": {LTI + "deployment_id": "deploiement-inconnu"},
        "expired": {"iat": issued_at - _HOUR, "exp": issued_at - _HOUR + LIFETIME_SECONDS},
        "clock_ahead": {"iat": issued_at + _AHEAD, "exp": issued_at + _AHEAD + LIFETIME_SECONDS},
    }
    for fault, lie in lies.items():
        if lms.faults.hits(fault):
            claims |= lie
    if lms.faults.hits("no_exp"):
        del claims["exp"]
    return claims


def _signed(lms: Lms, claims: dict[str, object]) -> str:
    if lms.faults.hits("alg_none"):
        return jwt.encode(claims, "", algorithm="none")
    kid = "cle-inconnue" if lms.faults.hits("unknown_kid") else None
    return lms.keys.sign(claims, kid=kid, foreign_key=lms.faults.hits("bad_signature"))
