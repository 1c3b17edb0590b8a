"""`parcours simulate`: the table, the file, the picture, and figures that mean something."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from click.testing import CliRunner, Result

import content
from lti_tool.adaptive import Choice, Joint, Outcome
from lti_tool.adaptive.simulation.contestants import JointContestant, LadderContestant, RandomContestant
from lti_tool.adaptive.simulation.population import Setting, draw
from lti_tool.adaptive.simulation.trial import Record, figures, place_everybody, true_scores
from lti_tool.cli import main
from lti_tool.simulations import ground


@pytest.fixture(scope="module")
def place() -> ground.Ground:
    return ground.competences(content.load(), 1, 3)


def parcours(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["simulate", "--people", "6", *arguments])


def test_the_table_the_file_and_the_picture(tmp_path: Path) -> None:
    result = parcours("--csv", str(tmp_path / "t.csv"), "--svg", str(tmp_path / "c.svg"))

    assert result.exit_code == 0, result.output
    assert "1 compétence(s), banque fictive" in result.output
    with (tmp_path / "t.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows][:3] == ["ladder", "joint", "hasard"]
    assert float(rows[0]["ratio"]) == 1
    picture = ET.fromstring((tmp_path / "c.svg").read_text(encoding="utf-8"))
    words = " ".join(picture.itertext())
    assert "joint" in words
    assert "épreuves par personne" in words
    assert not picture.findall(".//{http://www.w3.org/2000/svg}script")


def test_the_same_seed_gives_the_same_figures_and_json_is_for_scripts() -> None:
    one, two = (json.loads(parcours("--json", "--seed", "3").stdout) for _ in range(2))
    other = json.loads(parcours("--json", "--seed", "4").stdout)

    assert one == two
    assert one["engines"] != other["engines"]
    assert {"ground", "people", "items", "engines", "curves"} == set(one)


def test_a_real_pathway_and_its_own_items() -> None:
    result = json.loads(parcours("--json", "--pathway", "cyber-rgpd").stdout)

    catalogue = content.load()
    assert result["items"] == len(catalogue.playable_items(catalogue.pathways["cyber-rgpd"]))
    assert "banque réelle" in result["ground"]


def test_mistakes_are_told_in_a_sentence(tmp_path: Path) -> None:
    unknown = parcours("--pathway", "rien")
    assert (unknown.exit_code, "n’existe pas" in unknown.output) == (2, True)
    unwritable = parcours("--csv", str(tmp_path / "absent" / "t.csv"))
    assert (unwritable.exit_code, "Impossible d’écrire" in unwritable.output) == (2, True)


def test_the_population_is_the_one_that_was_asked_for(place: ground.Ground) -> None:
    wide = ground.competences(content.load(), 16, 1)
    people = draw(Setting(mean=2.0), wide.bank, wide.policy, 400, 1)
    competences = [wide.policy.places[topic].competence for topic in people.topics]
    mine = np.array([name == competences[0] for name in competences])
    theirs = np.array([name == competences[-1] for name in competences])
    means = np.stack([people.levels[:, mine].mean(axis=1), people.levels[:, theirs].mean(axis=1)])

    assert people.levels.mean() == pytest.approx(2.0, abs=0.25)
    assert 0.4 < np.corrcoef(means)[0, 1] < 0.75  # 0.65, less what the few topics blur
    truth = true_scores(people, wide.policy)
    assert truth.min() >= 0
    assert truth.max() <= 7


def test_a_contestant_that_knows_everything_is_found_perfect(place: ground.Ground) -> None:
    people = draw(Setting(), place.bank, place.policy, 30, 1)
    truth = true_scores(people, place.policy)
    ladder = place_everybody(LadderContestant(), place.bank, place.policy, people, 40, only_the_end=True)
    seer = Record(
        "seer",
        np.repeat(truth[:, None], 3, axis=1),
        np.full((30, 3, 1), 0.1),
        np.full((30, 2), 0),
        np.full(30, 2),
    )
    line = figures(seer, truth, ladder)

    assert (line.ratio, line.rmse, line.bias, line.exact, line.coverage) == (0, 0, 0, 1, 1)
    blind = Record("blind", np.full((30, 3, 1), 9.0), None, np.full((30, 2), 0), np.full(30, 2))
    lost = figures(blind, truth, ladder)
    assert (lost.ratio, lost.coverage, lost.exposure) == (None, None, 2.0 / 1)


def test_choosing_items_beats_any_order(place: ground.Ground) -> None:
    people = draw(Setting(), place.bank, place.policy, 150, 5)
    truth = true_scores(people, place.policy)
    errors = [
        np.sqrt(((place_everybody(one, place.bank, place.policy, people, 7).mean[:, -1] - truth) ** 2).mean())
        for one in (JointContestant(), RandomContestant())
    ]

    assert errors[0] < errors[1]


def test_most_forecasts_of_the_length_hold(place: ground.Ground) -> None:
    people = draw(Setting(), place.bank, place.policy, 30, 77)
    policy, engine = replace(place.policy, precision=0.7), Joint()
    row = {item.id: number for number, item in enumerate(place.bank)}
    held: list[bool] = []
    for person in range(30):
        state, forecasts = engine.start(place.bank, policy, f"person {person}"), []
        while isinstance(choice := engine.next(state), Choice):
            forecasts.append(engine.estimate(state).progress)
            right = people.right[person, row[choice.item_id]]
            state = engine.answer(state, choice.item_id, Outcome.CORRECT if right else Outcome.INCORRECT)
        length = len(state.answers)
        held += [one.fewest_left <= length - one.answered <= one.most_left for one in forecasts]

    assert np.mean(held) > 0.85
