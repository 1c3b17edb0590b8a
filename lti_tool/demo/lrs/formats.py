"""The formats that xAPI 1.0.3 (Data, part 4) puts on single values. Each check answers a plain bool."""

from __future__ import annotations

import math
import re
from datetime import datetime
from urllib.parse import urlsplit

_UUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}")
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,8}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*)(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
    r"|x(?:-[A-Za-z0-9]{1,8})+"
)
_DURATION = re.compile(
    r"P(?!$)(?:\d+(?:\.\d+)?W|(?:\d+(?:\.\d+)?Y)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?D)?"
    r"(?:T(?=\d)(?:\d+(?:\.\d+)?H)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?S)?)?)"
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)")
_MINUS_ZERO = re.compile(r".*-00(:?00)?$")
_VERSION = re.compile(r"1\.0(\.\d+)?")


def is_uuid(value: object) -> bool:
    """RFC 4122, standard string form."""
    return isinstance(value, str) and bool(_UUID.fullmatch(value))


def is_iri(value: object) -> bool:
    """Absolute: with a scheme; http ones have a host."""
    if not isinstance(value, str) or not _SCHEME.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.hostname) if parts.scheme in {"http", "https"} else True


def is_language_tag(value: object) -> bool:
    """RFC 5646."""
    return isinstance(value, str) and bool(_LANGUAGE.fullmatch(value))


def is_duration(value: object) -> bool:
    """ISO 8601."""
    return isinstance(value, str) and bool(_DURATION.fullmatch(value))


def is_instant(value: object) -> bool:
    """ISO 8601 with a zone; `-00:00` is refused as the specification asks."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value) or _MINUS_ZERO.fullmatch(value):
        return False
    try:
        parse_instant(value)
    except ValueError:
        return False
    return True


def parse_instant(value: str) -> datetime:
    """The instant, aware.

    Raises:
        ValueError: not a date.
    """
    return datetime.fromisoformat(value.replace(",", "."))


def is_mailto(value: object) -> bool:
    """A mailto IRI."""
    return isinstance(value, str) and bool(_MAILTO.fullmatch(value))


def is_sha1(value: object) -> bool:
    """Forty hexadecimal digits."""
    return isinstance(value, str) and bool(_SHA1.fullmatch(value))


def is_sha2(value: object) -> bool:
    """The hexadecimal digits of one of the SHA-2 family."""
    return isinstance(value, str) and bool(_SHA2.fullmatch(value))


def is_version(value: object) -> bool:
    """1.0, 1.0.0, 1.0.3…"""
    return isinstance(value, str) and bool(_VERSION.fullmatch(value))


def is_number(value: object) -> bool:
    """A finite number that is not a boolean."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def is_text(value: object) -> bool:
    """A string."""
    return isinstance(value, str)


def is_truth(value: object) -> bool:
    """A JSON boolean."""
    return isinstance(value, bool)
