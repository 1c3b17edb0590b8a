"""The files: what they contain is what the page shows, and a spreadsheet opens them without a repair."""

from __future__ import annotations

import csv
import html
import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lti_tool.assessment.visibility import Visibility
from tests.support.office import as_rows
from tests.support.trainers import Classroom

CLASS = {"finished": 6, "under_way": 1, "absent": 1}


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def open_class(classroom: Classroom) -> Classroom:
    classroom.seams.visibility = Visibility.INDIVIDUAL
    classroom.fill(**CLASS)
    return classroom


def download(classroom: Classroom, kind: str) -> bytes:
    answer = classroom.trainer().post(f"groupe/export/{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={kind}"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data()


def test_the_table_says_what_the_page_shows(open_class: Classroom) -> None:
    text = download(open_class, "groupe.csv").decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))

    people = text_of(open_class.page(open_class.trainer(), "personnes").text)

    assert [row["Personne"] for row in rows] == list(open_class.group.names.values())
    assert [row["Situation"] for row in rows] == ["Terminé"] * 6 + ["En cours", "Pas commencé"]
    for row in rows[:6]:
        exact = float(row["Acquis maîtrisés (%)"])  # to a tenth, where the page rounds to a unit
        assert any(f"{round(exact + tenth)} % des acquis" in people for tenth in (-0.05, 0.05)), exact
    mastered = sum(list(row.values()).count("maîtrisé") for row in rows)
    targeted = sum("." in name and not name.endswith("(%)") for name in rows[0]) * 6
    group = text_of(open_class.trainer().html)
    assert f"elles maîtrisent {round(100 * mastered / targeted)} % des acquis visés" in group


def test_domains_competences_and_skills_have_their_columns(open_class: Classroom) -> None:
    text = download(open_class, "groupe.csv").decode("utf-8-sig")
    heading = next(csv.reader(StringIO(text)))

    assert [name for name in heading[5:] if name.endswith("(%)")] == [
        "2 Communication et collaboration (%)",
        "4 Protection et sécurité (%)",
        "2.2 Partager et publier (%)",
        "4.1 Sécuriser l’environnement numérique (%)",
        "4.2 Protéger les données personnelles et la vie privée (%)",
    ]
    pathway = open_class.ground.tool.catalogue.pathways["cyber-rgpd"]
    skills = [one.id for one in open_class.ground.tool.catalogue.target_skills(pathway)]
    assert heading[10:] == skills


def test_semicolons_come_with_french_decimals(open_class: Classroom) -> None:
    text = download(open_class, "groupe-points-virgules.csv").decode("utf-8-sig")
    row = next(csv.DictReader(StringIO(text), delimiter=";"))

    assert re.fullmatch(r"\d+,\d", row["Acquis maîtrisés (%)"])


@pytest.mark.parametrize("kind", ["groupe.xlsx", "groupe.csv"])
def test_libreoffice_opens_the_table_as_it_was_written(
    open_class: Classroom, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / kind
    path.write_bytes(download(open_class, kind))
    expected = download(open_class, "groupe.csv").decode("utf-8-sig")

    found = as_rows(path, tmp_path)

    assert [plain(row) for row in found] == [plain(row) for row in csv.reader(StringIO(expected))]


def plain(row: list[str]) -> list[str]:
    """As LibreOffice writes them: 65 for 65.0, and an instant that it took for one with its seconds."""
    plain_numbers = [re.sub(r"^(\d+)\.0$", r"\1", cell) for cell in row]
    return [re.sub(r"^(\d{4}-\d\d-\d\d \d\d:\d\d):00$", r"\1", cell) for cell in plain_numbers]


def test_a_name_that_is_a_formula_stays_a_name(open_class: Classroom, tmp_path: Path) -> None:
    open_class.group.names["personne-0"] = '=HYPERLINK("https://mal.example";"Cliquez")'
    open_class.group.names["personne-1"] = "@SOMME(1+1)"
    open_class.group.names["personne-2"] = "  +cmd|' /C calc'!A0"

    book = load_workbook(BytesIO(download(open_class, "groupe.xlsx")))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    text = download(open_class, "groupe.csv").decode("utf-8-sig")
    path = tmp_path / "groupe.csv"
    path.write_text(text, encoding="utf-8")

    assert {cell.data_type for cell in cells} == {"s"}
    names = [row["Personne"] for row in csv.DictReader(StringIO(text))]
    assert [name[0] for name in names[:3]] == ["'", "'", "'"]
    assert [row[0] for row in as_rows(path, tmp_path)][1] == names[0]  # its text, not its result


def test_the_items_file_says_what_the_items_page_shows(classroom: Classroom) -> None:
    classroom.seams.visibility = Visibility.INDIVIDUAL
    classroom.fill(finished=30, under_way=0, absent=0)  # with fewer, hardly an item has answers enough
    text = download(classroom, "epreuves.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))

    page = text_of(classroom.page(classroom.trainer(), "epreuves").text)

    assert rows
    for row in rows:
        assert " ".join(row["Titre"].split()) in page
        assert " ".join(row["Erreur la plus fréquente"].split()) in page
        assert f"Réponses {row['Réponses']} Réussite {row['Réussite (%)']} %" in page


def test_the_answers_file_has_one_line_an_answer(open_class: Classroom) -> None:
    text = download(open_class, "reponses.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))

    positions: dict[str, list[int]] = {}
    for row in rows:
        positions.setdefault(row["Personne"], []).append(int(row["Position"]))
    assert set(positions) == set(list(open_class.group.names.values())[:6])
    assert all(found == list(range(1, len(found) + 1)) for found in positions.values())
    assert {row["Issue"] for row in rows} <= {"juste", "faux", "ne sait pas", "ne compte pas"}


def test_the_report_is_a_tagged_pdf_without_a_name(open_class: Classroom) -> None:
    pdf = download(open_class, "rapport.pdf")

    assert pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf
    assert b"pdfuaid" in pdf
    for name in open_class.group.names.values():
        assert name.encode() not in pdf


def test_the_report_of_a_small_group_hides_its_results(classroom: Classroom) -> None:
    classroom.fill(finished=2, under_way=0, absent=0)

    small = download(classroom, "rapport.pdf")

    assert b"pdfuaid" in small


def test_the_learner_takes_the_result_away(classroom: Classroom) -> None:
    classroom.fill(finished=1, under_way=0, absent=0)

    answer = classroom.learner(0).post("resultat/resultat.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF-1.7")
    assert b"pdfuaid" in answer.get_data()
