"""Is the solution in what the browser gets? Looks at everything that a page is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from content.findings import Finding
from content.formats.simulated import SimulatedItem
from content.item import Format, Item
from content.variants.placeholders import in_french
from lti_tool.interactions import Presentation
from lti_tool.interactions.comparison import normalised

SHORTEST = 8  # characters: under it, a sentence of the solution may be on the page by chance
_NUMBER = re.compile(r"\d[\d \u00a0\u202f]*(?:,\d+)?")
_LISTS = ("options", "elements", "targets", "categories", "zones", "blocks")


def exposure_findings(item: Item, page: Presentation) -> Iterator[Finding]:
    """Author's ids, words of the feedback or of the control, and a help text that gives the answer."""
    shown = dict.fromkeys(_strings(page.context))
    texts = [text.casefold() for _, text in shown]
    for key, sentence in _secrets(item):
        if len(sentence) >= SHORTEST and any(sentence.casefold() in text for text in texts):
            yield Finding(
                key, f"« {sentence[:60]} » est aussi dans ce que la page montre : la réponse se lit."
            )
    ids = _author_ids(item)
    for name, text in shown:
        if name == "id" and text in ids:
            yield Finding(
                "donnees", f"L'identifiant « {text} » part dans la page : signalez ce défaut de l'outil."
            )


def _strings(node: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text below `node`, with the key or attribute that holds it."""
    if isinstance(node, str):
        yield name, node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _strings(value, str(key))
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _strings(value, name)
    elif is_dataclass(node):
        for field in fields(node):
            yield from _strings(getattr(node, field.name), field.name)


def _secrets(item: Item) -> Iterator[tuple[str, str]]:
    yield from (("retour.juste", item.feedback.correct), ("retour.faux", item.feedback.incorrect))
    for index, hint in enumerate(item.feedback.hints):
        yield f"retour.indices.{index}.texte", hint.text
    if isinstance(item, SimulatedItem):
        for name, conditions in (("exiger", item.check.required), ("interdire", item.check.forbidden)):
            for index, condition in enumerate(conditions):
                yield f"controle.{name}.{index}.texte", condition.text


def _author_ids(item: Item) -> frozenset[str]:
    """Those that the page must not know. Ids of simulators and scenarios are neutral by rule."""
    return frozenset(one.id for name in _LISTS for one in getattr(item.data, name, ()))


def help_findings(item: Item) -> Iterator[Finding]:
    """The example of the help text, or the request, is the answer of this draw. Needs no player."""
    help_ = (
        getattr(item.data, "help", None) or getattr(getattr(item.data, "answer", None), "help", None) or ""
    )
    for key, text in (("consigne", item.prompt), ("donnees.aide", help_), ("titre", item.title)):
        if told := _answer_in(text, item):
            message = f"« {told} » est la réponse de l'un des tirages : changez cet exemple."
            yield Finding(key, message)


def _answer_in(text: str, item: Item) -> str | None:
    expected = getattr(item.check, "expected", None)
    if item.format is Format.TEXT and isinstance(expected, str):
        words = f" {normalised(text)} "
        found = [one for one in (expected, *item.check.accepted) if f" {normalised(one)} " in words]
        return found[0] if found else None
    if isinstance(expected, int | float):
        numbers = {match[0].strip(): match[0] for match in _NUMBER.finditer(text)}
        return next((shown for shown, raw in numbers.items() if _value(raw) == float(expected)), None)
    if isinstance(expected, date):
        written = (f"{expected:%d/%m/%Y}", in_french(expected), expected.isoformat())
        return next((one for one in written if one in text), None)
    return None


def _value(number: str) -> float:
    return float(re.sub(r"[^\d,]", "", number).replace(",", "."))
