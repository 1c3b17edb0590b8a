"""Many draws of one item: a rule that a single draw breaks is found, and told with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import InvalidContentError, Problem, Severity
from content.checks import item_findings
from content.drawn import FEWEST_VALUES
from content.variants.seeds import numbered
from tests.unit.content.bench import ITEM, ITEMS_HEAD, changed, line_of, write_content

OPTIONS = ITEM[ITEM.index("    donnees:") : ITEM.index("    controle")]
NUMBER = changed(
    changed(changed(ITEM, "format: choix", "format: nombre"), OPTIONS, "    donnees: {aide: En chiffres.}\n"),
    "    controle: {attendu: arrosoir}\n",
    '    controle: {attendu: "{{litres}}"}\n',
)


def problems_of(
    root: Path, item: str, parameters: str = "", seeds: int = 200, more: str = ""
) -> list[Problem]:
    drawn = changed(item, "    titre: Arroser\n", f"{parameters}    titre: Arroser\n{more}")
    try:
        catalogue = content.load(write_content(root, items=ITEMS_HEAD + drawn))
    except InvalidContentError as error:  # what fails at once does not even load
        return list(error.problems)
    return content.check(catalogue, seeds=seeds)


def with_parameters(*lines: str) -> str:
    return "    parametres:\n" + "".join(f"      {line}\n" for line in lines)


def test_enough_values_that_differ_are_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, NUMBER, with_parameters("litres: {entier: [1, 40]}")) == []


def test_a_division_by_zero_on_some_seed_names_the_parameter_the_seed_and_the_line(tmp_path: Path) -> None:
    lines = with_parameters("jours: {entier: [0, 99]}", 'litres: {derive: "12 / jours"}')
    (problem,) = (p for p in problems_of(tmp_path, NUMBER, lines, seeds=500) if p.severity is Severity.ERROR)
    text = (tmp_path / problem.file).read_text(encoding="utf-8")

    assert problem.key == "parametres.litres"
    assert "Division par zéro" in problem.message
    assert "graine" in problem.message
    assert problem.line == line_of(text, "litres: {derive")


def test_a_rare_division_by_zero_escapes_a_few_seeds_but_not_five_hundred(tmp_path: Path) -> None:
    lines = with_parameters("jours: {entier: [0, 99]}", 'litres: {derive: "12 / jours"}')
    item = next(iter(content.load(write_content(tmp_path, items=_drawn(lines))).items.values()))

    assert not any("zéro" in one.message for one in item_findings(item, None, 5))
    assert any("zéro" in one.message for one in item_findings(item, None, 500))


def _drawn(lines: str) -> str:
    return ITEMS_HEAD + changed(NUMBER, "    titre: Arroser\n", f"{lines}    titre: Arroser\n")


@pytest.mark.parametrize(
    ("lines", "key", "advice"),
    [
        (['a: {derive: "b"}', 'b: {derive: "litres"}', 'litres: {derive: "a"}'], "parametres.", "sans fin"),
        (['litres: {derive: "inconnu + 1"}'], "parametres.litres", "n'est pas un paramètre"),
        (['litres: {derive: "1 +"}'], "parametres.litres", "n'est pas une expression"),
        (['litres: {derive: "9 * 999999999999"}'], "parametres.litres", "trop grand"),
        (["litres: {entier: [1, 40]}", "autre: {entier: [1, 9]}"], "parametres.autre", "ne sert pas"),
    ],
)
def test_a_parameter_that_cannot_be_drawn_or_that_does_not_serve(
    tmp_path: Path, lines: list[str], key: str, advice: str
) -> None:
    errors = [
        p for p in problems_of(tmp_path, NUMBER, with_parameters(*lines)) if p.severity is Severity.ERROR
    ]

    assert len(errors) == 1
    assert errors[0].key.removeprefix("epreuves.0.").startswith(key)
    assert advice in errors[0].message
    assert errors[0].line is not None


def test_too_few_draws_for_a_typed_value(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, NUMBER, with_parameters("litres: {entier: [1, 19]}"))

    assert (problem.severity, problem.key) == (Severity.WARNING, "parametres")
    assert f"19 jeux seulement : prévoyez-en {FEWEST_VALUES}" in problem.message


def test_an_answer_that_comes_back_too_often(tmp_path: Path) -> None:
    lines = with_parameters("n: {entier: [1, 40]}", 'litres: {derive: "3 si n < 25 sinon n"}')
    (problem,) = problems_of(tmp_path, NUMBER, lines)

    assert (problem.severity, problem.key) == (Severity.WARNING, "controle.attendu")
    assert "La réponse 3.0 revient dans" in problem.message


def test_a_drawn_choice_may_not_lean_to_one_option(tmp_path: Path) -> None:
    item = changed(ITEM, "{attendu: arrosoir}", '{attendu: "{{bon}}"}')
    often = with_parameters("bon: {liste: [pelle, pelle, pelle, pelle, pelle, arrosoir]}")
    (problem,) = problems_of(tmp_path, item, often)

    assert problem.key == "controle.attendu"
    assert "60 % au plus" in problem.message


def test_a_rule_broken_by_one_draw_is_found(tmp_path: Path) -> None:
    item = changed(ITEM, "texte: La pelle", 'texte: "La pelle de {{qui}}"')
    lines = with_parameters("qui: {liste: [Malo, Inès, Karim, Nour, Jeanne, Chrome]}")
    (problem,) = problems_of(tmp_path, item, lines)

    assert problem.key == "donnees.options.0.texte"
    assert "Retirez la marque « Chrome »" in problem.message


@pytest.mark.parametrize(
    ("rehearsal", "advice"),
    [
        ("{n: 3, attendu: 6}", None),
        ("{n: 3, attendu: 7}", "donnent 6.0, et non 7"),
        ("{m: 3, attendu: 7}", "« m » n'est pas un paramètre"),
        ("{n: zéro, attendu: 7}", "ne se calculent pas"),
    ],
)
def test_rehearsals_are_replayed(tmp_path: Path, rehearsal: str, advice: str | None) -> None:
    lines = with_parameters("n: {entier: [1, 40]}", 'litres: {derive: "2 * n"}')
    found = problems_of(tmp_path, NUMBER, lines, more=f"    verifications:\n      - {rehearsal}\n")

    assert [problem.key for problem in found] == (["verifications.0"] if advice else [])
    assert advice is None or advice in found[0].message


def test_a_hint_names_only_what_it_can_read(tmp_path: Path) -> None:
    hint = 'de l\'eau.\n      indices:\n        - {si: "reponse == double", texte: Relisez.}\n'
    lines = with_parameters("litres: {entier: [1, 40]}")
    (problem,) = problems_of(tmp_path, changed(NUMBER, "de l'eau.\n", hint), lines)

    assert problem.key == "retour.indices.0.si"
    assert "« double »" in problem.message


def test_the_seed_of_authors_is_a_number() -> None:
    assert numbered(7) == bytes([0, 0, 0, 7])
