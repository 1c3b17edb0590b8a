"""The sheet: what each action changes, what a table gives, and its twin in the browser."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError

from lti_tool.interactions.simulators.reducer import states
from lti_tool.interactions.simulators.spreadsheet.reducer import Spreadsheet
from lti_tool.interactions.simulators.spreadsheet.table import looked_at
from lti_tool.interactions.simulators.state import IllegalActionError
from tests.unit.lti_tool.interactions.conftest import Twin

from .sequences import assert_twins_agree, random_journal

SCENE: dict[str, Any] = {
    "titre": "Inscriptions",
    "lignes": 9,
    "colonnes": 6,
    "cellules": {
        "A1": "Nom", "B1": "Repas", "C1": "Prix", "D1": "Nombre", "E1": "Montant",
        "A2": "Élise", "B2": "standard", "C2": 4.2, "D2": 3, "E2": "=C2*D2",
        "A3": "adam", "B3": "végétarien", "C3": 3.9, "D3": 1, "E3": "=C3*D3",
        "A4": "Zoé", "B4": "standard", "C4": "4,20", "D4": "2", "E4": "=C4*D4",
        "A5": "Bakary", "B5": "", "C5": "03/02/2026", "D5": "12.5", "E5": "=SOMME(D2:D4)",
        "F1": "Taux", "F2": "20 %",
    },
    "formats": {"E2:E5": "euro"},
    "protege": ["F1", "F2"],
    "tableau": "A1:E5",
    "outils": ["tri", "filtre", "croise", "format", "lignes"],
    "question": {"libelle": "Combien de repas ?"},
}  # fmt: skip

FORMULAS = [
    "=C2*D2", "=$F$2*E2", "=SOMME(E2:E5)", "=MOYENNE(C2:C4)", '=SI(D2>=2;"oui";"non")', "=E2&\" €\"",
    '=NB.SI(B2:B5;"standard")', '=SOMME.SI(B2:B5;"stand*";D2:D5)', "=RECHERCHEV(A3;A2:E5;3;FAUX)",
    '=RECHERCHEX("zoé";A2:A5;D2:D5;"absent")', "=A1", "=B9", "=1/0", "=B2", "=ARRONDI(C2/3;2)", "=-2^2",
    "=E6", '=SIERREUR(1/0;"rien")', "=OU(D2>3;D3>3)", "=MAX(C2:D5)-MIN(C2:D5)", "=PAS(1)", "=SOMME(",
    "=JOUR(C5)",
]  # fmt: skip
ENTRIES = [
    "",
    "12",
    "3,5",
    "1 250,50 €",
    "20 %",
    "03/03/2026",
    "31/02/2026",
    "12.5",
    "'007",
    "VRAI",
    "Été",
    "zoé",
]


def pools(state: Mapping[str, Any]) -> dict[str, list[Any]]:
    letters = ["A", "B", "C", "D", "E", "F"]
    rows = state["tableau"]["bottom"]
    cells = ["A2", "B3", "C2", "C6", "D4", "E5", "E6", "F2", "F3", "B9", "G1", "A10", "Z1"]
    return {
        "cellule": cells,
        "vers": [*cells, "C8", "E9", "F6"],
        "valeur": [*FORMULAS, *ENTRIES],
        "plage": ["C2:C5", "E2", "A1:F9", "A1:Z9", "C5"],
        "format": ["euro", "standard", "date", "texte", "pourcent", "nombre", "autre"],
        "colonne": letters,
        "sens": ["croissant", "decroissant", "autre"],
        "op": ["egal", "contient", "au_moins", "au_plus"],
        "lignes": letters,
        "colonnes": ["", *letters],
        "valeurs": letters,
        "calcul": ["somme", "nombre", "moyenne"],
        "ligne": [1, 2, 3, rows, rows + 1, True],
        "texte": ["12", "six repas"],
    }


def after(*journal: dict[str, object], scene: Mapping[str, object] = SCENE) -> Any:
    *_, last = states(Spreadsheet(), scene, journal)
    return looked_at(last)


def typed(where: str, entry: str) -> dict[str, object]:
    return {"faire": "saisir", "cellule": where, "valeur": entry}


SORT = {"faire": "trier", "colonne": "A", "sens": "croissant"}


def test_what_is_typed_changes_what_follows_from_it() -> None:
    state = after(typed("D2", "10"))
    assert (state["valeurs"]["E2"], state["cellules"]["D2"]["change"]) == (42.0, True)


def test_a_copy_moves_its_relative_references() -> None:
    state = after(typed("E6", "=$F$2*E2"), {"faire": "recopier", "cellule": "E6", "vers": "E8"})
    assert [state["cellules"][one]["saisie"] for one in ("E7", "E8")] == ["=$F$2*E3", "=$F$2*E4"]


def test_rows_are_sorted_with_their_formulas_whatever_the_case_and_the_accents() -> None:
    state = after(SORT)
    assert state["donnees"]["A"] == ["adam", "Bakary", "Élise", "Zoé"]
    assert state["cellules"]["E4"]["saisie"] == "=C4*D4"
    assert state["tri"] == {"colonne": "A", "sens": "croissant"}


def test_empty_cells_come_last_both_ways() -> None:
    for way in ("croissant", "decroissant"):
        assert after({"faire": "trier", "colonne": "B", "sens": way})["donnees"]["B"][-1] == ""


def test_filters_add_up_and_hide_without_removing() -> None:
    kept = {"faire": "filtrer", "colonne": "B", "op": "egal", "valeur": "Standard"}
    state = after(kept, {"faire": "filtrer", "colonne": "D", "op": "au_moins", "valeur": "3"})
    assert (state["nombre"], state["nombre_affiche"], state["affichees"]["A"]) == (4, 1, ["Élise"])
    assert after(kept, {"faire": "retirer_filtre", "colonne": "B"})["nombre_affiche"] == 4


def test_a_cross_table_adds_by_group() -> None:
    asked = {"faire": "croiser", "lignes": "B", "colonnes": "", "valeurs": "D", "calcul": "somme"}
    found = after(asked)["croise"]["resultat"]
    assert (found["standard"]["total"], found["végétarien"]["total"], found["total"]["total"]) == (
        5.0,
        1.0,
        6.0,
    )


def test_a_removed_row_lets_the_others_move_up() -> None:
    state = after({"faire": "supprimer_ligne", "ligne": 3})
    assert (state["nombre"], state["donnees"]["A"]) == (3, ["Élise", "Zoé", "Bakary"])
    assert state["cellules"]["E3"]["saisie"] == "=C3*D3"


def test_typing_a_date_or_an_amount_formats_a_plain_cell() -> None:
    state = after(typed("C6", "12,50 €"), typed("C7", "03/03/2026"))
    assert [state["cellules"][one]["format"] for one in ("C6", "C7")] == ["euro", "date"]


def test_a_circle_is_an_error_and_not_an_endless_work() -> None:
    values = after(typed("A7", "=B7"), typed("B7", "=A7"), typed("C7", "=C7+1"))["valeurs"]
    assert (values["A7"], values["B7"], values["C7"]) == ("#CYCLE!", "#CYCLE!", "#CYCLE!")


def test_a_sheet_that_explodes_gives_up() -> None:
    scene = SCENE | {"lignes": 60, "colonnes": 12}
    first = [typed("F3", "=1")] + [
        typed(f"F{row}", f"=SOMME(A1:L{row - 1})+SOMME(A1:L{row - 1})") for row in range(4, 60)
    ]
    assert after(*first, scene=scene)["valeurs"]["F59"] == "#TROP!"


def test_a_journal_is_bounded_in_effort_even_when_it_starts_again() -> None:
    work = [{"faire": "formater", "plage": "A1:F9", "format": "euro"}, {"faire": "recommencer"}]
    with pytest.raises(IllegalActionError, match="too much work"):
        after(*(work * 140))


@pytest.mark.parametrize(
    "action",
    [
        typed("F2", "25 %"),
        typed("G1", "dehors"),
        typed("a2", "minuscule"),
        typed("A2", "x" * 201),
        typed("A2", "deux\nlignes"),
        {"faire": "recopier", "cellule": "A2", "vers": "B3"},
        {"faire": "recopier", "cellule": "A2", "vers": "A2"},
        {"faire": "recopier", "cellule": "F3", "vers": "F1"},
        {"faire": "trier", "colonne": "F", "sens": "croissant"},
        {"faire": "retirer_filtre", "colonne": "A"},
        {"faire": "supprimer_ligne", "ligne": 1},
        {"faire": "supprimer_ligne", "ligne": "2"},
        {"faire": "croiser", "lignes": "", "colonnes": "", "valeurs": "D", "calcul": "somme"},
        {"faire": "formater", "plage": "A1:G1", "format": "euro"},
    ],
    ids=str,
)
def test_what_the_sheet_does_not_offer_is_refused(action: dict[str, object]) -> None:
    with pytest.raises(IllegalActionError):
        after(action)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cellules": {"A61": "dehors"}},
        {"cellules": {"A1": "=SOMME("}},
        {"tableau": "A1:G5"},
        {"formats": {"A1": "gras"}},
        {"outils": ["graphique"]},
    ],
    ids=str,
)
def test_a_scene_that_cannot_be_shown_is_an_authors_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Spreadsheet().open(SCENE | wrong)


@pytest.mark.browser
def test_the_browser_reaches_the_same_states(twin: Twin) -> None:
    assert_twins_agree(Spreadsheet(), SCENE, pools, partial(twin, "spreadsheet"), seed=20261126)


LOOK = """async (reached) => {
  const { lookedAt } = await import("/js/simulators/spreadsheet/table.js");
  return JSON.stringify(JSON.parse(reached).map((state) => lookedAt(state)));
}"""


@pytest.mark.browser
def test_the_browser_reads_the_same_values(page_at: Any, static_url: str) -> None:
    rng = random.Random(20261127)
    reached = [random_journal(Spreadsheet(), SCENE, pools, rng, rng.randint(4, 25))[1] for _ in range(2_000)]
    page = page_at(800)
    page.goto(f"{static_url}/css/parcours.css")
    there = json.loads(page.evaluate(LOOK, json.dumps(reached)))
    for state, other in zip(reached, there, strict=True):
        here = looked_at(state)
        if here != other:
            assert other["valeurs"] == here["valeurs"], state["cellules"]
            assert other == here
