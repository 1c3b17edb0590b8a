"""Comings and goings, levels, progress, corrections: what the recorder tells besides answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from lti_tool.assessment import services, sittings
from lti_tool.assessment.models import Attempt, Mode, Outcome
from lti_tool.config import Settings
from lti_tool.expiry import expire
from lti_tool.launch.models import LaunchSession, Role
from lti_tool.learning_records.corrections import NotCorrectableError, Replacement, correct
from lti_tool.learning_records.handlers import Recorder
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, World, always, mixed, with_threshold
from xapi import Namespace, results, vocabulary
from xapi.profile import profile_of
from xapi.validator import check_sequence
from xapi.vocabulary import VERB_NAMES, CorrectionReason

NAMESPACE = Namespace(PUBLIC_URL)
PROFILE = profile_of(NAMESPACE)
HOUR = 3600


def told(world: World, registration: UUID | None = None) -> list[dict[str, Any]]:
    """The statements of one attempt, held against every rule of a registration."""
    bodies = world.bodies(registration)
    assert check_sequence(bodies) == []
    statements = [json.loads(body) for body in bodies]
    by_id = {each["id"]: each for each in statements}
    assert all(PROFILE.broken_rules(each, by_id) == [] for each in statements)
    assert PROFILE.follows_a_pattern(statements)
    return statements


def verbs(statements: list[dict[str, Any]]) -> list[str]:
    return [VERB_NAMES[each["verb"]["id"]] for each in statements]


def settings(**changes: object) -> Settings:
    return Settings(public_url=PUBLIC_URL, secret_key="x" * 32, **changes)  # type: ignore[arg-type]  # tests


class TestBreaks:
    def begin(self, world: World, answers: int = 2) -> tuple[UUID, UUID]:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        for _ in range(answers):
            world.step(launch_id, attempt_id, always(Outcome.CORRECT))
        return launch_id, attempt_id

    def test_of_half_an_hour_is_told_on_return_dated_when_the_person_left(self, world: World) -> None:
        launch_id, attempt_id = self.begin(world)
        left_at = world.clock()
        world.clock.advance(HOUR)
        while world.step(launch_id, attempt_id, mixed):
            pass

        statements = told(world)
        suspended, resumed = statements[4:6]
        assert verbs([suspended, resumed]) == ["suspended", "resumed"]
        assert suspended["timestamp"][:19] == left_at.isoformat()[:19]
        assert suspended["result"]["duration"] == "PT40S"
        assert 0 < suspended["result"]["extensions"][vocabulary.PROGRESS] < 50
        assert verbs(statements).count("suspended") == 1
        answered = len(world.attempt(attempt_id).administrations)
        assert statements[-1]["result"]["duration"] == f"PT{20 * answered - 20}S", "the break does not count"

    def test_that_is_shorter_is_thinking(self, world: World) -> None:
        launch_id, attempt_id = self.begin(world)
        world.clock.advance(25 * 60)
        world.step(launch_id, attempt_id, mixed)

        assert set(verbs(told(world))) == {"launched", "initialized", "answered"}

    def test_between_two_launches_has_the_second_launch_in_the_middle(self, world: World) -> None:
        _, attempt_id = self.begin(world)
        world.clock.advance(24 * HOUR)
        again = world.launch()
        world.clock.advance(10)
        assert world.start(again) == attempt_id
        world.step(again, attempt_id, mixed)

        assert verbs(told(world))[4:] == ["suspended", "launched", "resumed", "answered"]

    def test_none_when_another_device_opens_it_at_once(self, world: World) -> None:
        self.begin(world)
        world.clock.advance(60)
        again = world.launch()
        world.start(again)
        world.start(again)

        assert verbs(told(world))[4:] == ["launched"]

    def test_on_a_page_that_stayed_open_is_told_when_the_answer_comes(self, world: World) -> None:
        launch_id, attempt_id = self.begin(world)
        pending = world.attempt(attempt_id).pending
        assert pending is not None
        world.clock.advance(HOUR)
        with world.desk() as desk:
            launch = desk.session.get_one(LaunchSession, launch_id)
            services.pass_item(desk, launch, pending.id, Outcome.UNKNOWN)

        assert verbs(told(world))[4:] == ["suspended", "resumed", "answered"]

    def test_of_someone_who_practises_is_not_told(self, world: World) -> None:
        launch_id = world.launch(role=Role.TRAINER)
        attempt_id = world.start(launch_id)
        world.clock.advance(HOUR)
        world.step(launch_id, attempt_id, mixed)

        assert world.bodies() == []


class TestLevels:
    def test_of_each_competence_are_told_with_their_evidence(self, world: World) -> None:
        world.play(always(Outcome.CORRECT))

        statements = told(world)
        scored = next(each for each in statements if verbs([each]) == ["scored"])
        achieved = [each for each in statements if verbs([each]) == ["achieved"]]
        levels = {
            each["object"]["id"].rpartition("/")[2]: each["result"]["extensions"][NAMESPACE.level_extension]
            for each in achieved
        }
        ceilings = {competence: level["ceiling"] for competence, level in levels.items()}
        # A competence of which nothing was asked has no level to tell.
        assert ceilings.items() <= {"2.2": 4, "4.1": 5, "4.2": 4}.items()
        assert {"4.1", "4.2"} <= ceilings.keys()
        for level in levels.values():
            assert 2 <= level["level"] <= level["ceiling"]
            assert level["name"] == ("novice" if level["level"] <= 2 else "independant")
        assert {each["context"]["statement"]["id"] for each in achieved} == {scored["id"]}
        assert [each["id"] for each in achieved[0]["context"]["contextActivities"]["category"]] == [
            NAMESPACE.profile,
            "https://w3id.org/xapi/learnercompetency",
        ]

    @pytest.mark.parametrize(("percent", "verb"), [(10, "passed"), (100, "failed")])
    def test_point_to_the_verdict(self, world: World, percent: int, verb: str) -> None:
        world.catalogue = with_threshold(percent)
        world.play(lambda position: Outcome.CORRECT if position % 2 else Outcome.INCORRECT)

        statements = told(world)
        evidence = next(each["id"] for each in statements if verbs([each]) == [verb])
        achieved = [each for each in statements if verbs([each]) == ["achieved"]]
        assert {each["context"]["statement"]["id"] for each in achieved} == {evidence}

    def test_of_someone_who_shows_nothing_yet_are_not_told(self, world: World) -> None:
        world.play(always(Outcome.UNKNOWN))

        assert "achieved" not in verbs(told(world))


class TestProgress:
    def test_is_told_at_each_quarter_when_asked_for(self, world: World) -> None:
        world.progress = True
        world.play(mixed)

        marks = [
            each["result"]["extensions"][vocabulary.PROGRESS]
            for each in told(world)
            if verbs([each]) == ["progressed"]
        ]
        assert marks == sorted(set(marks))
        assert 75 in marks
        assert set(marks) <= {25, 50, 75}

    def test_is_not_told_by_default(self, world: World) -> None:
        world.play(mixed)

        assert "progressed" not in verbs(told(world))


class TestExpiry:
    def test_closes_what_nobody_touches_and_lets_the_person_begin_again(self, world: World) -> None:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        world.step(launch_id, attempt_id, mixed)
        touched = world.start(world.launch(subject="5"))
        world.clock.advance(timedelta(days=29).total_seconds())
        with world.desk() as desk:
            services.show(desk, desk.session.get_one(Attempt, touched))
        world.clock.advance(timedelta(days=2).total_seconds())
        closed = expire(settings(), world.database, world.catalogue, world.clock, days=30)

        assert closed == 1
        assert verbs(told(world, attempt_id)) == ["launched", "initialized", "answered", "abandoned"]
        assert "abandoned" not in verbs(told(world, touched))
        assert expire(settings(), world.database, world.catalogue, world.clock, days=30) == 0
        second = world.start(world.launch())
        assert (second != attempt_id, world.attempt(second).number) == (True, 2)
        assert world.attempt(attempt_id).percent is None

    def test_leaves_practice_and_finished_attempts(self, world: World) -> None:
        world.play(mixed)
        world.start(world.launch(role=Role.TRAINER))
        world.clock.advance(timedelta(days=365).total_seconds())

        assert expire(settings(), world.database, world.catalogue, world.clock, days=30) == 0

    def test_gives_way_to_a_person_who_is_faster(self, world: World) -> None:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        world.clock.advance(timedelta(days=31).total_seconds())
        before = world.clock() - timedelta(days=30)
        with world.desk() as desk:
            assert list(sittings.untouched(desk, before)) == [attempt_id]
        world.step(launch_id, attempt_id, mixed)
        with world.desk() as desk:
            assert not sittings.abandon(desk, attempt_id, before)


class TestCorrections:
    def correct(self, world: World, index: int | None, replacement: Replacement | None = None) -> UUID | None:
        """Correct the statement at this place; None: one that was never made."""
        statement_id = UUID(int=1) if index is None else UUID(json.loads(world.bodies()[index])["id"])
        recorder = Recorder(world.catalogue, PUBLIC_URL)
        with world.database.begin() as session:
            return correct(
                session, recorder, statement_id, CorrectionReason.REGRADE, world.clock(), replacement
            )

    def test_void_and_tell_again_for_the_same_destinations(
        self, world: World, add_lrs: Callable[..., UUID]
    ) -> None:
        add_lrs()
        world.catalogue = with_threshold(100)
        world.play(lambda position: Outcome.CORRECT if position % 2 else Outcome.INCORRECT)
        failed = verbs(told(world)).index("failed")
        result = results.of_positioning(100, timedelta(seconds=60), success=True, mastery=1.0)
        made = self.correct(world, failed, Replacement(result, vocabulary.PASSED))

        statements = told(world)
        voided, passed = statements[-2:]
        assert verbs([voided, passed]) == ["voided", "passed"]
        assert voided["object"] == {"objectType": "StatementRef", "id": statements[failed]["id"]}
        assert passed["id"] == str(made)
        assert passed["context"]["extensions"][NAMESPACE.correction_extension] == {
            "reason": "regrade",
            "replaces": statements[failed]["id"],
            "occurred": statements[failed]["timestamp"],
        }
        assert len(world.deliveries()) == len(statements)

    def test_may_only_take_back(self, world: World) -> None:
        world.play(mixed)
        assert self.correct(world, 2) is None
        assert verbs(told(world))[-1] == "voided"

    @pytest.mark.parametrize("case", ["unknown", "under_way", "already_corrected"])
    def test_are_refused(self, world: World, case: str) -> None:
        if case == "under_way":
            world.start(world.launch())
        else:
            world.play(mixed)
        if case == "already_corrected":
            self.correct(world, 2)
        before = world.bodies()
        index = {"unknown": None, "under_way": 1, "already_corrected": 2}[case]
        with pytest.raises(NotCorrectableError, match=case):
            self.correct(world, index)
        assert world.bodies() == before


def test_only_graded_attempts_leave_traces(world: World) -> None:
    world.play(mixed)
    with world.database.begin() as session:
        modes = session.scalars(select(Attempt.mode)).all()
    assert set(modes) == {Mode.GRADED}
