"""« Pourquoi ce résultat »: who may read it, what it says, and how it looks."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_tool.adaptive import Answered, BankItem, Outcome, Place, Policy, Skill, engine_named, replay
from lti_tool.admin import access
from lti_tool.assessment.models import Attempt, ResultSharing
from lti_tool.assessment.visibility import Visibility
from lti_tool.demo.live import LiveServer, ReservedPort
from tests.functional.trainer.test_accessibility import check, visit
from tests.functional.trainer.test_permissions import Answer, refused
from tests.support.browser import PageAt, Screenshot
from tests.support.clock import ManualClock
from tests.support.hostile import Ground
from tests.support.trainers import Classroom, Seams


def read(classroom: Classroom, number: int = 0) -> TestResponse:
    """The page of one person, as the trainer asks for it."""
    learner = classroom.learner_id(number)
    opened = classroom.trainer()
    return opened.client.get(f"{opened.path}groupe/explication?personne={learner}")


def share(classroom: Classroom, choice: str) -> None:
    opened = classroom.learner(0)
    assert opened.post("resultat/partage", choix=choice).status_code == 303


def words(page: TestResponse) -> str:
    return " ".join(html.unescape(page.text).replace("\u202f", " ").replace("\u00a0", " ").split())


def kept(classroom: Classroom) -> Attempt:
    with classroom.ground.database.begin() as session:
        attempt = session.scalars(select(Attempt).where(Attempt.learner_id == classroom.learner_id(0))).one()
        session.expunge_all()
        return attempt


@pytest.mark.parametrize("shared", [None, "oui", "taken back"])
@pytest.mark.parametrize("visibility", list(Visibility))
def test_the_detail_opens_where_it_was_announced_or_shared(
    classroom: Classroom, visibility: Visibility, shared: str | None
) -> None:
    classroom.fill(finished=1, under_way=1, absent=1)
    classroom.seams.visibility = visibility
    if shared:
        share(classroom, "oui")
    if shared == "taken back":
        share(classroom, "non")
    learner, opened = classroom.learner_id(0), classroom.trainer()
    before = classroom.ground.counts()

    page = opened.client.get(f"{opened.path}groupe/explication?personne={learner}")

    may_read = visibility is Visibility.INDIVIDUAL or shared == "oui"
    assert refused(page) == (Answer(200, None) if may_read else Answer(403, "detail_not_shared"))
    assert ("a été posée" in page.text) is may_read
    assert classroom.ground.counts() == before


@pytest.mark.parametrize("number", [1, 2])
def test_there_is_nothing_to_explain_without_a_result(classroom: Classroom, number: int) -> None:
    classroom.fill(finished=1, under_way=1, absent=1)
    classroom.seams.visibility = Visibility.INDIVIDUAL
    if number == 2:
        classroom.learner(2)  # has opened, has not begun

    assert refused(read(classroom, number)) == Answer(404, "attempt_not_here")


def test_every_item_says_why_it_was_asked_and_what_it_changed(classroom: Classroom) -> None:
    classroom.fill(finished=1, under_way=0, absent=0)
    classroom.seams.visibility = Visibility.INDIVIDUAL
    attempt = kept(classroom)

    text = words(read(classroom))

    items = classroom.ground.tool.catalogue.items
    for shown in attempt.administrations:
        assert items[shown.item_id].title.replace("'", "’") in text
    assert text.count("Cette épreuve a été posée") == len(attempt.administrations)
    assert "posée en premier parce qu’on ne savait encore rien de la personne" in text
    assert "chances sur 10 que la réponse soit juste" in text
    assert "Premier aperçu en" in text
    assert text.count("La réponse est juste.") == sum(
        one.outcome == Outcome.CORRECT for one in attempt.administrations
    )
    assert "Le parcours s’est arrêté parce que" in text
    assert "ont changé" not in text
    assert "tout autre chose" not in text  # what was answered stays with the person


def test_an_account_that_is_not_of_its_day_says_so(classroom: Classroom) -> None:
    classroom.fill(finished=1, under_way=0, absent=0)
    classroom.seams.visibility = Visibility.INDIVIDUAL
    with classroom.ground.database.begin() as session:
        session.scalars(select(Attempt)).one().engine_version = None

    text = words(read(classroom))

    assert "celles que l’outil donnerait aujourd’hui" in text


def test_an_attempt_on_the_ladder_is_explained_too(classroom: Classroom) -> None:
    classroom.fill(finished=1, under_way=0, absent=0)
    classroom.seams.visibility = Visibility.INDIVIDUAL
    with classroom.ground.database.begin() as session:
        session.scalars(select(Attempt)).one().engine = "ladder"

    page = read(classroom)

    assert page.status_code == 200
    assert "À cet instant, l’acquis est" in words(page)


class TestAuditor:
    """The admin area: every number, nobody's name."""

    @pytest.fixture
    def filled(self, classroom: Classroom) -> Classroom:
        classroom.fill(finished=2, under_way=1, absent=0)
        return classroom

    def enter(self, classroom: Classroom) -> object:
        client, tool = classroom.ground.client(), classroom.ground.tool
        with classroom.ground.database.begin() as session:
            key = access.make_link(session, tool.vault, timedelta(minutes=5), tool.clock())
        assert client.post("/admin/entrer", data={"cle": key}).status_code == 303
        return client

    def addresses(self, classroom: Classroom) -> list[str]:
        one = kept(classroom).id
        return ["/admin/tentatives", f"/admin/tentatives/{one}", f"/admin/tentatives/{one}.json"]

    def test_nobody_enters_without_a_session_of_the_area(self, filled: Classroom) -> None:
        visitors = [filled.ground.client(), filled.trainer().client, filled.learner(0).client]
        before = filled.ground.counts()
        for client in visitors:
            for address in self.addresses(filled):
                assert refused(client.get(address)) == Answer(403, "admin_session_missing")
        assert filled.ground.counts() == before

    def test_an_attempt_is_found_by_its_id_or_by_its_activity(self, filled: Classroom) -> None:
        client, attempt = self.enter(filled), kept(filled)
        home = words(client.get("/admin/tentatives"))
        of_activity = words(client.get(f"/admin/tentatives?cherche={attempt.resource_link_id}"))
        by_id = client.get(f"/admin/tentatives?cherche= {attempt.id} ")

        assert "3 tentatives" in home
        assert of_activity.count("commencée le") == 3
        assert str(attempt.id) in of_activity
        assert by_id.status_code == 303
        assert by_id.location.endswith(f"/admin/tentatives/{attempt.id}")
        for nonsense in ("x", str(uuid4()), "%00"):
            page = client.get(f"/admin/tentatives?cherche={nonsense}")
            assert page.status_code == 404
            assert "Aucune tentative et aucune activité" in words(page)
        assert client.get(f"/admin/tentatives/{uuid4()}").status_code == 404
        assert client.get(f"/admin/tentatives/{uuid4()}.json").status_code == 404

    def test_the_page_says_the_seed_the_versions_and_the_numbers(self, filled: Classroom) -> None:
        client, attempt = self.enter(filled), kept(filled)
        text = words(client.get(f"/admin/tentatives/{attempt.id}"))

        assert attempt.seed in text
        assert f"joint, version {engine_named('joint').version}" in text
        assert "Rejouée à l’identique" in text
        for shown in attempt.administrations:
            assert shown.item_id in text
        for name in filled.group.names.values():
            assert name not in text

    def test_the_page_says_what_differs(self, filled: Classroom) -> None:
        with filled.ground.database.begin() as session:
            one = session.get_one(Attempt, kept(filled).id)
            one.engine_version, one.percent = 1, 1.0
            one.administrations[0].item_version += 1
        text = words(self.enter(filled).get(f"/admin/tentatives/{kept(filled).id}"))

        assert "Rejouée à l’identique" not in text
        assert "La version du moteur n’est pas celle du début" in text
        assert "Des épreuves ont changé de version" in text
        assert "Le résultat recalculé n’est pas celui qui a été gardé" in text

    def test_the_file_is_enough_to_run_the_attempt_again(self, filled: Classroom) -> None:
        answer = self.enter(filled).get(f"/admin/tentatives/{kept(filled).id}.json")
        assert "attachment" in answer.headers["Content-Disposition"]
        told = json.loads(answer.text)

        rules, engine = told["policy"], engine_named(told["engine"]["name"])
        policy = Policy(
            targets=rules["targets"],
            skills=frozenset(
                Skill(topic, int(level))
                for topic, _, level in (one.rpartition(".") for one in rules["skills"])
            ),
            max_items=rules["max_items"],
            places={topic: Place(*place) for topic, place in rules["places"].items()},
            precision=rules["precision"],
        )
        bank = [BankItem(**item) for item in told["bank"]]
        answers = [Answered(one["item"], Outcome(one["outcome"])) for one in told["answers"]]
        for count, line in enumerate(answers):
            state = replay(engine, bank, policy, told["seed"], answers[:count])
            assert engine.next(state).item_id == line.item_id
        again = engine.estimate(replay(engine, bank, policy, told["seed"], answers))
        assert again.percent == told["attempt"]["percent"] == told["estimate"]["percent"]
        assert [one.score for one in again.competences] == [
            one["score"] for one in told["estimate"]["competences"]
        ]
        assert told["stop"] == told["attempt"]["stop_reason"]


