"""What every builder shares: kinds, limits, the instants and texts of metadata."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from content.formats.file import Resource

MAX_BYTES = 2_000_000  # a phone on a slow network still gets it
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "eml": "message/rfc822",
    "ics": "text/calendar",
    "jpg": "image/jpeg",
}
WORDS = {
    "titre": "Titre",
    "auteur": "Auteur",
    "sujet": "Sujet",
    "mots_cles": "Mots-clés",
    "creation": "Création",
    "modification": "Modification",
}
_DAY = "2026-03-02"  # of a file whose author gives none: a file always has one
_MORNING = time(9, 14, tzinfo=UTC)


class UnbuildableError(Exception):
    """A file cannot be made; `sentence` tells the author, in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def created_at(resource: Resource) -> datetime:
    """When the file says that it was made. Raises `ValueError` for a day that is not ISO 8601."""
    return datetime.combine(date.fromisoformat(resource.metadata.get("creation", _DAY)), _MORNING)


def modified_at(resource: Resource) -> datetime:
    """When the file says that it was changed last. Raises `ValueError` as above."""
    day = resource.metadata.get("modification") or resource.metadata.get("creation", _DAY)
    return datetime.combine(date.fromisoformat(day), _MORNING)


def title_of(resource: Resource) -> str:
    """The title in the file's own metadata."""
    return resource.metadata.get("titre", resource.title)
