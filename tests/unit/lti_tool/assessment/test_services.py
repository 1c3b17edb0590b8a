"""An attempt: choose, show, mark, resume, finish."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lti_tool.assessment import services
from lti_tool.assessment.events import (
    AttemptClosed,
    AttemptCompleted,
    AttemptLaunched,
    AttemptStarted,
    ItemAnswered,
    LevelReached,
)
from lti_tool.assessment.models import Administration, Attempt, Mode, Outcome
from lti_tool.assessment.variants import concrete
from lti_tool.errors import AnswerRefusedError, SessionRefusedError
from lti_tool.launch.models import Role
from tests.factories import launches
from tests.unit.lti_tool.assessment.conftest import KEY, Room, right_form


def test_everything_right_masters_everything_aimed_at(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    played = room.play(launch, attempt)

    assert attempt.percent == 100
    assert attempt.stop_reason == "precise_enough"
    assert played <= 20
    assert {one.outcome for one in attempt.administrations} == {Outcome.CORRECT}


def test_knowing_nothing_is_short_and_gives_zero(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    played = room.play(launch, attempt, right=False)

    assert attempt.percent == 0
    assert played < 10  # « je ne sais pas » spares the harder items


def test_the_events_are_told_once_in_order_and_never_at_the_same_instant(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    played = room.play(launch, attempt)

    kinds = [type(event) for event in room.told]
    levels = [LevelReached] * kinds.count(LevelReached)
    beginning = [AttemptLaunched, AttemptStarted, *[ItemAnswered] * played]
    assert kinds == [*beginning, AttemptCompleted, *levels, AttemptClosed]
    assert levels
    instants = [event.at for event in room.told]
    assert instants == sorted(set(instants))


def test_starting_again_gives_the_same_attempt_and_the_same_item(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    room.answer(launch, attempt, right=True)
    waiting = attempt.pending
    other_device = launches.launch(room.session, launch.resource_link, room.clock(), learner=launch.learner)

    again = services.start(room.desk(), other_device)

    assert again is attempt
    assert services.show(room.desk(), again) is waiting
    assert len(room.told) == 3


def test_a_finished_graded_attempt_cannot_be_begun_again(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    room.play(launch, attempt, right=False)

    assert services.start(room.desk(), launch) is attempt
    assert room.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_an_answer_sent_twice_counts_once(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    shown = attempt.pending
    assert shown is not None
    form = right_form(concrete(attempt, room.catalogue.items[shown.item_id]))
    services.answer(room.desk(), launch, shown.id, form, KEY)
    services.pass_item(room.desk(), launch, shown.id, Outcome.UNKNOWN)

    assert shown.outcome == Outcome.CORRECT
    assert [type(event) for event in room.told] == [AttemptLaunched, AttemptStarted, ItemAnswered]
    assert len(attempt.administrations) == 2


def test_a_refused_answer_leaves_no_trace(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    shown = attempt.pending
    assert shown is not None
    with pytest.raises(AnswerRefusedError):
        services.answer(room.desk(), launch, shown.id, {"answer": [""]}, KEY)

    assert (shown.outcome, shown.answer, shown.answered_at) == (None, None, None)
    assert attempt.pending is shown
    assert len(room.told) == 2


def test_the_item_of_somebody_else_is_refused(room: Room) -> None:
    mine, theirs = room.learner(), room.learner()
    shown = services.start(room.desk(), theirs).pending
    services.start(room.desk(), mine)
    assert shown is not None
    with pytest.raises(SessionRefusedError, match="item_not_yours"):
        services.pass_item(room.desk(), mine, shown.id, Outcome.UNKNOWN)

    assert shown.outcome is None


def test_an_unusable_item_is_replaced_and_never_counts_against_the_person(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    first = attempt.pending
    assert first is not None
    services.pass_item(room.desk(), launch, first.id, Outcome.UNUSABLE)
    room.play(launch, attempt)

    assert attempt.percent == 100
    assert attempt.administrations[1].item_id != first.item_id


def test_everything_unusable_gives_no_result_at_all(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    while (shown := attempt.pending) is not None:
        services.pass_item(room.desk(), launch, shown.id, Outcome.UNUSABLE)

    assert attempt.finished_at is not None
    assert attempt.percent is None
    assert room.told[-2] == AttemptCompleted(attempt, None, room.told[-2].at)


@pytest.mark.parametrize(("subject", "role"), [("", Role.TRAINER), (None, Role.LEARNER)])
def test_practice_tells_nobody_and_can_be_repeated(room: Room, subject: str | None, role: Role) -> None:
    launch = room.learner(subject=subject, role=role)
    first = services.start(room.desk(), launch)
    room.play(launch, first, right=False)
    second = services.start(room.desk(), launch)

    assert first.mode == Mode.PRACTICE
    assert second.number == 2
    assert room.told == []


def test_a_trainer_who_becomes_a_learner_starts_afresh(room: Room) -> None:
    trainer = room.learner(role=Role.TRAINER)
    services.start(room.desk(), trainer)
    room.play(trainer, services.start(room.desk(), trainer), right=False)
    learner = launches.launch(room.session, trainer.resource_link, room.clock(), learner=trainer.learner)

    attempt = services.start(room.desk(), learner)

    assert attempt.mode == Mode.GRADED
    assert attempt.number == 2


def test_a_night_between_two_items_is_not_time_spent(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    room.answer(launch, attempt, right=True)
    room.clock.advance(9 * 3600)
    services.show(room.desk(), attempt)
    room.answer(launch, attempt, right=True)

    assert attempt.duration.total_seconds() == 40


def test_an_item_withdrawn_while_it_waits_gives_way_to_another(room: Room) -> None:
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    withdrawn = attempt.pending
    assert withdrawn is not None
    left = {name: item for name, item in room.catalogue.items.items() if name != withdrawn.item_id}
    room.catalogue = room.catalogue.model_copy(update={"items": left})
    shown = services.show(room.desk(), attempt)

    assert shown is not None
    assert shown.item_id != withdrawn.item_id
    assert room.session.scalar(select(func.count()).select_from(Administration)) == 1


@pytest.mark.parametrize(("threshold", "passed"), [(None, None), (0.0, True), (50.0, False)])
def test_the_threshold_of_the_pathway_decides(
    room: Room, threshold: float | None, passed: bool | None
) -> None:
    pathway = room.catalogue.pathways["cyber-rgpd"].model_copy(update={"passing_percent": threshold})
    room.catalogue = room.catalogue.model_copy(update={"pathways": {"cyber-rgpd": pathway}})
    launch = room.learner()
    attempt = services.start(room.desk(), launch)
    room.play(launch, attempt, right=False)

    completed = room.told[-2]
    assert isinstance(completed, AttemptCompleted)
    assert completed.passed is passed