def test_a_result_that_is_no_longer_shared_closes(classroom: Classroom) -> None:
    classroom.fill(finished=1, under_way=0, absent=0)
    share(classroom, "oui")
    assert read(classroom).status_code == 200
    share(classroom, "non")
    with classroom.ground.database.begin() as session:
        assert session.scalars(select(ResultSharing)).one().revoked_at is not None
    assert refused(read(classroom)) == Answer(403, "detail_not_shared")


@pytest.fixture
def served(sqlite_url: str, clock: ManualClock) -> Iterator[tuple[Classroom, str]]:
    """The same application behind HTTP, where the detail may be read."""
    seams = Seams(visibility=Visibility.INDIVIDUAL)
    ground = Ground(sqlite_url, clock, parts={"roster": seams.roster, "visibility": seams.sees})
    port = ReservedPort()
    with LiveServer(ground.app, port=port):
        yield Classroom(ground, seams), f"http://127.0.0.1:{port.number}"
    ground.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_of_an_account_has_a_violation(
    served: tuple[Classroom, str], page_at: PageAt, screenshot: Screenshot, width: int
) -> None:
    classroom, address = served
    classroom.fill(finished=2, under_way=0, absent=0)
    page = visit(classroom, classroom.trainer(), address, "groupe/personnes", page_at(width))
    page.get_by_role("button", name="Ouvrir").first.click()
    page.get_by_role("button", name="Pourquoi ce résultat").click()
    page.wait_for_url("**/explication*")
    problems = check(page, screenshot, f"account-trainer-closed-{width}")
    for summary in page.locator("summary").all():
        summary.click()
    problems += check(page, screenshot, f"account-trainer-{width}")
    page.get_by_role("button", name="Revenir à la personne").click()
    page.wait_for_url("**/personne?*")

    tool = classroom.ground.tool
    with classroom.ground.database.begin() as session:
        key = access.make_link(session, tool.vault, timedelta(minutes=5), tool.clock())
    page = page_at(width)
    page.goto(f"{address}/admin/entrer?cle={key}")
    page.get_by_role("button", name="Entrer").click()
    page.get_by_role("link", name="Tentatives").click()
    problems += check(page, screenshot, f"account-activities-{width}")
    page.get_by_role("link", name="Activité").first.click()
    problems += check(page, screenshot, f"account-attempts-{width}")
    page.locator("main ul a").first.click()
    page.get_by_text("Pas à pas").wait_for()
    problems += check(page, screenshot, f"account-auditor-{width}")

    assert problems == []
