"""Other ways to write a right answer, and typing slips: which ones pass, for the author to see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from content.item import Format, Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import interaction_for
from lti_tool.interactions.model import FIELD


@dataclass(frozen=True)
class NearMiss:
    """What was typed, and its verdict: « acceptée », « refusée », or « à réécrire » (not understood)."""

    how: str
    typed: str
    verdict: str


def near_misses(item: Item) -> tuple[NearMiss, ...]:
    """For a concrete texte of one field or nombre; nothing for other formats."""
    expected = item.check.expected if item.format in {Format.TEXT, Format.NUMBER} else None
    if isinstance(expected, str):
        ways = _texts(expected)
    elif isinstance(expected, int | float):
        ways = _numbers(item)
    else:
        return ()
    seen: dict[str, NearMiss] = {}
    for how, typed in ways:
        if typed not in seen:
            seen[typed] = NearMiss(how, typed, _verdict(item, typed))
    return tuple(seen.values())


def _verdict(item: Item, typed: str) -> str:
    way = interaction_for(item)
    try:
        answer = way.parse(item, b"", {FIELD: [typed]})
    except AnswerRefusedError:
        return "à réécrire"
    return "acceptée" if way.mark(item, answer).correct else "refusée"


def _texts(text: str) -> Iterator[tuple[str, str]]:
    middle = len(text) // 2
    yield "tel quel", text
    yield "en majuscules", text.upper()
    yield (
        "sans accents",
        "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)),
    )
    yield "entre guillemets, avec un point", f"« {text} »."
    yield "une lettre oubliée", text[:middle] + text[middle + 1 :]
    yield "une lettre doublée", text[:middle] + text[middle] + text[middle:]
    if len(text) > middle + 1:
        yield "deux lettres inversées", text[:middle] + text[middle + 1] + text[middle] + text[middle + 2 :]
    yield "une autre lettre", text[:middle] + ("e" if text[middle] != "e" else "a") + text[middle + 1 :]
    yield "au pluriel", f"{text}s"
    yield "avec un article", f"le {text}"
    yield "trois lettres oubliées", text[:middle] + text[middle + 3 :]
    yield "avec une négation", f"pas {text}"


def _numbers(item: Item) -> Iterator[tuple[str, str]]:
    value = float(item.check.expected)
    plain = f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    yield "avec une virgule", plain.replace(".", ",")
    yield "avec un point", plain
    yield "deux décimales", f"{value:.2f}".replace(".", ",")
    yield "milliers séparés", f"{value:,.2f}".replace(",", " ").replace(".", ",")
    if item.data.unit:
        yield "avec son unité", f"{plain} {item.data.unit}".replace(".", ",")
    yield "arrondi", f"{value:.0f}"
    yield "au bord de la tolérance", f"{value + item.check.tolerance:g}".replace(".", ",")
    yield "un de plus", f"{value + 1:g}".replace(".", ",")
    yield "en lettres", "douze"
