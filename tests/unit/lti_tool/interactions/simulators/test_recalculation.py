"""A formula is believed when it follows its inputs: constants, wrong ranges and lost references are not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

import content
from content.formats.simulated import StateCheck
from lti_tool.interactions import interaction_for
from lti_tool.interactions.simulators.reducer import states
from lti_tool.interactions.simulators.spreadsheet.cells import range_of
from lti_tool.interactions.simulators.spreadsheet.reducer import Spreadsheet
from lti_tool.interactions.simulators.spreadsheet.table import looked_at
from tests.unit.lti_tool.interactions.items import KEY, item

SCENE: dict[str, Any] = {
    "lignes": 8,
    "colonnes": 4,
    "cellules": {"A1": "Quantité", "B1": "Prix", "A2": 4, "B2": 2.5, "A3": 10, "B3": 1.2, "A4": 6, "B4": 3},
}
LINES = {
    "type": "etat",
    "recalculer": [
        {"id": "montants", "plage": "C2:C4", "formule": "=A2*B2", "entrees": ["A2:B4"], "texte": "Multiplier"}
    ],
    "solution": [
        {"faire": "saisir", "cellule": "C2", "valeur": "=A2*B2"},
        {"faire": "recopier", "cellule": "C2", "vers": "C4"},
    ],
}
TOTAL = {
    "type": "etat",
    "recalculer": [
        {
            "id": "total",
            "plage": "D2",
            "formule": '=SI(SOMME(A2:A4)>20;"trop";SOMME(A2:A4))',
            "entrees": ["A2:A4"],
            "jeux": [{"A2": 4, "A3": 10, "A4": 6}, {"A2": 0, "A3": 0, "A4": "0,5"}],
            "texte": "Additionner",
        }
    ],
    "solution": [{"faire": "saisir", "cellule": "D2", "valeur": '=SI(SOMME(A2:A4)>20;"trop";SOMME(A2:A4))'}],
}


def marked(control: Mapping[str, Any], **typed: str) -> bool:
    journal = [{"faire": "saisir", "cellule": where, "valeur": entry} for where, entry in typed.items()]
    one = item("tableur", SCENE, control)
    way = interaction_for(one)
    return way.mark(one, way.parse(one, KEY, {"journal": [json.dumps(journal)]})).correct


@pytest.mark.parametrize(
    "typed",
    [
        {"C2": "=A2*B2", "C3": "=A3*B3", "C4": "=A4*B4"},
        {"C2": "=b2*a2", "C3": "=PRODUIT(A3:B3)", "C4": "=$A$4*$B$4"},
        {"C2": "=ARRONDI(A2*B2;2)", "C3": "=A3*B3+0", "C4": "=SI(A4>0;A4*B4;0)"},
        {"D4": "=A4*B4", "C2": "=A2*B2", "C3": "=A3*B3", "C4": "=D4"},
    ],
    ids=str,
)
def test_any_formula_that_follows_is_right(typed: dict[str, str]) -> None:
    assert marked(LINES, **typed)


@pytest.mark.parametrize(
    "typed",
    [
        {"C2": "10", "C3": "12", "C4": "18"},
        {"C2": "=4*2,5", "C3": "=10*1,2", "C4": "=6*3"},
        {"C2": "=A2*2,5", "C3": "=A3*1,2", "C4": "=A4*3"},
        {"C2": "=A2*B2", "C3": "=A2*B2+2", "C4": "=A4*B4"},
        {"C2": "=A2*B2", "C3": "=A3*B3"},
        {"C2": "=C2", "C3": "=C4", "C4": "=C3"},
        {"C2": "=SI(A2=4;10;0)", "C3": "=SI(A3=10;12;0)", "C4": "=SI(A4=6;18;0)"},
        {"C2": "=SOMME(" + "A1:D8;" * 19 + "A1:D8)", "C3": "12", "C4": "18"},
    ],
    ids=str,
)
def test_a_constant_however_written_is_wrong(typed: dict[str, str]) -> None:
    assert not marked(LINES, **typed)


def test_the_authors_own_inputs_hold_the_threshold() -> None:
    assert marked(TOTAL, D2='=SI(A2+A3+A4>20;"Trop";A2+A3+A4)')
    assert not marked(TOTAL, D2='=SI(A2+A3+A4>=20;"trop";A2+A3+A4)')


def test_one_journal_always_gets_one_mark() -> None:
    assert {marked(LINES, C2="=A2*B2", C3="=A3*B3", C4="=A4*3") for _ in range(5)} == {False}


def test_every_shipped_formula_refuses_the_numbers_that_it_shows() -> None:
    """Typing today's results by hand, in the cells of every `recalculer`, is never enough."""
    looked = 0
    for one in content.load().items.values():
        if one.format.value != "tableur" or one.parameters or not one.check.recalculated:
            continue
        way = interaction_for(one)
        solved = way.parse(one, KEY, {"journal": [json.dumps(one.check.solution)]})
        values = _values(one, solved)
        typed = [
            {"faire": "saisir", "cellule": where, "valeur": str(values[where]).replace(".", ",")}
            for where in _judged(one.check)
        ]
        answer = way.parse(one, KEY, {"journal": [json.dumps(typed)]})
        assert not way.mark(one, answer).correct, one.id
        looked += 1
    assert looked >= 6


def _values(one: Any, journal: Any) -> Mapping[str, Any]:

    *_, last = states(Spreadsheet(), one.data, journal)
    return looked_at(last)["valeurs"]  # type: ignore[return-value]


def _judged(check: StateCheck) -> list[str]:

    found = [range_of(one.cells) for one in check.recalculated]
    return sorted({where for one in found if one for where in one.addresses()})


def test_only_sheets_are_recalculated() -> None:
    with pytest.raises(ValidationError, match="tableur"):
        item("explorateur", {"arbre": []}, LINES)
    with pytest.raises(ValidationError, match="au moins une condition"):
        item("tableur", SCENE, {"solution": [{"faire": "recommencer"}]})
