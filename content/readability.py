"""How hard a text is to read: LIX (Björnsson, 1968), made for several languages and easy to explain.

LIX = words by sentence + percentage of words of more than six letters. About 30 is easy, 40 medium,
50 difficult. Words of an interface (« messagerie », « formulaire ») are long: hence limits above « easy ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.findings import Finding
from content.item import Item
from content.problems import Severity

BEGINNER_LEVEL = 2
BEGINNER_LIMIT, LIMIT = 45, 50
LONG_WORD = 6  # letters; a longer word counts as long
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w)\S*")  # compared, not read
_END = re.compile(r"[.!?:;…]+(?=\s|$)|\n+")


@dataclass(frozen=True)
class Reading:
    """The two halves of the index."""

    words_by_sentence: float
    long_percent: float

    @property
    def lix(self) -> int:
        return round(self.words_by_sentence + self.long_percent)


def reading(text: str) -> Reading:
    """The index of a text; zero without words."""
    text = _ADDRESS.sub("", text)
    words = _WORD.findall(text)
    sentences = [part for part in _END.split(text) if _WORD.search(part)]
    if not words:
        return Reading(0, 0)
    long = sum(len(word) > LONG_WORD for word in words)
    return Reading(len(words) / len(sentences), 100 * long / len(words))


def readability_findings(item: Item) -> Iterator[Finding]:
    """The item as one text: a single part is too short to measure."""
    parts = (item.situation, item.prompt, item.feedback.correct, item.feedback.incorrect)
    found = reading("\n".join(parts))
    limit = BEGINNER_LIMIT if item.level <= BEGINNER_LEVEL else LIMIT
    if found.lix > limit:
        message = (
            f"Texte difficile à lire : indice {found.lix} ({limit} au plus au niveau {item.level}). "
            f"Ici, {found.words_by_sentence:.0f} mots par phrase et {found.long_percent:.0f} % de mots "
            f"de plus de {LONG_WORD} lettres : coupez ou changez les mots longs."
        )
        yield Finding("situation", message, Severity.WARNING)
