"""Files of an item: each opens with the library of its kind, tells what its author wrote, never varies."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar
from odfdo import Document
from openpyxl import load_workbook
from PIL import ExifTags, Image

import content
from content.formats.file import Resource
from content.resources import MAX_BYTES, MEDIA_TYPES, UnbuildableError, build, extension, reading
from content.resources.sheets import open_formula
from content.variants import realise
from content.variants.placeholders import in_french

ROWS = [
    {"Date": date(2026, 3, 2), "Équipe": "Voirie ; nord", "Heures": 2.5, "N": 3, "Fait": True},
    {"Date": date(2026, 3, 3), "Équipe": "Propreté", "Heures": 4.0, "N": None, "Fait": False},
]
METADATA = {
    "auteur": "Services techniques",
    "titre": "Interventions",
    "sujet": "Voirie",
    "mots_cles": "voirie, heures",
    "creation": "2026-02-03",
    "modification": "2026-02-05",
}


def resource(*names: str, **content_: Any) -> Resource:
    return Resource.model_validate({"noms": names, "titre": "Un fichier", **content_})


TABLE = resource(
    "heures.ods",
    "heures.xlsx",
    metadonnees=METADATA,
    feuilles=[
        {"nom": "Heures", "lignes": ROWS, "formules": {"F2": "=SUM(C2:C3,1)"}},
        {"nom": "Aide", "lignes": [{"Note": "Rien"}]},
    ],
)
CSV = resource("heures.csv", feuilles=[{"lignes": ROWS}])
LETTER = resource(
    "arrete.odt",
    "arrete.pdf",
    metadonnees=METADATA,
    paragraphes=[
        {"style": "Titre", "texte": "Arrêté n° 12"},
        {"texte": "Article 1. #eval(1) *gras* <b>"},
        {"style": "Liste", "texte": "un"},
        {"style": "Liste", "texte": "deux"},
        {"texte": "Fin"},
    ],
)
MAIL = resource(
    "message.eml",
    message={
        "entetes": [
            {"Return-Path": "<retour@faux.example>"},
            {"Received": "from a.example"},
            {"Received": "from b.example"},
            {"From": "Comptabilité <c@faux.example>"},
            {"Subject": "Relance n° 3 : dernière étape"},
        ],
        "corps": "Bonjour,\nvoici la pièce demandée.",
        "pieces": ["facture.pdf.html"],
    },
)
EVENTS = resource(
    "agenda.ics",
    evenements=[
        {
            "titre": "Réunion",
            "jour": date(2026, 3, 30),
            "debut": "09:30",
            "fin": "10:30",
            "lieu": "Salle",
            "organisation": "ines.kerbrat@montrevan.example",
            "recurrence": "FREQ=WEEKLY;COUNT=4",
            "participants": ["malo.oriol@montrevan.example"],
        }
    ],
)
PHOTO = resource(
    "photo.jpg",
    photo={
        "legende": "Des sacs près d'un chemin",
        "prise_le": date(2025, 5, 6),
        "modifiee_le": date(2026, 3, 4),
        "appareil": "Ambrel C2",
        "auteur": "Inès",
        "latitude": 48.5,
        "longitude": -1.25,
    },
)
ALL = (TABLE, CSV, LETTER, MAIL, EVENTS, PHOTO)


def test_every_kind_is_here() -> None:
    assert {extension(name) for one in ALL for name in one.names} == set(MEDIA_TYPES)


def test_the_same_content_gives_the_same_bytes_whatever_the_day() -> None:
    now = datetime.now(tz=UTC)
    for one in ALL:
        for name in one.names:
            made = build(one, name)
            assert made == build(one.model_copy(), name), name
            parts = [made]
            if extension(name) in ("ods", "odt", "xlsx"):
                archive = zipfile.ZipFile(io.BytesIO(made))
                assert {part.date_time[:3] for part in archive.infolist()} == {(2026, 2, 5)}
                parts = [archive.read(part) for part in archive.namelist()]
            for day in (f"{now:%Y-%m-%d}", f"{now:%Y%m%d}", "odfdo", "openpyxl 3"):
                assert not any(day.encode() in part for part in parts), (name, day)


def test_a_spreadsheet_has_its_cells_formulas_and_metadata() -> None:
    book = load_workbook(io.BytesIO(build(TABLE, "heures.xlsx")))
    sheet = book["Heures"]
    assert [cell.value for cell in sheet[1]] == ["Date", "Équipe", "Heures", "N", "Fait", None]
    assert sheet["A2"].value == datetime(2026, 3, 2)  # noqa: DTZ001  # a day, as a spreadsheet keeps it
    assert (sheet["C2"].value, sheet["F2"].value) == (2.5, "=SUM(C2:C3,1)")
    assert (book.properties.creator, book.properties.title) == ("Services techniques", "Interventions")
    assert str(book.properties.modified).startswith("2026-02-05")
    assert book.sheetnames == ["Heures", "Aide"]


def test_an_ods_has_the_same_cells_and_metadata() -> None:
    document = Document(io.BytesIO(build(TABLE, "heures.ods")))
    table = document.body.get_table(name="Heures")
    assert table.get_value("B2") == "Voirie ; nord"
    assert str(table.get_value("A2")).startswith("2026-03-02")
    assert float(table.get_value("C2")) == 2.5
    assert table.get_cell("F2").formula == "of:=SUM([.C2:.C3];1)"
    assert (document.meta.title, document.meta.creator) == ("Interventions", "Services techniques")
    assert str(document.meta.creation_date).startswith("2026-02-03")


@pytest.mark.parametrize(
    ("formula", "opened"),
    [
        ("=B2*C2", "of:=[.B2]*[.C2]"),
        ("=SUM($A$1:B9,C1)", "of:=SUM([.$A$1:.B9];[.C1])"),
        ('=IF(A1="B2, C3",1,LOG10(2))', 'of:=IF([.A1]="B2, C3";1;LOG10(2))'),
    ],
)
def test_a_formula_in_open_formula(formula: str, opened: str) -> None:
    assert open_formula(formula) == opened


def test_a_csv_is_that_of_a_french_office() -> None:
    made = build(CSV, "heures.csv")
    assert made.decode("utf-8-sig").splitlines() == [
        "Date;Équipe;Heures;N;Fait",
        '02/03/2026;"Voirie ; nord";2,5;3;oui',
        "03/03/2026;Propreté;4;;non",
    ]
    latin = resource("a.csv", feuilles=[{"lignes": ROWS}], encodage="windows-1252", separateur=",")
    assert b"Propret\xe9,4" in build(latin, "a.csv")


def test_a_letter_has_real_headings_and_lists() -> None:
    document = Document(io.BytesIO(build(LETTER, "arrete.odt")))
    assert [one.text for one in document.body.headers] == ["Arrêté n° 12"]
    assert len(document.body.lists) == 1
    assert "#eval(1) *gras* <b>" in "".join(str(one) for one in document.body.paragraphs)
    pdf = build(LETTER, "arrete.pdf")
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf or b"/ObjStm" in pdf  # tagged
    assert b"D:20260203" in pdf


def test_a_message_keeps_its_headers_in_order() -> None:
    message = message_from_bytes(build(MAIL, "message.eml"), policy=default)
    assert [name for name in message if name in ("Return-Path", "Received", "From")] == [
        "Return-Path",
        "Received",
        "Received",
        "From",
    ]
    assert message["Subject"] == "Relance n° 3 : dernière étape"
    text, attached = message.iter_parts()  # type: ignore[attr-defined]  # with this policy
    assert "voici la pièce" in text.get_content()
    assert attached.get_filename() == "facture.pdf.html"
    assert b"vide" in attached.get_payload(decode=True)


def test_an_event_is_in_local_time_and_has_its_people() -> None:
    calendar = Calendar.from_ical(build(EVENTS, "agenda.ics"))
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2026-03-30T09:30:00+02:00"
    assert (event["ORGANIZER"], event["ATTENDEE"].params["CN"]) == (
        "mailto:ines.kerbrat@montrevan.example",
        "Malo Oriol",
    )
    assert event["RRULE"]["COUNT"] == [4]
    assert calendar.walk("VTIMEZONE")


def test_a_photo_tells_when_where_and_by_what() -> None:
    image = Image.open(io.BytesIO(build(PHOTO, "photo.jpg")))
    exif = image.getexif()
    details, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert image.size == (1200, 800)
    assert details[ExifTags.Base.DateTimeOriginal] == "2025:05:06 10:24:00"
    assert exif[ExifTags.Base.DateTime] == "2026:03:04 08:12:00"
    assert (exif[ExifTags.Base.Make], exif[ExifTags.Base.Model]) == ("Ambrel", "C2")
    assert place[ExifTags.GPS.GPSLongitudeRef] == "W"
    assert [float(one) for one in place[ExifTags.GPS.GPSLatitude]] == [48, 30, 0]


def test_the_page_has_everything_that_the_file_has() -> None:
    told = {one.names[0]: repr(reading(one)) for one in ALL}
    for name, words in {
        "heures.ods": (
            "02/03/2026",
            "Voirie ; nord",
            "2,5",
            "=SUM(C2:C3,1)",
            "Services techniques",
            "2026-02-05",
        ),
        "arrete.odt": ("Arrêté n° 12", "deux", "voirie, heures"),
        "message.eml": ("retour@faux.example", "b.example", "voici la pièce", "facture.pdf.html"),
        "agenda.ics": ("30 mars 2026", "09:30 à 10:30", "Salle", "malo.oriol", "FREQ=WEEKLY"),
        "photo.jpg": (
            "6 mai 2025 à 10:24:00",
            "4 mars 2026",
            "Ambrel C2",
            "48,5",
            "Des sacs près d'un chemin",
        ),
    }.items():
        for word in words:
            assert word in told[name].replace('"', "'"), (name, word)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (resource("a.csv", feuilles=[{"lignes": [{"a": "œ☃"}]}], encodage="windows-1252"), "a.csv"),
        (
            resource(
                "a.ics", evenements=[{"titre": "x", "jour": date(2026, 1, 1), "debut": "9h", "fin": "10:00"}]
            ),
            "a.ics",
        ),
        (resource("a.odt", paragraphes=[{"texte": "x"}], metadonnees={"creation": "hier"}), "a.odt"),
        (resource("a.csv", feuilles=[{"lignes": [{"a": "x" * MAX_BYTES}]}]), "dépasse 2 Mo"),
        (resource("a.xlsx", feuilles=[{"lignes": "{{table}}"}]), "a.xlsx"),
    ],
)
def test_what_cannot_be_made_is_told(broken: Resource, said: str) -> None:
    with pytest.raises(UnbuildableError) as refused:
        build(broken, broken.names[0])
    assert said in refused.value.sentence


def test_files_of_the_bank_never_hold_the_control() -> None:
    for item in content.load().items.values():
        if item.format is not content.Format.FILE:
            continue
        for seed in (b"one", b"two"):
            concrete = realise(item, seed)
            for one in concrete.data.resources:
                told = repr(reading(one))
                assert "{{" not in told
                if item.check.expected != "{{prise}}":  # this one asks for a property of the file
                    assert not re.search(rf"\b{re.escape(in_french(concrete.check.expected))}\b", told)
                for name in one.names:
                    assert 200 < len(build(one, name)) < MAX_BYTES
