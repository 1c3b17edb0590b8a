"""What must hold across the bank: titles that tell items apart, texts that differ, no favourite place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from content.findings import Finding
from content.formats.choosing import ChoiceItem
from content.item import Item
from content.problems import Severity

TOO_ALIKE = 0.6  # share of common three-word sequences: the same text with a few words changed
FAVOURITE = 0.5  # share of right options at one place of the files
FEWEST_CHOICES = 8  # under it, a favourite place may be chance
_WORD = re.compile(r"\w+")


def bank_findings(items: list[Item]) -> Iterator[tuple[Item, Finding]]:
    """Findings, each with the item to correct: the second one of two that clash."""
    yield from _titles(items)
    yield from _twins(items)
    yield from _places(items)


def _titles(items: list[Item]) -> Iterator[tuple[Item, Finding]]:
    seen: dict[str, Item] = {}
    for item in items:
        first = seen.setdefault(item.title.strip().casefold(), item)
        if first is not item:
            yield item, Finding("titre", f"L'épreuve « {first.id} » a déjà ce titre : changez-en un.")


def _twins(items: list[Item]) -> Iterator[tuple[Item, Finding]]:
    texts = {item.id: _sequences(f"{item.situation} {item.prompt}") for item in items}
    for one, other in combinations(items, 2):
        common = len(texts[one.id] & texts[other.id])
        if common and common / len(texts[one.id] | texts[other.id]) > TOO_ALIKE:
            message = (
                f"Situation et consigne presque identiques à celles de « {one.id} » : changez de situation, "
                "ou faites-en des paramètres d'une seule épreuve."
            )
            yield other, Finding("situation", message, Severity.WARNING)


def _sequences(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def _places(items: list[Item]) -> Iterator[tuple[Item, Finding]]:
    """Options are shuffled on the page, but files are open: those who read them learn the habit."""
    by_place: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if isinstance(item, ChoiceItem):
            ids = [option.id for option in item.data.options]
            if item.check.expected in ids:
                by_place[ids.index(item.check.expected)].append(item)
    counts = Counter({place: len(there) for place, there in by_place.items()})
    for place, count in counts.items():
        if counts.total() >= FEWEST_CHOICES and count > FAVOURITE * counts.total():
            message = (
                f"La bonne option est écrite au rang {place + 1} dans {count} épreuves à choix sur "
                f"{counts.total()} : changez sa place dans le fichier."
            )
            yield by_place[place][-1], Finding("donnees.options", message, Severity.WARNING)
