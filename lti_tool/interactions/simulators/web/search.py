"""What the search engine finds. Twin: `static/js/simulators/web/search.js`.

Every word must be in the result (case and accents aside): `"mots exacts"`, `-mot`, `site:x.example` and
`type:pdf` narrow it. Results keep the order of the author; advertisements come first, as on a real page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

SMALL_WORDS = frozenset(
    {
        *("aux", "avec", "comment", "dans", "des", "est", "les", "leur", "mes", "mon", "nos", "notre", "par"),
        *("pour", "que", "qui", "quel", "quelle", "ses", "son", "sur", "une"),
    }
)
_PIECE = re.compile(r'-?"[^"]*"|[^ \t\u00a0\u202f"]+')
_MARKS = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """Lower case, no accents; an apostrophe parts words."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return bare.replace("'", " ").replace("’", " ")


def straight(query: str) -> str:
    """A search with its quotation marks as the engine reads them: « mots exacts » as "mots exacts"."""
    opened = re.sub("[«“][ \u00a0\u202f]*", '"', query)
    return re.sub("[ \u00a0\u202f]*[»”]", '"', opened)


def host_of(address: str) -> str:
    """`https://www.x.example/a` gives `x.example`."""
    bare = re.sub(r"^[a-z]+://", "", address.lower())
    return bare.partition("/")[0].removeprefix("www.")


def normalised(address: str) -> str:
    """An address as it is compared: no scheme, no `www.`, no slash at the end."""
    bare = re.sub(r"^[a-z]+://", "", address.strip(" \u00a0\u202f").lower())
    return bare.removeprefix("www.").rstrip("/")


def finds(query: str, since: str, result: Mapping[str, Any]) -> bool:
    """Whether a search shows a result."""
    pieces = [folded(piece) for piece in _PIECE.findall(query)]
    if not any(_matters(piece) for piece in pieces):
        return False
    if since and result["annee"] < int(since):
        return False
    text = folded(f"{result['titre']} {result['resume']} {result['mots']} {result['adresse']}")
    return all(_met(piece, text, result) for piece in pieces)


def _matters(piece: str) -> bool:
    return len(piece) > 2 and piece not in SMALL_WORDS


def _met(piece: str, text: str, result: Mapping[str, Any]) -> bool:
    if piece.startswith("-") and len(piece) > 2:
        return piece[1:].strip('"') not in text
    if piece.startswith("site:"):
        host, wanted = host_of(result["adresse"]), piece[5:].removeprefix("www.")
        return host == wanted or host.endswith(f".{wanted}")
    if piece.startswith("type:"):
        return bool(result["type"] == piece[5:])
    if piece.startswith('"'):
        return piece.strip('"') in text
    return all(word in text for word in piece.split(" ") if _matters(word))
