"""Numbers that could be somebody's: an IBAN or a SIRET whose check digits are right may exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]){11,30}\b")
_SIRET = re.compile(r"(?<!\d)\d{3}[ \u00a0\u202f]?\d{3}[ \u00a0\u202f]?\d{3}[ \u00a0\u202f]?\d{5}(?!\d)")
_SPACES = re.compile(r"[ \u00a0\u202f]")


def possible_numbers(text: str) -> Iterator[str]:
    """The IBANs and SIRETs of a text whose key is right, as they are written."""
    for match in _IBAN.finditer(text):
        if _iban_is_right(_SPACES.sub("", match[0])):
            yield match[0]
    for match in _SIRET.finditer(text):
        if _luhn(_SPACES.sub("", match[0])) % 10 == 0:
            yield match[0]


def _iban_is_right(iban: str) -> bool:
    """ISO 13616: the first four signs go last, letters count from 10, the whole is 1 modulo 97."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def _luhn(digits: str) -> int:
    doubled = [int(d) * (2 if (len(digits) - i) % 2 == 0 else 1) for i, d in enumerate(digits)]
    return sum(n - 9 if n > 9 else n for n in doubled)
