"""How big the files of an item may be, counted from their content: nothing is built to know it."""

from __future__ import annotations

from collections.abc import Iterator

from content.findings import Finding
from content.formats.file import Resource
from content.item import Item

MOST_CELLS = 20_000  # of one file, all sheets together
LONGEST_TEXT = 200_000  # characters of one file
MOST_EVENTS = 200


def weight_findings(item: Item) -> Iterator[Finding]:
    """The resources of a realised `fichier` item that no phone should have to fetch."""
    for number, resource in enumerate(item.data.resources):
        key = f"donnees.ressources.{number}"
        cells = sum(len(row) for sheet in resource.sheets for row in sheet.rows)
        if cells > MOST_CELLS:
            yield Finding(f"{key}.feuilles", f"Réduisez ce tableau à {MOST_CELLS} cellules (ici {cells}).")
        if (length := _text_length(resource)) > LONGEST_TEXT:
            yield Finding(key, f"Réduisez ce fichier à {LONGEST_TEXT} caractères (ici {length}).")
        if len(resource.events) > MOST_EVENTS:
            yield Finding(f"{key}.evenements", f"Gardez au plus {MOST_EVENTS} rendez-vous.")


def _text_length(resource: Resource) -> int:
    cells = (
        str(cell)
        for sheet in resource.sheets
        for row in sheet.rows
        if not isinstance(row, str)
        for cell in row.values()
    )
    texts = [one.text for one in resource.paragraphs]
    if resource.message:
        texts.append(resource.message.body)
    return sum(map(len, cells)) + sum(map(len, texts))
