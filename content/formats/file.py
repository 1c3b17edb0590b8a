"""fichier: real files to open with one's own tools, then a simple answer."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, Strict, StringConstraints, model_validator

from content.item import Format, Item, Option
from content.strict import Model, Number, Placeholder, author_error

EXTENSIONS = ("ods", "xlsx", "odt", "csv", "pdf", "eml", "ics", "jpg")
FileName = Annotated[str, StringConstraints(pattern=rf"^[a-z0-9][a-z0-9._-]*\.({'|'.join(EXTENSIONS)})$")]
_SHEETS, _PAGES = {"ods", "xlsx", "csv"}, {"odt", "pdf"}
_NEEDED = (  # extensions, the key that fills them, its YAML name
    (_SHEETS, "sheets", "feuilles"),
    (_PAGES, "paragraphs", "paragraphes"),
    ({"eml"}, "message", "message"),
    ({"ics"}, "events", "evenements"),
    ({"jpg"}, "picture", "photo"),
)


class Sheet(Model):
    """A sheet: its rows, as {column: value}, and formulas by cell."""

    name: str = Field("Feuille1", alias="nom")
    rows: tuple[dict[str, Any], ...] | Placeholder = Field(alias="lignes")
    formulas: dict[str, str] = Field({}, alias="formules")  # {D2: "=B2*C2"}, English function names


class Paragraph(Model):
    """A paragraph and its style."""

    style: Literal["Titre", "Titre 1", "Titre 2", "Normal", "Liste"] = "Normal"
    text: str = Field(alias="texte")


class Message(Model):
    """An e-mail: its headers in order, its text, the names of its attachments."""

    headers: tuple[dict[str, str], ...] = Field(alias="entetes", min_length=1)
    body: str = Field(alias="corps")
    attachments: tuple[str, ...] = Field((), alias="pieces")


class Event(Model):
    """A calendar event, in local time of Europe/Paris."""

    title: str = Field(alias="titre")
    day: datetime.date | Placeholder = Field(alias="jour")
    start: str = Field(alias="debut")  # 09:30
    end: str = Field(alias="fin")
    place: str = Field("", alias="lieu")
    description: str = ""
    organizer: str | None = Field(None, alias="organisation")
    attendees: tuple[str, ...] = Field((), alias="participants")
    repeat: str | None = Field(None, alias="recurrence")  # an RRULE: FREQ=WEEKLY;COUNT=4


class Picture(Model):
    """A drawn picture and its EXIF data."""

    caption: str = Field(alias="legende")  # drawn on the picture, and its alternative
    taken: datetime.date | Placeholder | None = Field(None, alias="prise_le")
    taken_time: str = Field("10:24:00", alias="prise_a")
    changed: datetime.date | Placeholder | None = Field(None, alias="modifiee_le")
    camera: str | None = Field(None, alias="appareil")
    author: str | None = Field(None, alias="auteur")
    latitude: Number | None = None
    longitude: Number | None = None
    width: int = Field(1200, alias="largeur", ge=64, le=2400)
    height: int = Field(800, alias="hauteur", ge=64, le=2400)


class Resource(Model):
    """One content, given as a file in one or several formats, and always as a page too."""

    names: tuple[FileName, ...] = Field(alias="noms", min_length=1)
    title: str = Field(alias="titre")  # what it is, for the link and the page
    sheets: tuple[Sheet, ...] = Field((), alias="feuilles")  # ods, xlsx, csv (the first one)
    separator: Literal[";", ",", "tabulation"] = Field(";", alias="separateur")  # csv
    encoding: Literal["utf-8", "windows-1252"] = Field("utf-8", alias="encodage")  # csv
    paragraphs: tuple[Paragraph, ...] = Field((), alias="paragraphes")  # odt, pdf
    message: Message | None = None  # eml
    events: tuple[Event, ...] = Field((), alias="evenements")  # ics
    picture: Picture | None = Field(None, alias="photo")  # jpg
    metadata: dict[Literal["titre", "auteur", "sujet", "mots_cles", "creation", "modification"], str] = Field(
        {}, alias="metadonnees"
    )

    @model_validator(mode="after")
    def _filled(self) -> Self:
        extensions = {name.rpartition(".")[2] for name in self.names}
        for kinds, attribute, key in _NEEDED:
            if extensions & kinds and not getattr(self, attribute):
                raise author_error(f"Ajoutez « {key} » : un fichier .{min(extensions & kinds)} en est fait.")
            if getattr(self, attribute) and not extensions & kinds:
                raise author_error(f"Retirez « {key} » : aucun des « noms » ne s'en sert.")
        if "csv" in extensions and any(sheet.formulas for sheet in self.sheets):
            raise author_error("Retirez le nom en .csv : un tel fichier ne garde pas les formules.")
        return self


class FileAnswer(Model):
    """How the person answers: as for the formats of the same name."""

    kind: Literal["texte", "nombre", "date", "choix"] = Field(alias="type")
    help: str | None = Field(None, alias="aide")
    unit: str | None = Field(None, alias="unite")  # nombre
    options: tuple[Option, ...] = ()  # choix
    keep_order: bool = Field(False, alias="ordre_fixe")  # choix


class FileData(Model):
    """The files, and the answer to give."""

    resources: tuple[Resource, ...] = Field(alias="ressources", min_length=1, max_length=3)
    answer: FileAnswer = Field(alias="reponse")


class FileCheck(Model):
    """The solution, of the type of the answer."""

    expected: Annotated[float, Strict()] | Annotated[datetime.date, Strict()] | str = Field(alias="attendu")
    accepted: tuple[str, ...] = Field((), alias="accepte")  # texte
    strict: bool = False  # texte
    tolerance: float = 0.0  # nombre: in its unit; date: in days


class FileItem(Item):
    """Open a file, find or work something out, answer."""

    format: Literal[Format.FILE]
    data: FileData = Field(alias="donnees")
    check: FileCheck = Field(alias="controle")
