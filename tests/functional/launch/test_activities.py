"""Launches that name an activity: whose, which options, copied where."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lti_tool.launch import claims as names
from lti_tool.launch.activities import earlier_courses
from lti_tool.launch.models import Course
from lti_tool.learning_records.models import StatementRow
from tests.functional.launch.conftest import Refusals
from tests.support.hostile import Ground, Opened
from tests.support.messages import INSTRUCTOR, links, make_activity, opening

PART = "Activities"

LEFT = re.compile(r"Encore (\d+) à (\d+) épreuves")


class TestRefused:
    def test_an_unknown_activity(self, ground: Ground, refusals: Refusals) -> None:
        refusals.expect_nothing_new()
        client = ground.client()
        state, nonce = ground.begin_login(client)
        refusals.expect_nothing_new()

        answer = ground.post_launch(client, ground.platform.id_token(nonce, opening(uuid4())), state)

        refusals.check(answer, "activity_unknown", 404, part=PART)

    def test_a_deleted_activity(self, ground: Ground, refusals: Refusals) -> None:
        activity = make_activity(ground, deleted=True)
        refuse(ground, refusals, opening(activity), "activity_deleted", 410)

    def test_the_activity_of_another_tenant(self, ground: Ground, refusals: Refusals) -> None:
        other = ground.register("cle-2", issuer="https://other.example", deployment_id="2")
        activity = make_activity(ground, other)
        refuse(ground, refusals, opening(activity), "activity_unknown", 404)

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param("$unresolved", id="custom.activity_id $unresolved"),
            pytest.param("12", id="custom.activity_id not an id"),
            pytest.param("<script>alert(1)</script>", id="custom.activity_id with markup"),
        ],
    )
    def test_not_an_id(self, ground: Ground, refusals: Refusals, value: str) -> None:
        answer = refuse(ground, refusals, opening(value), "activity_unresolved", 400)
        assert "<script>alert" not in answer


def refuse(ground: Ground, refusals: Refusals, changes: dict[str, Any], code: str, status: int) -> str:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    refusals.expect_nothing_new()
    answer = ground.post_launch(client, ground.platform.id_token(nonce, changes), state)
    refusals.check(answer, code, status, part=PART)
    return answer.text


class TestResolved:
    def test_the_link_keeps_its_activity(self, ground: Ground) -> None:
        activity = make_activity(ground)
        ground.open(opening(activity))
        assert links(ground)["rl-1"].activity_id == activity

        ground.open()  # the same link, from a launch that says nothing

        assert links(ground)["rl-1"].activity_id == activity

    def test_a_launch_without_activity_is_as_before(self, ground: Ground) -> None:
        ground.open({names.CUSTOM: {"parcours": "cyber-rgpd"}})
        assert links(ground)["rl-1"].activity_id is None

    def test_a_copied_course_keeps_the_activity_and_not_the_results(self, ground: Ground) -> None:
        activity = make_activity(ground)
        first = ground.open(opening(activity))
        first.post("commencer")
        history = {
            "activity_id": str(activity),
            "context_id_history": "c-1,c-0",
            "resource_link_id_history": "$ResourceLink.id.history",
        }

        copy = ground.open(
            opening(activity, "rl-9")
            | {names.CUSTOM: history, names.CONTEXT: {"id": "c-2", "title": "Copie"}}
        )

        assert "Commencer" in copy.html
        assert "Bon retour" in ground.open(opening(activity)).html
        assert {link.activity_id for link in links(ground).values()} == {activity}
        with ground.database.begin() as session:
            course = session.scalars(select(Course).where(Course.context_id == "c-2")).one()
            assert course.history == ["c-1", "c-0"]
            assert [one.context_id for one in earlier_courses(session, course)] == ["c-1"]

    def test_a_history_that_the_platform_does_not_know_is_ignored(self, ground: Ground) -> None:
        ground.open(opening(make_activity(ground)))
        with ground.database.begin() as session:
            assert session.scalars(select(Course.history)).all() == [[]]


class TestOptions:
    def test_before_the_opening(self, ground: Ground) -> None:
        opens = ground.clock() + timedelta(days=2)
        opened = ground.open(opening(make_activity(ground, opens_at=opens)))
        assert "pas encore ouverte" in opened.html
        assert "4 mars 2026" in opened.html
        assert ground.counts()["attempt"] == 0

    def test_a_trainer_may_try_before_the_opening(self, ground: Ground) -> None:
        opens = ground.clock() + timedelta(days=2)
        opened = ground.open(
            opening(make_activity(ground, opens_at=opens)) | {names.ROLES: [INSTRUCTOR], "sub": "3"}
        )
        assert "Essayer le parcours" in opened.html

    def test_a_form_sent_after_the_closing_begins_nothing(self, ground: Ground, refusals: Refusals) -> None:
        closes = ground.clock() + timedelta(hours=1)
        opened = ground.open(opening(make_activity(ground, closes_at=closes)))
        ground.clock.advance(3600)
        refusals.expect_nothing_new()

        refusals.check(opened.post("commencer"), "activity_closed", 403, part=PART)

    def test_a_form_sent_before_the_opening_begins_nothing(self, ground: Ground, refusals: Refusals) -> None:
        opens = ground.clock() + timedelta(hours=1)
        bearer = ground.open(opening(make_activity(ground)))
        late = ground.open(opening(make_activity(ground, opens_at=opens)))
        assert late.bearer == "", "a closed page has no form"
        activity = links(ground)["rl-1"].activity_id
        assert activity is not None
        refusals.expect_nothing_new()

        refusals.check(bearer.post("commencer"), "activity_not_open", 403, part=PART)

    def test_an_attempt_under_way_may_be_finished_after_the_closing(self, ground: Ground) -> None:
        closes = ground.clock() + timedelta(hours=1)
        opened = ground.open(opening(make_activity(ground, closes_at=closes)))
        opened.post("commencer")
        ground.clock.advance(2 * 3600)

        assert "Valider ma réponse" in page_of(opened, "epreuve")
        finish(opened)
        assert "Parcours terminé" in page_of(opened, "")

    def test_one_item_at_most_and_a_threshold(self, ground: Ground) -> None:
        opened = ground.open(opening(make_activity(ground, max_items=1, passing_percent=50)))
        opened.post("commencer")
        finish(opened)
        assert ground.counts()["administration"] == 1
        with ground.database.begin() as session:
            bodies = session.scalars(select(StatementRow.body).order_by(StatementRow.sequence)).all()
        verbs = [json.loads(body)["verb"]["id"].rpartition("/")[2] for body in bodies]
        told = [verb for verb in verbs if verb != "achieved"]  # a lucky answer may reach a level
        assert told == ["launched", "initialized", "answered", "completed", "failed", "terminated"]

    def test_a_second_attempt_after_the_delay_and_no_third(self, ground: Ground) -> None:
        activity = make_activity(ground, max_items=1, attempts_allowed=2, retry_delay_hours=2)
        opened = ground.open(opening(activity))
        opened.post("commencer")
        finish(opened)
        assert "Une nouvelle tentative sera possible" in page_of(opened, "")
        opened.post("commencer")
        assert ground.counts()["attempt"] == 1

        ground.clock.advance(2 * 3600)
        assert "Faire une nouvelle tentative" in page_of(opened, "")
        opened.post("commencer")
        finish(opened)
        assert ground.counts()["attempt"] == 2

        ground.clock.advance(3 * 3600)
        assert "Faire une nouvelle tentative" not in page_of(opened, "")
        opened.post("commencer")
        assert ground.counts()["attempt"] == 2

    def test_the_correction_comes_at_once_where_the_activity_says_so(self, ground: Ground) -> None:
        opened = ground.open(opening(make_activity(ground, feedback="immediate", max_items=2)))
        opened.post("commencer")
        first = page_of(opened, "epreuve")
        after = opened.client.get(opened.post("epreuve", epreuve=shown(first), passer="inconnu").location)

        assert "Voici la réponse attendue" in after.text
        assert opened.post("continuer").status_code == 303
        assert shown(page_of(opened, "epreuve")) != shown(first)

    def test_the_correction_is_not_read_elsewhere(self, ground: Ground) -> None:
        opened = ground.open(opening(make_activity(ground)))
        opened.post("commencer")
        opened.post("epreuve", epreuve=shown(page_of(opened, "epreuve")), passer="inconnu")

        assert opened.client.get(opened.path + "correction").status_code == 303

    def test_the_level_cap_and_the_topics_of_the_trainer(self, ground: Ground) -> None:
        opened = ground.open(
            opening(make_activity(ground, targets={"mots-de-passe": 4, "inconnu": 2}, level_cap=1))
            | {names.ROLES: [INSTRUCTOR], "sub": "3"}
        )
        assert "Le parcours porte sur 1 acquis" in page_of(opened, "")

    def test_the_person_is_told_what_the_trainer_reads(self, ground: Ground) -> None:
        silent = ground.open(opening(make_activity(ground)))
        told = ground.open(opening(make_activity(ground, trainer_view="individual"), "rl-2"))

        assert "sujet par sujet" not in silent.html
        assert "sujet par sujet" in told.html

    def test_the_person_is_told_how_many_items_are_left(self, ground: Ground) -> None:
        opened = ground.open(opening(make_activity(ground)))
        opened.post("commencer")

        left = LEFT.search(html.unescape(page_of(opened, "epreuve")))

        assert left
        assert 1 <= int(left[1]) < int(left[2]) <= 40


def page_of(opened: Opened, page: str) -> str:
    """A page of this launch; the reload cookie lets a GET in."""
    answer = opened.client.get(opened.path + page)
    while answer.status_code == 303:
        answer = opened.client.get(answer.location)
    return answer.text


def shown(page: str) -> str:
    """The id of the item on the page."""
    return page.partition('name="epreuve" value="')[2].partition('"')[0]


def finish(opened: Opened) -> None:
    """Pass every item until nothing is left."""
    while identifier := shown(page_of(opened, "epreuve")):
        opened.post("epreuve", epreuve=identifier, passer="inconnu")
