"""References that lead nowhere, ids used twice, skills that nothing assesses."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from tests.unit.content.bench import (
    FRAMEWORK,
    HOME,
    ITEM,
    ITEMS_HEAD,
    PATHWAY,
    changed,
    line_of,
    write_content,
)
from tests.unit.content.test_loader import only_problem, problems_of

ITEMS = ITEMS_HEAD + ITEM


def test_an_item_id_used_twice_in_one_file(tmp_path: Path) -> None:
    problem = only_problem(write_content(tmp_path, items=ITEMS + ITEM))
    assert f"« jardin-1-a » existe déjà ({HOME}, ligne 4)" in problem.message
    assert problem.line == 4 + ITEM.count("\n")


def test_an_item_id_used_twice_in_two_files(tmp_path: Path) -> None:
    messages = [
        p.message for p in problems_of(write_content(tmp_path, extra={"items/4.1/potager.yaml": ITEMS}))
    ]
    assert any("existe déjà" in message for message in messages)
    assert any(f"Déplacez cette épreuve dans le fichier « {HOME} »" in message for message in messages)


@pytest.mark.parametrize("skill", ["verger.1", "jardin.2", "jardin", "jardin.x", ""])
def test_an_unknown_skill(tmp_path: Path, skill: str) -> None:
    text = changed(ITEMS, "acquis: jardin.1", f'acquis: "{skill}"')
    problem = next(p for p in problems_of(write_content(tmp_path, items=text)) if p.item)
    assert f"L'acquis « {skill} » n'existe pas" in problem.message
    assert (problem.line, problem.key) == (5, "epreuves.0.acquis")


def test_an_id_that_does_not_follow_its_skill(tmp_path: Path) -> None:
    text = changed(ITEMS, "id: jardin-1-a", "id: jardin-3-a")
    assert "doit commencer par « jardin-1- »" in only_problem(write_content(tmp_path, items=text)).message


def test_an_item_in_the_wrong_folder(tmp_path: Path) -> None:
    problem = only_problem(write_content(tmp_path, home="items/4.2/jardin.yaml"))
    assert f"Déplacez cette épreuve dans le fichier « {HOME} »" in problem.message


@pytest.mark.parametrize(
    ("before", "after", "key", "advice"),
    [
        ('competence: "4.1"', 'competence: "9.9"', "sujets.0.competence", "« 9.9 » n'existe pas"),
        ('id: "4", titre', 'id: "5", titre', "competences.0.id", "domaine « 4 » n'existe pas"),
        ('digcomp: ["4.1"]', 'digcomp: ["4.2"]', "competences.0.digcomp", "ne relie pas 4.2 à 4.1"),
        ('crcn: ["4.1"]', 'crcn: ["4.2"]', "competences.0.digcomp", "ne relie pas 4.1 à 4.1"),
    ],
)
def test_a_framework_that_contradicts_itself(
    tmp_path: Path, before: str, after: str, key: str, advice: str
) -> None:
    root = write_content(tmp_path, framework=changed(FRAMEWORK, before, after))
    problem = next(p for p in problems_of(root) if p.file == "referentiel.yaml")
    assert problem.key == key
    assert advice in problem.message
    assert problem.line is not None


def test_a_topic_id_used_twice(tmp_path: Path) -> None:
    topic = FRAMEWORK[FRAMEWORK.index("  - id: jardin") :]
    problem = only_problem(write_content(tmp_path, framework=FRAMEWORK + topic))
    assert "« jardin » existe déjà" in problem.message
    assert problem.line == FRAMEWORK.count("\n") + 1


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("verger: 1", "Le sujet « verger » n'existe pas"),
        ("jardin: 2", "n'a pas de niveau 2 (niveaux : 1, 3)"),
    ],
)
def test_a_target_that_cannot_be_assessed(tmp_path: Path, target: str, advice: str) -> None:
    text = changed(PATHWAY, "jardin: 1", target)
    problem = only_problem(write_content(tmp_path, pathway=text))
    assert advice in problem.message
    assert (problem.file, problem.line) == ("parcours/essai.yaml", line_of(text, target))


def test_a_pathway_is_offered_once_each_of_its_skills_has_an_item(tmp_path: Path) -> None:
    complete = content.load(write_content(tmp_path / "a"))
    assert [pathway.id for pathway in complete.offered_pathways()] == ["essai"]
    text = changed(PATHWAY, "jardin: 1", "jardin: 3")
    partial = content.load(write_content(tmp_path / "b", pathway=text))
    assert [skill.id for skill in partial.missing_skills(partial.pathways["essai"])] == ["jardin.3"]
    assert partial.offered_pathways() == ()


@pytest.mark.parametrize("line", ["statut: retire", "statut: brouillon"])
def test_a_retired_item_leaves_a_pathway_incomplete_and_a_draft_item_does_not(
    tmp_path: Path, line: str
) -> None:
    text = changed(ITEMS, "format: choix", f"{line}\n    format: choix")
    catalogue = content.load(write_content(tmp_path, items=text))
    assert bool(catalogue.offered_pathways()) is (line == "statut: brouillon")


def test_a_draft_pathway_is_not_offered(tmp_path: Path) -> None:
    text = changed(PATHWAY, "type: socle", "type: socle\n  statut: brouillon")
    assert content.load(write_content(tmp_path, pathway=text)).offered_pathways() == ()


def test_an_item_without_a_player_leaves_its_skill_missing(tmp_path: Path) -> None:
    catalogue = content.load(write_content(tmp_path))
    without = catalogue.model_copy(update={"playable_formats": frozenset()})
    assert without.offered_pathways() == ()


def test_a_pathway_file_bears_the_name_of_its_pathway(tmp_path: Path) -> None:
    problem = only_problem(write_content(tmp_path, pathway=changed(PATHWAY, "id: essai", "id: autre")))
    assert "Nommez ce fichier « autre.yaml »" in problem.message


def test_a_pathway_id_used_twice(tmp_path: Path) -> None:
    messages = [p.message for p in problems_of(write_content(tmp_path, extra={"parcours/zed.yaml": PATHWAY}))]
    assert any("« essai » existe déjà" in message for message in messages)
