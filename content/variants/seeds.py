"""Which seed a person gets: two colleagues share no answer, and one person meets a new variant each time."""

from __future__ import annotations

import hashlib
import hmac

from content.item import Item


def seed_for(secret: bytes, item: Item, person: str, attempt: int) -> bytes:
    """HMAC-SHA256 of item, version, person (a pseudonym) and attempt number: 32 bytes."""
    message = "\0".join((item.id, str(item.version), person, str(attempt)))
    return hmac.new(secret, message.encode(), hashlib.sha256).digest()


def numbered(number: int) -> bytes:
    """The seed of authors, who speak of « la graine 7 »: 4 bytes."""
    return number.to_bytes(4, "big")
