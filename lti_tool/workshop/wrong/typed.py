"""Wrong texts, numbers and dates: other meanings, not other spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from content.item import Item
from lti_tool.interactions.comparison import normalised
from lti_tool.workshop.wrong.alteration import Alteration

_WORD = re.compile(r"[^\W\d_]{4,}")


def text(item: Item, right: Any) -> Iterator[Alteration]:
    """Known mistakes, a part, the contrary, another digit or ending, a word of the situation."""
    if isinstance(right, dict):
        yield from _fields(item, right)
        return
    solutions = {normalised(one) for one in (right, *item.check.accepted)}
    for how, given in _texts(item, right):
        if normalised(given) and normalised(given) not in solutions:
            yield Alteration(f"{how} : « {given} »", given)


def _texts(item: Item, right: str) -> Iterator[tuple[str, str]]:
    for hint in item.feedback.hints:
        if hint.value is not None:
            yield "erreur connue", hint.value
    yield "la moitié", right[: len(right) // 2]
    yield "deux fois", f"{right} {right}"
    yield "la négation", f"pas {right}"
    if digits := re.search(r"\d", right):
        at = digits.start()
        yield "un autre chiffre", f"{right[:at]}{(int(right[at]) + 1) % 10}{right[at + 1 :]}"
    if "." in right.strip("."):
        yield "une autre fin", f"{right.rpartition('.')[0]}.autre"
        yield "sans la fin", right.rpartition(".")[0]
    words = right.split()
    if len(words) > 1:
        yield "sans le premier mot", " ".join(words[1:])
        yield "sans le dernier mot", " ".join(words[:-1])
        yield "les mots à l'envers", " ".join(reversed(words))
    yield "à l'envers", right[::-1]
    for word in _WORD.findall(f"{item.title} {item.situation}"):
        yield "un mot de la situation", word


def _fields(item: Item, right: dict[str, str]) -> Iterator[Alteration]:
    names = list(right)
    for name in names:
        yield Alteration(f"« {name} » à l'envers", {**right, name: right[name][::-1]})
        yield Alteration(
            f"« {name} » : la moitié", {**right, name: right[name][: len(right[name]) // 2] or "x"}
        )
        yield Alteration(f"« {name} » : la négation", {**right, name: f"pas {right[name]}"})
    if not item.check.interchangeable and len(names) > 1:
        turned = dict(zip(names, [*list(right.values())[1:], right[names[0]]], strict=True))
        yield Alteration("les champs échangés", turned)


def number(item: Item, right: Any) -> Iterator[Alteration]:
    """Off by one, by a factor, a sign, a rounding; always further than the tolerance."""
    value, tolerance = float(right), float(item.check.tolerance)
    beyond = 2 * tolerance or 1
    tried = {
        "un peu plus": value + beyond, "un peu moins": value - beyond, "un de plus": value + 1,
        "un de moins": value - 1, "dix fois plus": value * 10, "dix fois moins": value / 10,
        "le double": value * 2, "la moitié": value / 2, "l'opposé": -value, "cent de plus": value + 100,
        "l'arrondi": float(round(value)), "zéro": 0.0, "un demi de plus": value + 0.5,
    }  # fmt: skip
    for how, given in tried.items():
        if abs(given - value) > tolerance * 1.001 + 1e-9:
            yield Alteration(f"{how} : {given:g}", given)


def day(item: Item, right: Any) -> Iterator[Alteration]:
    """Days around, further than the tolerance; another year; day and month exchanged."""
    value, tolerance = date.fromisoformat(str(right)), int(item.check.tolerance)
    near = tolerance + 1
    for days in (near, -near, 7, -7, 30, -30, 31, 365, -365, 2):
        if abs(days) > tolerance:
            given = value + timedelta(days=days)
            yield Alteration(f"{days:+} jours : {given.isoformat()}", given.isoformat())
    if value.day <= 12 and value.day != value.month:
        given = value.replace(day=value.month, month=value.day)
        yield Alteration(f"jour et mois échangés : {given.isoformat()}", given.isoformat())
