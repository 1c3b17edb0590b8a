"""`parcours content check` plays items: a solution that does not pass is found, and so is one that shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import content
from lti_tool.cli import main
from lti_tool.workshop.replay import marking_findings
from tests.unit.content.bench import ITEM, ITEMS_HEAD, changed, write_content

SEVERAL_SEEDS = 20
BODY = ITEM[ITEM.index("    donnees:") : ITEM.index("    retour")]
DEVICE = changed(changed(ITEM, "format: choix", "format: appareil"), BODY, """\
    donnees:
      titre: Poste
      rubriques:
        - id: s1
          titre: Réglages
          reglages: [{id: r1, titre: Son, valeur: false}]
    controle:
      exiger: [{id: son, chemin: reglages.r1.valeur, valeur: true, texte: Allumer le son du poste}]
      solution: [{faire: regler, reglage: r1, valeur: true}]
""")  # fmt: skip
DEVICE = changed(
    DEVICE, "de l'eau.\n", "de l'eau.\n      indices: [{si_absent: son, texte: Cherchez le son.}]\n"
)


def check(root: Path, item: str, *options: str) -> Result:
    write_content(root, items=ITEMS_HEAD + item)
    return CliRunner().invoke(main, ["content", "check", "--root", str(root), "--seeds", "20", *options])


def test_a_good_bank_is_accepted_and_the_scope_is_said(tmp_path: Path) -> None:
    result = check(tmp_path, DEVICE, "--strict")

    assert result.exit_code == 0, result.output
    assert "0 erreur, 0 avertissement." in result.output
    assert "Épreuves : 1, dont 1 jouées et corrigées ; 20 tirages" in result.output


@pytest.mark.parametrize(
    ("before", "after", "key", "advice"),
    [
        ("valeur: true}]\n    retour", "valeur: false}]\n    retour", "controle.solution", "est refusée"),
        ("reglage: r1", "reglage: r9", "controle.solution", "n'est pas possible"),
        ("valeur: true, texte", "valeur: false, texte", "controle.exiger", "Ne rien faire suffit"),
        ("titre: Son,", "titre: Allumer le son du poste,", "controle.exiger.0.texte", "la réponse se lit"),
        (
            "      indices: [{si_absent: son, texte: Cherchez le son.}]\n",
            "",
            "retour.indices",
            "aucun indice",
        ),
        ("valeur: false}]\n    controle", "valeur: 3}]\n    controle", "donnees.", "ne peut pas se jouer"),
    ],
)
def test_a_simulator_that_is_marked_wrongly(
    tmp_path: Path, before: str, after: str, key: str, advice: str
) -> None:
    result = check(tmp_path, changed(DEVICE, before, after))

    assert result.exit_code == 1
    found = [line for line in result.output.splitlines() if advice in line]
    assert found, result.output
    assert f"jardin-1-a · {key}" in found[0]
    assert "items/4.1/jardin.yaml, ligne" in found[0]


def test_a_help_that_gives_the_answer_of_one_draw(tmp_path: Path) -> None:
    item = changed(changed(ITEM, "format: choix", "format: nombre"), BODY, """\
    parametres: {litres: {entier: [1, 40]}}
    donnees: {aide: "En chiffres, par exemple 12."}
    controle: {attendu: "{{litres}}"}
""")  # fmt: skip
    result = check(tmp_path, item, "--seeds", "300")

    assert result.exit_code == 1
    assert "« 12 » est la réponse de l'un des tirages" in result.output


def test_a_help_that_gives_the_date_of_one_draw(tmp_path: Path) -> None:
    item = changed(changed(ITEM, "format: choix", "format: date"), BODY, """\
    parametres: {jour: {date: {entre: [2026-05-01, 2026-06-09]}}}
    donnees: {aide: "Par exemple 12 mai 2026."}
    controle: {attendu: "{{jour}}"}
""")  # fmt: skip
    result = check(tmp_path, item, "--seeds", "300")

    assert result.exit_code == 1
    assert "« 12 mai 2026 » est la réponse de l'un des tirages" in result.output


def test_a_typed_answer_written_in_the_request(tmp_path: Path) -> None:
    item = changed(changed(ITEM, "format: choix", "format: texte"), BODY, """\
    donnees: {aide: Un mot.}
    controle: {attendu: outil}
""")  # fmt: skip
    (finding,) = marking_findings(
        next(iter(content.load(write_content(tmp_path, items=ITEMS_HEAD + item)).items.values()))
    )

    assert finding.key == "consigne"


def test_strict_makes_a_warning_fail(tmp_path: Path) -> None:
    short = changed(ITEM, "duree_s: 60", "duree_s: 45")

    assert check(tmp_path, short).exit_code == 0
    assert check(tmp_path, short, "--strict").exit_code == 1


def test_a_script_reads_the_findings_as_json(tmp_path: Path) -> None:
    write_content(tmp_path, items=ITEMS_HEAD + changed(ITEM, "duree_s: 60", "duree_s: 45"))
    result = CliRunner().invoke(main, ["content", "check", "--root", str(tmp_path), "--json"])

    (finding,) = json.loads(result.stdout)
    assert (finding["file"], finding["line"], finding["key"]) == ("items/4.1/jardin.yaml", 7, "duree_s")
    assert finding["severity"] == "avertissement"


@pytest.mark.slow
def test_what_we_ship_is_played_without_a_finding() -> None:
    problems = content.check(content.load(), seeds=SEVERAL_SEEDS, rules=(marking_findings,))

    assert problems == [], content.format_problems(problems)
