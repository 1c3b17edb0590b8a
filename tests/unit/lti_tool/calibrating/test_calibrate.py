"""`parcours calibrate`, from the stored answers to a signed file that the next attempts use."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import content
from content.calibration import Calibration
from content.files import CalibrationFile
from content.model import Catalogue
from content.sources import read_yaml
from lti_tool.assessment import services
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.models import Attempt, Mode
from lti_tool.calibrating.answers import Group, sittings
from lti_tool.calibrating.document import as_yaml
from lti_tool.calibrating.proposal import propose
from lti_tool.cli import main
from lti_tool.db import Database
from tests.unit.lti_tool.assessment.conftest import Room, catalogue, room
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL

__all__ = ["catalogue", "room"]

PEOPLE = 16
TODAY = date(2026, 11, 24)


def answered(room: Room, people: int = PEOPLE) -> list[Attempt]:
    """People of every level go to the end; one item in their way is much harder than it says."""
    draw, attempts = random.Random(3), []
    for _ in range(people):
        launch, ability = room.learner(), draw.gauss(3, 1.5)
        attempt = services.start(room.desk(), launch)
        while attempt.pending is not None:
            level = int(attempt.pending.skill.rpartition(".")[2])
            room.answer(launch, attempt, right=draw.random() < 1 / (1 + 2.7 ** (level - ability)))
        attempts.append(attempt)
    return attempts


def signed(calibration: Calibration) -> Calibration:
    return calibration.model_copy(update={"reviewed_by": "Camille Laurier", "reviewed_on": TODAY})


def with_calibration(catalogue: Catalogue, **named: Calibration) -> Catalogue:
    return catalogue.model_copy(update={"calibrations": named})


def test_what_is_read_is_what_counts(room: Room) -> None:
    attempts = answered(room, 4)
    attempts[1].mode = Mode.PRACTICE
    attempts[2].number = 2
    old = attempts[3].administrations[0]
    old.item_version += 1
    room.session.flush()

    found = sittings(room.session, room.catalogue)

    assert len(found) == 2
    assert len(found[0].answers) == len(attempts[0].administrations)
    assert len(found[1].answers) == len(attempts[3].administrations) - 1
    assert old.item_id not in {one.item_id for one in found[1].answers}
    assert found[0].groups[Group.PERIOD] == "avant"
    assert found[1].groups[Group.PERIOD] == "après"
    assert set(found[0].groups) == {Group.PLATFORM, Group.PERIOD}


def test_the_proposal_says_what_was_answered_and_is_not_signed(room: Room) -> None:
    attempts = answered(room)
    shown = [one.item_id for attempt in attempts for one in attempt.administrations]

    proposal = propose(
        room.catalogue, sittings(room.session, room.catalogue), list(Group), least=6, today=TODAY
    )

    made = proposal.calibration
    assert (made.attempts, made.answers) == (PEOPLE, len(shown))
    assert not made.is_reviewed
    assert {one.id for one in made.items} == {name for name in shown if shown.count(name) >= 6}
    assert proposal.waiting == len(set(shown)) - len(made.items)
    for one in made.items:
        assert one.answers == shown.count(one.id)
        assert abs(one.difficulty - one.label) <= 2.5
        assert one.difficulty_sd < 0.61


def test_the_file_is_the_proposal_and_names_nobody(room: Room, tmp_path: Path) -> None:
    answered(room, 6)
    found = sittings(room.session, room.catalogue)
    made = propose(room.catalogue, found, (), least=3, today=TODAY).calibration
    path = tmp_path / "essai.yaml"
    path.write_text(as_yaml(made), encoding="utf-8")

    document = read_yaml(path, path.name)
    again = CalibrationFile.model_validate(document.values).calibration  # type: ignore[union-attr]

    assert again == made
    assert "sans effet tant que personne ne l'a relu" in path.read_text(encoding="utf-8")
    assert "personne-" not in path.read_text(encoding="utf-8")


def test_only_a_signed_calibration_changes_the_attempts_that_begin_after_it(room: Room) -> None:
    answered(room, 6)
    found = sittings(room.session, room.catalogue)
    made = propose(room.catalogue, found, (), least=3, today=TODAY).calibration
    before = services.start(room.desk(), room.learner())

    room.catalogue = with_calibration(room.catalogue, a=made)
    unsigned = services.start(room.desk(), room.learner())
    room.catalogue = with_calibration(room.catalogue, a=signed(made), b=made)
    after = services.start(room.desk(), room.learner())

    assert (before.calibration, unsigned.calibration, after.calibration) == (None, None, "a")
    for one in (before, unsigned):
        _, state = engine_state(one, room.catalogue)
        assert all(item.difficulty is None for item in state.bank)
    _, state = engine_state(after, room.catalogue)
    calibrated = {item.id: item for item in state.bank if item.difficulty is not None}
    assert set(calibrated) == {one.id for one in made.items} & {item.id for item in state.bank}
    some = made.items[0]
    assert (calibrated[some.id].difficulty, calibrated[some.id].guessing) == (some.difficulty, some.guessing)


def test_an_item_that_has_changed_since_keeps_its_label(room: Room) -> None:
    answered(room, 6)
    found = sittings(room.session, room.catalogue)
    made = signed(propose(room.catalogue, found, (), least=3, today=TODAY).calibration)
    changed = made.items[0].id
    item = room.catalogue.items[changed]
    items = room.catalogue.items | {changed: item.model_copy(update={"version": item.version + 1})}
    room.catalogue = with_calibration(room.catalogue, a=made).model_copy(update={"items": items})

    _, state = engine_state(services.start(room.desk(), room.learner()), room.catalogue)

    assert {one.id: one.difficulty for one in state.bank}[changed] is None


def test_calibrating_again_starts_from_the_labels(room: Room) -> None:
    answered(room, 6)
    found = sittings(room.session, room.catalogue)
    first = propose(room.catalogue, found, (), least=3, today=TODAY).calibration
    catalogue = with_calibration(room.catalogue, a=signed(first))

    again = propose(catalogue, [replace(one) for one in found], (), least=3, today=TODAY).calibration

    assert again == first


@pytest.fixture
def environment(database_url: str) -> dict[str, str]:
    return {
        "PARCOURS_PUBLIC_URL": PUBLIC_URL,
        "PARCOURS_SECRET_KEY": "x" * 40,
        "PARCOURS_DATABASE_URL": database_url,
    }


def test_the_command_proposes_and_never_overwrites(
    environment: dict[str, str], database_url: str, tmp_path: Path, clock: object, catalogue: Catalogue
) -> None:
    database = Database(database_url)
    with database.begin() as session:
        answered(Room(session, catalogue, clock), 12)  # type: ignore[arg-type]
    database.dispose()
    path = tmp_path / "calibrage.yaml"

    def run(*options: str) -> Result:
        return CliRunner().invoke(main, ["calibrate", "--min-answers", "5", *options], env=environment)

    seen, written, told = run(), run("--out", str(path)), json.loads(run("--json").stdout)
    kept = path.read_text(encoding="utf-8")
    again = run("--out", str(path))

    assert (seen.exit_code, written.exit_code) == (0, 0)
    assert "Rien n’est écrit" in seen.output
    assert "12 tentative(s)" in seen.output
    assert "Sans effet tant que personne ne l’a relue" in written.output
    assert told["tentatives"] == 12
    assert told["relu_par"] is None
    assert "existe déjà" in again.output
    assert again.exit_code == 2
    assert path.read_text(encoding="utf-8") == kept


def test_an_empty_database_has_nothing_to_say(environment: dict[str, str]) -> None:
    result = CliRunner().invoke(main, ["calibrate"], env=environment)

    assert result.exit_code == 0
    assert "0 tentative(s), 0 réponse(s)." in result.output


def test_the_shipped_content_has_no_calibration() -> None:
    assert content.load().calibration_in_use is None
