"""Each kind of mistake is told with its file, its line, its key and what to do; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import ContentError, InvalidContentError, MissingContentError, Problem
from content.sources import MAX_BYTES
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

ITEMS = ITEMS_HEAD + ITEM


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        content.load(root)
    return caught.value.problems


def only_problem(root: Path) -> Problem:
    problems = problems_of(root)
    assert len(problems) == 1, problems
    return problems[0]


def test_a_valid_folder_loads(tmp_path: Path) -> None:
    catalogue = content.load(write_content(tmp_path))
    assert list(catalogue.items) == ["jardin-1-a"]
    assert [skill.id for skill in catalogue.target_skills(catalogue.pathways["essai"])] == ["jardin.1"]
    assert list(catalogue.skills) == ["jardin.1", "jardin.3"]
    source = catalogue.sources["jardin-1-a"]
    assert (source.file, source.line()) == (HOME, 4)
    assert source.line("controle.attendu") == line_of(ITEMS, "controle")
    assert source.line("retour.indices.0.texte") == line_of(ITEMS, "retour:")
    assert catalogue.sources["sujet:jardin"].line("niveaux.3") == line_of(FRAMEWORK, "3: Tailler")
    assert catalogue.sources["parcours:essai"].line("cibles.jardin") == line_of(PATHWAY, "jardin: 1")


def test_values_are_plain(tmp_path: Path) -> None:
    item = content.load(write_content(tmp_path)).items["jardin-1-a"]
    assert type(item.title) is str
    assert type(item.data.options[0].text) is str
    assert type(item.duration_s) is int


@pytest.mark.parametrize(
    ("before", "after", "key", "advice"),
    [
        ("    titre: Arroser\n", "", "epreuves.0.titre", "Ajoutez la clé « titre »"),
        ("consigne: Ch", "consgine: Ch", "epreuves.0.consgine", "vouliez-vous écrire « consigne » ?"),
        ("La pelle", "La pelle, en fer", "epreuves.0.donnees.options.0.en fer", "entre guillemets"),
        ("format: choix", "format: devinette", "epreuves.0.format", "Écrivez l'une de ces valeurs : 'choix'"),
        ("duree_s: 60", "duree_s: longue", "epreuves.0.duree_s", "nombre entier"),
        ("duree_s: 60", "duree_s: 10", "epreuves.0.duree_s", "supérieur ou égal à 30"),
        ("duree_s: 60", "duree_s: 9000", "epreuves.0.duree_s", "inférieur ou égal à 600"),
        ("id: jardin-1-a", "id: Jardin_1", "epreuves.0.id", "minuscules sans accent"),
        ("2030-01-01", "bientôt", "epreuves.0.a_revoir_le", "AAAA-MM-JJ"),
        ("titre: Arroser", "titre: 12", "epreuves.0.titre", "guillemets"),
        ("{attendu: arrosoir}", "{attendu: {a: [1]}}", "epreuves.0.controle.attendu", "Écrivez un texte"),
        ("      options:", "      aide: x\n      options:", "epreuves.0.donnees.aide", "n'existe pas ici"),
        (
            "{attendu: arrosoir}",
            "{attendu: arrosoir, essais: 2}",
            "epreuves.0.controle.essais",
            "n'existe pas ici",
        ),
        ("CC-BY-SA-4.0", "MIT", "licence", "'CC-BY-SA-4.0'"),
    ],
)
def test_a_wrong_value_names_its_line_its_key_and_what_to_do(
    tmp_path: Path, before: str, after: str, key: str, advice: str
) -> None:
    text = changed(ITEMS, before, after)
    problems = [problem for problem in problems_of(write_content(tmp_path, items=text)) if problem.key == key]
    assert len(problems) == 1
    assert advice in problems[0].message
    assert problems[0].file == HOME
    # A missing key is told where the item begins.
    expected = line_of(text, after.strip().split("\n")[0]) if after.strip() else 4
    assert problems[0].line == expected


def test_the_item_at_fault_is_named(tmp_path: Path) -> None:
    text = changed(ITEMS, "duree_s: 60", "duree_s: longue")
    assert only_problem(write_content(tmp_path, items=text)).item == "jardin-1-a"


def test_every_problem_of_every_file_comes_at_once(tmp_path: Path) -> None:
    broken = changed(changed(ITEMS, "duree_s: 60", "duree_s: longue"), "titre: Arroser", "titre: 12")
    root = write_content(tmp_path, items=broken, pathway=changed(PATHWAY, "duree_min: 5", "duree_min: x"))
    assert [(p.file, p.key) for p in problems_of(root)] == [
        (HOME, "epreuves.0.duree_s"),
        (HOME, "epreuves.0.titre"),
        ("parcours/essai.yaml", "parcours.duree_min"),
    ]


def test_malformed_yaml_has_its_line_and_hides_no_other_file(tmp_path: Path) -> None:
    text = changed(ITEMS, "titre: Arroser", "titre: [Arroser")
    root = write_content(tmp_path, items=text, pathway=changed(PATHWAY, "duree_min: 5", "duree_min: x"))
    first, second = problems_of(root)
    assert first.file == HOME
    assert first.line is not None
    assert first.line >= line_of(text, "[Arroser")
    assert "YAML est mal formé" in first.message
    assert second.key == "parcours.duree_min"


def test_a_key_written_twice(tmp_path: Path) -> None:
    text = changed(ITEMS, "    format: choix\n", "    format: choix\n    format: texte\n")
    problem = only_problem(write_content(tmp_path, items=text))
    assert "deux fois" in problem.message
    assert problem.line == line_of(text, "format: texte")


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    root = write_content(tmp_path)
    (root / HOME).write_bytes("titre: été".encode("latin-1"))
    assert "UTF-8" in only_problem(root).message


@pytest.mark.parametrize(
    "text",
    [
        f"{ITEMS}# {'x' * MAX_BYTES}\n",
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
            for before, name in zip("abcdef", "bcdefg", strict=True)
        ),
    ],
    ids=["long", "aliases of aliases"],
)
def test_a_file_that_is_too_big(tmp_path: Path, text: str) -> None:
    problem = only_problem(write_content(tmp_path, items=text))
    assert problem.file == HOME
    assert "dépasse 512 ko" in problem.message


@pytest.mark.parametrize("text", ["", "[]", "un mot"])
def test_a_file_without_keys(tmp_path: Path, text: str) -> None:
    problem = only_problem(write_content(tmp_path, items=text))
    assert problem.line == 1
    assert "clés" in problem.message


def test_a_file_that_would_be_ignored(tmp_path: Path) -> None:
    problem = only_problem(write_content(tmp_path, extra={"items/4.1/potager.yml": "a: 1"}))
    assert problem.file == "items/4.1/potager.yml"
    assert "Renommez" in problem.message


def test_no_framework(tmp_path: Path) -> None:
    with pytest.raises(MissingContentError) as caught:
        content.load(tmp_path)
    assert caught.value.problems[0].file == "referentiel.yaml"


def test_no_items_and_no_pathways_is_an_empty_bank(tmp_path: Path) -> None:
    (tmp_path / "referentiel.yaml").write_text(FRAMEWORK, encoding="utf-8")
    catalogue = content.load(tmp_path)
    assert catalogue.items == {}
    assert catalogue.pathways == {}


def test_the_message_of_the_error_is_the_list_of_problems(tmp_path: Path) -> None:
    text = changed(ITEMS, "duree_s: 60", "duree_s: longue")
    with pytest.raises(InvalidContentError) as caught:
        content.load(write_content(tmp_path, items=text))
    assert str(caught.value) == (
        "items/4.1/jardin.yaml, ligne 7 : erreur (jardin-1-a · epreuves.0.duree_s) : "
        "Écrivez un nombre entier.\n1 erreur, 0 avertissement."
    )
