"""Two hundred people and more: files are prepared step by step, statistics of items are kept."""

from __future__ import annotations

import csv
import html
import re
from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from lti_tool.assessment.models import Attempt
from lti_tool.assessment.visibility import Visibility
from lti_tool.dashboard.models import KeptItems, PreparedFile
from lti_tool.upkeep import Upkeep
from tests.support.hostile import Opened
from tests.support.trainers import Classroom

KINDS = [
    "groupe.csv", "groupe-points-virgules.csv", "groupe.xlsx", "epreuves.csv", "reponses.csv", "rapport.pdf",
]  # fmt: skip


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def large(classroom: Classroom) -> Classroom:
    classroom.seams.visibility = Visibility.INDIVIDUAL
    classroom.fill(finished=6, under_way=0, absent=250)
    return classroom


def prepare(trainer: Opened, kind: str) -> tuple[TestResponse, str]:
    """The page that is sent step by step, and the number of its file."""
    page = trainer.post(f"groupe/export/{kind}")
    assert page.status_code == 200
    found = re.search(r'name="fichier" value="([^"]+)"', page.text)
    assert found, page.text
    return page, found[1]


class TestFiles:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_page_tells_how_far_then_gives_the_file(self, large: Classroom, kind: str) -> None:
        trainer = large.trainer()
        page, file_id = prepare(trainer, kind)
        told = [int(one) for one in re.findall(r'<progress max="100" value="(\d+)"', page.text)]
        assert told == sorted(told)
        assert told[-1] == 100
        assert len(told) >= 2
        assert page.text.rstrip().endswith("</html>")
        assert "data-post-itself" in page.text

        answer = trainer.post("groupe/fichier", fichier=file_id)
        assert answer.headers["Content-Disposition"] == f"attachment; filename={kind}"
        assert answer.headers["Cache-Control"] == "no-store"
        if kind == "groupe.csv":
            rows = list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))
            assert [row["Personne"] for row in rows] == list(large.group.names.values())
            assert told == [0, 35, 70, 90, 100]
            assert "100 lignes sur 256" in text_of(page.text)

    def test_the_steps_are_sent_one_by_one(self, large: Classroom) -> None:
        trainer = large.trainer()
        sent = trainer.client.post(
            f"{trainer.path}groupe/export/groupe.csv", data={"bearer": trainer.bearer}, buffered=False
        ).iter_encoded()
        first = b"".join(next(sent) for _ in range(2)).decode()
        assert "0 lignes sur 256" in first
        assert "</html>" not in first
        assert "</html>" in b"".join(sent).decode()

    def test_names_are_not_readable_in_the_database_and_leave_it(self, large: Classroom) -> None:
        trainer = large.trainer()
        prepare(trainer, "groupe.csv")
        with large.ground.database.begin() as session:
            (row,) = session.scalars(select(PreparedFile))
            assert "Alix" not in row.body_encrypted
        large.ground.clock.advance(timedelta(minutes=16).total_seconds())
        Upkeep(large.ground.database, large.ground.settings, large.ground.clock).run()
        with large.ground.database.begin() as session:
            assert session.scalars(select(PreparedFile)).all() == []

    def test_what_is_not_mine_or_no_more_is_refused(self, large: Classroom) -> None:
        trainer, colleague = large.trainer(), large.trainer(sub="autre")
        _, file_id = prepare(trainer, "groupe.csv")
        assert colleague.post("groupe/fichier", fichier=file_id).status_code == 404
        assert large.learner(0).post("groupe/fichier", fichier=file_id).status_code == 403
        for wrong in (uuid4(), "x", ""):
            refused = trainer.post("groupe/fichier", fichier=wrong)
            assert refused.status_code == 404
            assert "plus disponible" in text_of(refused.text)
        large.ground.clock.advance(timedelta(minutes=16).total_seconds())
        assert trainer.post("groupe/fichier", fichier=file_id).status_code == 404

    def test_a_failure_half_way_is_said_in_the_page_and_keeps_nothing(self, large: Classroom) -> None:
        with large.ground.database.begin() as session:
            # A row that no code of ours writes: the table cannot be made of it.
            attempt = session.scalars(select(Attempt)).first()
            assert attempt is not None
            attempt.administrations[0].outcome = "jamais-vu"  # type: ignore[assignment]
        page = large.trainer().post("groupe/export/reponses.csv")
        assert "n’a pas pu être préparé" in text_of(page.text)
        assert page.text.rstrip().endswith("</html>")
        assert "Traceback" not in page.text
        with large.ground.database.begin() as session:
            assert session.scalars(select(PreparedFile)).all() == []


class TestItems:
    def test_they_are_computed_again_only_when_something_has_changed(self, classroom: Classroom) -> None:
        classroom.seams.visibility = Visibility.INDIVIDUAL
        classroom.fill(finished=30, under_way=0, absent=0)
        trainer = classroom.trainer()
        first = classroom.page(trainer, "epreuves").text
        heavy = count_of_medians(classroom)
        assert classroom.page(trainer, "epreuves").text == first
        assert heavy == []

        with classroom.ground.database.begin() as session:
            attempt = session.scalars(select(Attempt).order_by(Attempt.started_at)).first()
            assert attempt is not None
            attempt_id: UUID = attempt.id
        trainer.post("groupe/action", action="remettre-a-zero", tentative=attempt_id)
        second = classroom.page(trainer, "epreuves").text
        assert len(heavy) == 1
        assert answers(second) < answers(first)
        trainer.post("groupe/action", action="rouvrir", tentative=attempt_id)
        assert answers(classroom.page(trainer, "epreuves").text) == answers(first)
        with classroom.ground.database.begin() as session:
            assert len(session.scalars(select(KeptItems)).all()) == 1


def count_of_medians(classroom: Classroom) -> list[str]:
    """The heavy queries from now on: those that rank every answer."""
    found: list[str] = []

    def see(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "count(*) OVER" in statement:
            found.append(statement)

    event.listen(classroom.ground.database.engine, "before_cursor_execute", see)
    return found


def answers(page: str) -> int:
    return sum(int(one) for one in re.findall(r"Réponses</dt><dd>(\d+)", page))
