"""Whole attempts, played through the real services, and the statements that they leave behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from content.item import PLAYABLE, SIMULATED
from content.model import Format
from lti_tool.assessment.events import AttemptStarted
from lti_tool.assessment.models import Administration, Attempt, Outcome
from lti_tool.db import Database
from lti_tool.launch.models import Learner, Role
from lti_tool.learning_records.handlers import Recorder
from lti_tool.learning_records.models import Delivery, DeliveryState, StatementRow
from tests.support.clock import ManualClock
from tests.unit.lti_tool.learning_records.world import (
    ISSUER,
    PATHWAY,
    PUBLIC_URL,
    World,
    always,
    changed,
    make_world,
    mixed,
    only,
    shipped,
    with_threshold,
)
from xapi.errors import InvalidStatementError
from xapi.validator import check_sequence

OUTCOME = f"{PUBLIC_URL}/xapi/extensions/outcome"


def verbs(statements: list[dict[str, Any]]) -> list[str]:
    return [each["verb"]["id"].rsplit("/", 1)[1] for each in statements]


def is_the_end(statement: dict[str, Any]) -> bool:
    return verbs([statement])[0] in {"completed", "passed", "failed", "scored", "terminated"}


def told(world: World, registration: UUID | None = None) -> list[dict[str, Any]]:
    bodies = world.bodies(registration)
    assert check_sequence(bodies) == []
    return [json.loads(body) for body in bodies]


def counts(database: Database) -> tuple[int, int, int]:
    """Answers, statements, deliveries."""
    with database.begin() as session:
        answers = session.scalar(
            select(func.count()).select_from(Administration).where(Administration.answered_at.is_not(None))
        )
        rows = [session.scalar(select(func.count()).select_from(one)) for one in (StatementRow, Delivery)]
    return (answers or 0, rows[0] or 0, rows[1] or 0)


class TestAnAttempt:
    def test_is_told_from_start_to_end(self, world: World) -> None:
        attempt_id = world.play(mixed)

        statements = told(world)
        answers = world.attempt(attempt_id).administrations
        end = ["completed", "scored", *["achieved"] * verbs(statements).count("achieved"), "terminated"]
        expected = ["launched", "initialized", *["answered"] * len(answers), *end]
        assert verbs(statements) == expected
        assert {each["context"]["registration"] for each in statements} == {str(attempt_id)}
        assert {one.outcome for one in answers} == set(Outcome)

    def test_moments_go_forward_strictly(self, world: World) -> None:
        world.play(mixed)

        moments = [each["timestamp"] for each in told(world)]
        assert all(earlier < later for earlier, later in pairwise(moments))

    def test_moments_go_forward_when_the_clock_goes_back(self, world: World) -> None:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        world.step(launch_id, attempt_id, mixed)
        world.clock.advance(-4)

        with world.desk() as desk:
            world.answer(desk, launch_id, attempt_id, mixed)

        moments = [each["timestamp"] for each in told(world)]
        assert all(earlier < later for earlier, later in pairwise(moments))

    def test_names_nobody(self, world: World) -> None:
        world.play(mixed)

        with world.database.begin() as session:
            pseudonym = session.scalars(select(Learner)).one().pseudonym
        actors = [each["actor"] for each in told(world)]
        assert actors[0] == {
            "objectType": "Agent",
            "account": {"homePage": f"{PUBLIC_URL}/id/{world.platform_id}", "name": str(pseudonym)},
        }
        assert all(actor == actors[0] for actor in actors)

    def test_says_where_it_happened(self, world: World) -> None:
        world.play(mixed)

        context = told(world)[0]["context"]
        assert [each["id"] for each in context["contextActivities"]["grouping"]] == [
            ISSUER,
            f"{ISSUER}/lti/context/7",
            f"{ISSUER}/lti/link/42%2Fa%20b",
        ]
        assert (context["language"], context["platform"]) == ("fr", "Parcours Territoires")
        assert context["extensions"] == {
            f"{PUBLIC_URL}/xapi/extensions/attempt": {"number": 1, "mode": "graded"}
        }

    def test_is_about_a_version_of_the_pathway(self, world: World) -> None:
        world.play(mixed)

        first, *_, last = told(world)
        assert first["object"] == last["object"]
        version = world.catalogue.pathways[PATHWAY].version
        assert first["object"]["id"] == f"{PUBLIC_URL}/xapi/pathway/{PATHWAY}/v{version}"
        assert first["object"]["definition"]["name"] == {"fr": world.catalogue.pathways[PATHWAY].title}

    def test_under_an_issuer_that_is_no_web_address_keeps_stable_places(
        self, database: Database, clock: ManualClock
    ) -> None:
        world = make_world(database, clock, issuer="urn:moodle:mairie")
        world.play(mixed)

        grouping = told(world)[0]["context"]["contextActivities"]["grouping"]
        assert grouping[0]["id"] == f"{PUBLIC_URL}/id/{world.platform_id}"

    def test_of_someone_who_practises_is_not_told(self, world: World) -> None:
        world.play(mixed, world.launch(role=Role.TRAINER))
        world.play(mixed, world.launch(subject=None))

        assert world.bodies() == []

    def test_that_is_practice_is_ignored_whoever_tells_it(self, world: World) -> None:
        attempt_id = world.start(world.launch(role=Role.TRAINER))

        with world.database.begin() as session:
            attempt = session.get_one(Attempt, attempt_id)
            Recorder(world.catalogue, PUBLIC_URL).handle(AttemptStarted(attempt, world.clock()), session)

        assert world.bodies() == []

    def test_keeps_one_definition_when_the_content_changes_on_the_way(self, world: World) -> None:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        version = world.catalogue.pathways[PATHWAY].version
        world.step(launch_id, attempt_id, mixed)
        world.catalogue = changed(version=version + 1, title="Un autre titre")
        while world.step(launch_id, attempt_id, mixed):
            pass

        statements = told(world)  # definitions are compared there
        assert {each["context"]["revision"] for each in statements} == {str(version)}


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("outcome", "word", "success"),
        [
            (Outcome.CORRECT, "correct", True),
            (Outcome.INCORRECT, "incorrect", False),
            (Outcome.UNKNOWN, "dont-know", False),
            (Outcome.UNUSABLE, "neutralised", None),
        ],
    )
    def test_has_its_outcome(self, world: World, outcome: Outcome, word: str, success: bool | None) -> None:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        world.step(launch_id, attempt_id, always(outcome))

        result = told(world)[2]["result"]
        assert result["extensions"] == {OUTCOME: word}
        assert result["duration"] == "PT20S"
        assert result.get("success") is success
        assert ("score" in result) is (outcome != Outcome.UNUSABLE)
        assert ("response" in result) is (outcome in {Outcome.CORRECT, Outcome.INCORRECT})

    def test_is_about_a_version_of_the_item_and_a_competence(self, world: World) -> None:
        attempt_id = world.play(mixed)

        administrations = world.attempt(attempt_id).administrations
        pathway = f"{PUBLIC_URL}/xapi/pathway/{PATHWAY}/v{world.catalogue.pathways[PATHWAY].version}"
        answered = [each for each in told(world) if verbs([each]) == ["answered"]]
        for shown, statement in zip(administrations, answered, strict=True):
            item = world.catalogue.items[shown.item_id]
            competence = world.catalogue.topics[item.topic].competence
            around = statement["context"]["contextActivities"]
            assert statement["object"]["id"] == f"{PUBLIC_URL}/xapi/item/{item.id}/v{item.version}"
            assert [each["id"] for each in around["other"]] == [f"{PUBLIC_URL}/xapi/competency/{competence}"]
            assert [each["id"] for each in around["parent"]] == [pathway]

    @pytest.mark.parametrize("outcome", [Outcome.CORRECT, Outcome.INCORRECT])
    @pytest.mark.parametrize("form", sorted(PLAYABLE - SIMULATED))
    def test_in_free_text_stays_with_us(self, world: World, form: Format, outcome: Outcome) -> None:
        world.catalogue = only(form)
        attempt_id = world.play(always(outcome))

        answered = [each for each in told(world) if verbs([each]) == ["answered"]]
        given = [one.outcome for one in world.attempt(attempt_id).administrations]
        assert given
        assert given == [outcome] * len(answered)
        for statement in answered:
            assert ("response" in statement["result"]) is (form != Format.TEXT)

    def test_defines_a_drawn_item_alike_for_everybody(self, world: World) -> None:
        drawn = {id_: item for id_, item in shipped().items.items() if item.parameters}
        world.catalogue = shipped().model_copy(update={"items": drawn})
        for subject in ("1", "2", "3"):
            world.play(always(Outcome.CORRECT), world.launch(subject))

        answered = [
            each["object"] for each in map(json.loads, world.bodies()) if verbs([each]) == ["answered"]
        ]
        definitions: dict[str, set[str]] = {}
        for about in answered:
            definitions.setdefault(about["id"], set()).add(json.dumps(about["definition"], sort_keys=True))
        assert len(answered) > len(definitions) > 0
        assert [id_ for id_, found in definitions.items() if len(found) > 1] == []
        assert "{{" not in str(definitions)

    def test_partly_right_has_its_credit_and_no_success(self, world: World) -> None:
        world.catalogue = only(Format.MULTIPLE_CHOICE)
        attempt_id = world.play(always(Outcome.INCORRECT))

        credits = [one.score or 0.0 for one in world.attempt(attempt_id).administrations]
        results = [each["result"] for each in told(world) if verbs([each]) == ["answered"]]
        assert [one["score"]["scaled"] for one in results] == [
            pytest.approx(one, abs=1e-4) for one in credits
        ]
        assert any(0 < one < 1 for one in credits)
        assert not any(one["success"] for one in results)

    def test_of_an_item_changed_since_it_was_shown_is_about_what_was_marked(self, world: World) -> None:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        (shown,) = world.attempt(attempt_id).administrations
        newer = world.catalogue.items[shown.item_id].model_copy(update={"version": 9, "title": "Nouveau"})
        items = world.catalogue.items | {newer.id: newer}
        world.catalogue = world.catalogue.model_copy(update={"items": items})
        world.step(launch_id, attempt_id, mixed)

        about = told(world)[2]["object"]
        assert (about["id"], about["definition"]["name"]) == (
            f"{PUBLIC_URL}/xapi/item/{shown.item_id}/v9",
            {"fr": "Nouveau"},
        )


class TestTheEnd:
    @pytest.mark.parametrize(
        ("threshold", "outcome", "verb", "lowest", "highest"),
        [  # right all along is not all: some skills are neither asked nor inferred
            (60, Outcome.CORRECT, "passed", 0.6, 1),
            (60, Outcome.INCORRECT, "failed", 0, 0),
            (None, Outcome.CORRECT, "scored", 0.6, 1),
        ],
    )
    def test_judges_against_the_threshold(
        self,
        world: World,
        threshold: float | None,
        outcome: Outcome,
        verb: str,
        lowest: float,
        highest: float,
    ) -> None:
        world.catalogue = with_threshold(threshold)
        attempt_id = world.play(always(outcome))

        completed, judged, terminated = [each for each in told(world)[-6:] if is_the_end(each)]
        assert verbs([completed, judged, terminated]) == ["completed", verb, "terminated"]
        percent = world.attempt(attempt_id).percent
        assert percent is not None
        assert judged["result"]["score"]["scaled"] == pytest.approx(percent / 100, abs=1e-4)
        assert lowest <= percent / 100 <= highest
        assert judged["result"].get("success") is {"passed": True, "failed": False, "scored": None}[verb]

    def test_judges_nothing_when_no_item_could_be_used(self, world: World) -> None:
        attempt_id = world.play(always(Outcome.UNUSABLE))

        assert world.attempt(attempt_id).percent is None
        assert verbs(told(world))[-2:] == ["completed", "terminated"]


class TestTheOutbox:
    def test_has_a_row_for_each_destination_that_hears_the_platform(
        self, world: World, add_lrs: Callable[..., UUID]
    ) -> None:
        other = make_world(world.database, world.clock)
        everyone, ours = add_lrs(name="tous"), add_lrs(name="ici", platform_id=world.platform_id)
        add_lrs(name="ailleurs", platform_id=other.platform_id)
        world.start(world.launch())

        assert {row.lrs_id for row in world.deliveries()} == {everyone, ours}
        assert {row.state for row in world.deliveries()} == {DeliveryState.WAITING}

    def test_keeps_statements_that_no_destination_hears(self, world: World) -> None:
        world.start(world.launch())

        assert counts(world.database)[1:] == (2, 0)

    def test_is_rolled_back_with_the_answer(self, world: World, add_lrs: Callable[..., UUID]) -> None:
        add_lrs()
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        before = counts(world.database)

        def fail_late() -> None:
            with world.desk() as desk:
                world.answer(desk, launch_id, attempt_id, mixed)
                assert desk.session.scalar(select(func.count()).select_from(Delivery)) == before[2] + 1
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail_late()

        assert counts(world.database) == before
        world.step(launch_id, attempt_id, mixed)
        assert counts(world.database) == tuple(number + 1 for number in before)

    def test_refuses_an_answer_that_cannot_be_told(self, world: World) -> None:
        launch_id = world.launch()
        attempt_id = world.start(launch_id)
        before = counts(world.database)
        nameless = {id_: item.model_copy(update={"title": ""}) for id_, item in world.catalogue.items.items()}
        world.catalogue = world.catalogue.model_copy(update={"items": nameless})

        with pytest.raises(
            InvalidStatementError, match=r"language_map\.text at object\.definition\.name\.fr"
        ):
            world.step(launch_id, attempt_id, mixed)

        assert counts(world.database) == before

    def test_holds_an_event_once(self, world: World) -> None:
        attempt_id = world.start(world.launch())

        def tell_again() -> None:
            with world.database.begin() as session:
                attempt = session.get_one(Attempt, attempt_id)
                Recorder(world.catalogue, PUBLIC_URL).handle(AttemptStarted(attempt, world.clock()), session)

        with pytest.raises(IntegrityError):
            tell_again()

        assert verbs(told(world)) == ["launched", "initialized"]
