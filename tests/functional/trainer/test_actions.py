"""What a trainer does to an attempt, what the learner then sees, and the line of audit it leaves."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from lti_tool.assessment.models import Attempt, Outcome
from lti_tool.dashboard.models import ActionKind, SkillResult, TopicResult, TrainerAction
from lti_tool.grades.models import Score, ScoreState
from lti_tool.launch.models import ResourceLink
from lti_tool.learning_records.models import StatementRow
from tests.support.trainers import Classroom, follow


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def attempts(classroom: Classroom, number: int = 0) -> list[Attempt]:
    with classroom.ground.database.begin() as session:
        query = select(Attempt).where(Attempt.learner_id == classroom.learner_id(number))
        return list(session.scalars(query.order_by(Attempt.number)))


def score(classroom: Classroom) -> Score:
    with classroom.ground.database.begin() as session:
        return session.scalars(select(Score)).one()


def audit(classroom: Classroom) -> list[ActionKind]:
    with classroom.ground.database.begin() as session:
        query = select(TrainerAction.kind).order_by(TrainerAction.at)
        return [ActionKind(kind) for kind in session.scalars(query)]


def do(classroom: Classroom, action: str, attempt: Attempt, **fields: object) -> TestResponse:
    classroom.ground.clock.advance(60)
    return classroom.trainer().post("groupe/action", action=action, tentative=attempt.id, **fields)


@pytest.fixture
def one_done(classroom: Classroom) -> Classroom:
    classroom.fill(finished=1, under_way=0, absent=0)
    return classroom


def test_a_reset_lets_the_person_begin_again_and_keeps_the_grade(one_done: Classroom) -> None:
    (first,) = attempts(one_done)
    sent = score(one_done)

    assert do(one_done, "remettre-a-zero", first).status_code == 303

    learner = one_done.learner(0)
    assert "Commencer" in text_of(learner.html)
    learner.post("commencer")
    both = attempts(one_done)
    assert [one.number for one in both] == [1, 2]
    assert both[0].set_aside_at is not None
    assert both[0].percent == first.percent  # nothing is erased
    assert score(one_done).score_given == sent.score_given
    assert audit(one_done) == [ActionKind.RESET]


def test_an_attempt_under_way_can_be_reset_too(classroom: Classroom) -> None:
    classroom.fill(finished=0, under_way=1, absent=0)
    (first,) = attempts(classroom)

    do(classroom, "remettre-a-zero", first)
    classroom.learner(0).post("commencer")

    assert [one.finished_at for one in attempts(classroom)] == [None, None]


def test_an_item_of_an_attempt_set_aside_takes_no_answer(classroom: Classroom) -> None:
    classroom.fill(finished=0, under_way=1, absent=0)
    (first,) = attempts(classroom)
    learner = classroom.learner(0)
    do(classroom, "remettre-a-zero", first)

    waiting = next(one for one in first.administrations if one.outcome is None)
    answer = learner.post("epreuve", epreuve=waiting.id, passer="inconnu")

    assert answer.status_code == 404


def test_a_reset_can_be_undone_until_another_attempt_begins(one_done: Classroom) -> None:
    (first,) = attempts(one_done)
    do(one_done, "remettre-a-zero", first)
    do(one_done, "rouvrir", first)
    assert "Parcours terminé" in text_of(one_done.learner(0).html)
    do(one_done, "remettre-a-zero", first)
    one_done.learner(0).post("commencer")

    late = do(one_done, "rouvrir", first)

    assert late.status_code == 409
    assert "Une tentative plus récente existe" in text_of(late.text)
    assert audit(one_done) == [ActionKind.RESET, ActionKind.REOPEN, ActionKind.RESET]


def test_an_extra_attempt_keeps_the_first_result_until_the_second_one(one_done: Classroom) -> None:
    (first,) = attempts(one_done)
    learner = one_done.learner(0)
    assert "nouvelle tentative" not in text_of(learner.html)
    learner.post("commencer")
    assert len(attempts(one_done)) == 1

    do(one_done, "ajouter", first)
    again = one_done.learner(0)
    assert "Commencer une nouvelle tentative" in text_of(again.html)
    again.post("commencer")

    assert [one.number for one in attempts(one_done)] == [1, 2]
    again.post("commencer")
    assert len(attempts(one_done)) == 2  # one more, not as many as wanted
    assert re.findall(r"<dd>(\d+)</dd>", one_done.trainer().html) == ["0", "1", "0"]


def test_an_exempted_item_changes_the_result_the_group_and_the_grade(one_done: Classroom) -> None:
    (before,) = attempts(one_done)
    old = score(one_done)
    wrong = next(one for one in before.administrations if one.outcome in {Outcome.INCORRECT, Outcome.UNKNOWN})

    assert do(one_done, "neutraliser", before, epreuve=wrong.id).status_code == 303

    (after,) = attempts(one_done)
    shown = next(one for one in after.administrations if one.id == wrong.id)
    assert shown.outcome == Outcome.UNUSABLE
    assert after.percent is not None
    assert before.percent is not None
    assert after.percent >= before.percent
    new = score(one_done)
    assert (new.state, new.score_given) == (ScoreState.QUEUED, round(after.percent, 2))
    assert new.timestamp >= old.timestamp + timedelta(seconds=1)
    assert kept_percent(one_done, after) == pytest.approx(after.percent)
    assert do(one_done, "neutraliser", before, epreuve=wrong.id).status_code == 409
    with one_done.ground.database.begin() as session:
        (line,) = session.scalars(select(TrainerAction))
    assert (line.kind, line.detail) == (ActionKind.EXEMPT, wrong.item_id)


def kept_percent(classroom: Classroom, attempt: Attempt) -> float:
    with classroom.ground.database.begin() as session:
        rows = session.scalars(select(SkillResult.mastery).where(SkillResult.attempt_id == attempt.id)).all()
    counted = [row for row in rows if row != "set_aside"]
    return 100 * sum(row == "mastered" for row in counted) / len(counted)


def told(classroom: Classroom) -> list[dict[str, Any]]:
    """Every statement, in the order of the outbox."""
    with classroom.ground.database.begin() as session:
        rows = session.scalars(select(StatementRow.body).order_by(StatementRow.sequence))
        return [json.loads(body) for body in rows]


def voids(said: list[dict[str, Any]]) -> set[str]:
    return {one["object"]["id"] for one in said if one["verb"]["id"].endswith("voided")}


def outcome_of(one: dict[str, Any]) -> str:
    return next(value for key, value in one["result"]["extensions"].items() if key.endswith("outcome"))


def test_an_exempted_item_is_told_again_with_what_was_judged_from_it(one_done: Classroom) -> None:
    (before,) = attempts(one_done)
    wrong = next(one for one in before.administrations if one.outcome in {Outcome.INCORRECT, Outcome.UNKNOWN})
    first = told(one_done)

    do(one_done, "neutraliser", before, epreuve=wrong.id)

    (after,) = attempts(one_done)
    said = told(one_done)
    assert said[: len(first)] == first  # nothing that was told is changed
    new = said[len(first) :]
    gone = voids(new)
    (answered,) = [one for one in new if one["verb"]["id"].endswith("answered")]
    assert answered["context"]["statement"]["id"] in gone
    assert outcome_of(answered) == "neutralised"
    assert "score" not in answered["result"]
    holding = [one for one in said if one["id"] not in gone]
    (judged,) = [
        one for one in holding if one["verb"]["id"].rpartition("/")[2] in {"passed", "failed", "scored"}
    ]
    assert after.percent is not None
    assert judged["result"]["score"]["raw"] == pytest.approx(after.percent, abs=0.01)
    for level in (one for one in holding if one["verb"]["id"].endswith("achieved")):
        assert level["context"]["statement"]["id"] == judged["id"]
    do(one_done, "neutraliser", before, epreuve=wrong.id)
    assert told(one_done) == said  # refused: said once


def test_items_exempted_one_by_one_leave_one_result_that_holds(one_done: Classroom) -> None:
    (attempt,) = attempts(one_done)
    for shown in attempt.administrations:
        assert do(one_done, "neutraliser", attempt, epreuve=shown.id).status_code == 303

    said = told(one_done)
    holding = [one for one in said if one["id"] not in voids(said)]
    (judged,) = [
        one for one in holding if one["verb"]["id"].rpartition("/")[2] in {"passed", "failed", "scored"}
    ]
    (after,) = attempts(one_done)
    assert judged["result"]["score"]["raw"] == pytest.approx(after.percent, abs=0.01)
    for level in (one for one in holding if one["verb"]["id"].endswith("achieved")):
        assert level["context"]["statement"]["id"] == judged["id"]
    assert {outcome_of(one) for one in holding if one["verb"]["id"].endswith("answered")} == {"neutralised"}


def test_an_item_exempted_under_way_is_told_again_at_the_end(classroom: Classroom) -> None:
    classroom.fill(finished=0, under_way=1, absent=0)
    (before,) = attempts(classroom)
    answered = before.administrations[0]
    do(classroom, "neutraliser", before, epreuve=answered.id)
    assert voids(told(classroom)) == set()  # an attempt under way is corrected once it is closed

    learner = classroom.learner(0)
    for _ in range(40):
        page = learner.client.get(learner.path + "epreuve", follow_redirects=True).text
        shown = re.search(r'name="epreuve" value="([^"]+)"', page)
        if not shown:
            break
        learner.post("epreuve", epreuve=shown[1], passer="inconnu")

    said = told(classroom)
    (gone,) = voids(said)
    (again,) = [one for one in said if one["context"].get("statement", {}).get("id") == gone]
    assert outcome_of(again) == "neutralised"


def test_a_reset_is_no_correction_and_takes_nothing_back(one_done: Classroom) -> None:
    (attempt,) = attempts(one_done)
    before = told(one_done)

    do(one_done, "remettre-a-zero", attempt)

    assert told(one_done) == before


def test_an_exempted_item_that_waits_makes_room_for_the_next_one(classroom: Classroom) -> None:
    classroom.fill(finished=0, under_way=1, absent=0)
    (before,) = attempts(classroom)
    waiting = next(one for one in before.administrations if one.outcome is None)

    do(classroom, "neutraliser", before, epreuve=waiting.id)

    (after,) = attempts(classroom)
    assert after.administrations[-1].id != waiting.id
    assert after.administrations[-1].outcome is None


def test_an_item_of_somebody_else_is_refused(classroom: Classroom) -> None:
    classroom.fill(finished=2, under_way=0, absent=0)
    (mine,), (other,) = attempts(classroom, 0), attempts(classroom, 1)

    answer = do(classroom, "neutraliser", mine, epreuve=other.administrations[0].id)

    assert answer.status_code == 404
    assert audit(classroom) == []


def test_the_grade_is_sent_again_with_a_later_instant(one_done: Classroom) -> None:
    (attempt,) = attempts(one_done)
    with one_done.ground.database.begin() as session:
        row = session.scalars(select(Score)).one()
        row.state, row.last_error, row.attempts = ScoreState.FAILED, "rejected_400", 7
    old = score(one_done)

    assert do(one_done, "renvoyer", attempt).status_code == 303

    new = score(one_done)
    assert (new.state, new.last_error, new.attempts) == (ScoreState.QUEUED, None, 0)
    assert new.timestamp > old.timestamp
    assert audit(one_done) == [ActionKind.RESEND]


def test_an_older_attempt_never_overwrites_the_grade(one_done: Classroom) -> None:
    (first,) = attempts(one_done)
    do(one_done, "ajouter", first)
    with one_done.ground.database.begin() as session:
        group = one_done.group
        group.play(session, group.open(session, "personne-0"), 3.0, 5)

    answer = do(one_done, "renvoyer", first)

    assert answer.status_code == 409
    assert "Il n’y a pas de note à renvoyer" in text_of(answer.text)


def test_an_activity_without_a_column_has_no_grade_to_send(one_done: Classroom) -> None:
    (attempt,) = attempts(one_done)
    with one_done.ground.database.begin() as session:
        session.delete(session.scalars(select(Score)).one())
    # The launch of the trainer names no line item: the activity has none any more.

    assert do(one_done, "renvoyer", attempt).status_code == 409


def test_the_page_of_the_person_says_what_was_done(one_done: Classroom) -> None:
    (attempt,) = attempts(one_done)
    trainer = one_done.trainer()

    page = follow(
        trainer.client, trainer.post("groupe/action", action="remettre-a-zero", tentative=attempt.id)
    )

    assert "Ce qui a été fait" in text_of(page.text)
    assert "par vous : tentative remise à zéro." in text_of(page.text)
    colleague = one_done.trainer(sub="autre")
    seen = follow(colleague.client, colleague.post("groupe/aller", personne=one_done.learner_id(0)))
    assert "par Camille Laurier : tentative remise à zéro." in text_of(seen.text)
    assert "Rouvrir cette tentative" in text_of(page.text)


def test_a_pathway_that_left_the_content_leaves_usable_pages(one_done: Classroom) -> None:
    """An attempt on it can still be reset, not computed again; an activity on it says so."""
    (attempt,) = attempts(one_done)
    trainer = one_done.trainer()
    with one_done.ground.database.begin() as session:
        session.get_one(Attempt, attempt.id).pathway_id = "parti"
        session.execute(delete(SkillResult))
        session.execute(delete(TopicResult))
    person = trainer.post("groupe/aller", personne=one_done.learner_id(0))
    assert follow(trainer.client, person).status_code == 200
    assert follow(trainer.client, trainer.post("groupe/aller", vers="groupe")).status_code == 200
    exempted = do(one_done, "neutraliser", attempt, epreuve=attempt.administrations[0].id)
    assert exempted.status_code == 409
    assert do(one_done, "remettre-a-zero", attempt).status_code == 303

    with one_done.ground.database.begin() as session:
        session.scalars(select(ResourceLink)).one().pathway_id = "parti"
    gone = follow(trainer.client, trainer.post("groupe/aller", vers="groupe"))
    assert gone.status_code == 404
    assert "Le parcours de cette activité n’existe pas" in text_of(gone.text)
