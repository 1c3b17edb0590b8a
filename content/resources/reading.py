"""The content of a file as plain values in French: what an accessible page shows instead of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from content.formats.file import Event, Picture, Resource
from content.resources.model import WORDS
from content.resources.sheets import rows_of
from content.variants.placeholders import in_french

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableReading:
    """A sheet: its name, its columns, its cells in words, its formulas by cell."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    formulas: Pairs


@dataclass(frozen=True)
class Reading:
    """Everything that a person with the file could read in it, metadata included."""

    title: str
    tables: tuple[TableReading, ...] = ()
    paragraphs: tuple[tuple[str, str], ...] = ()  # style, text
    headers: Pairs = ()
    body: str = ""
    attachments: tuple[str, ...] = ()
    events: tuple[Pairs, ...] = ()
    caption: str = ""
    properties: Pairs = field(default=())


def reading(resource: Resource) -> Reading:
    """The plain values of a realised resource."""
    message, picture = resource.message, resource.picture
    return Reading(
        title=resource.title,
        tables=tuple(_table(resource, number) for number in range(len(resource.sheets))),
        paragraphs=tuple((one.style, one.text) for one in resource.paragraphs),
        headers=tuple(pair for one in message.headers for pair in one.items()) if message else (),
        body=message.body if message else "",
        attachments=message.attachments if message else (),
        events=tuple(_event(one) for one in resource.events),
        caption=picture.caption if picture else "",
        properties=(*_metadata(resource), *(_picture(picture) if picture else ())),
    )


def _table(resource: Resource, number: int) -> TableReading:
    sheet = resource.sheets[number]
    columns, rows = rows_of(sheet)
    cells = tuple(tuple("" if cell is None else _word(cell) for cell in row) for row in rows)
    return TableReading(sheet.name, tuple(columns), cells, tuple(sheet.formulas.items()))


def _word(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else in_french(value)


def _event(event: Event) -> Pairs:
    told = {
        "Titre": event.title,
        "Jour": in_french(event.day),
        "Horaire": f"{event.start} à {event.end}",
        "Lieu": event.place,
        "Description": event.description,
        "Organisation": event.organizer or "",
        "Participation": ", ".join(event.attendees),
        "Répétition": event.repeat or "",
    }
    return tuple((name, text) for name, text in told.items() if text)


def _metadata(resource: Resource) -> Pairs:
    return tuple((WORDS[name], text) for name, text in resource.metadata.items())


def _picture(picture: Picture) -> Pairs:
    told = {
        "Date de prise de vue": _at(picture.taken, picture.taken_time),
        "Date de modification": in_french(picture.changed) if picture.changed else "",
        "Appareil": picture.camera or "",
        "Auteur": picture.author or "",
        "Latitude": "" if picture.latitude is None else in_french(picture.latitude),
        "Longitude": "" if picture.longitude is None else in_french(picture.longitude),
        "Dimensions": f"{picture.width} × {picture.height} pixels",
    }
    return tuple((name, text) for name, text in told.items() if text)


def _at(day: object, hour: str) -> str:
    return f"{in_french(day)} à {hour}" if day else ""
