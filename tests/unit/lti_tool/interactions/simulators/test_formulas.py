"""Formulas in French: what each gives, and the same in the browser for formulas made at random."""

from __future__ import annotations

import random
from typing import Any

import pytest

from lti_tool.interactions.simulators.spreadsheet.cells import moved, range_of
from lti_tool.interactions.simulators.spreadsheet.entries import Fault, rounded, shown, value_of
from lti_tool.interactions.simulators.spreadsheet.evaluation import Sheet
from lti_tool.interactions.simulators.spreadsheet.functions import FUNCTIONS, LAZY
from tests.support.browser import PageAt

CELLS = {
    "A1": "Voirie", "A2": "Écoles", "A3": "voirie", "A4": "Sports", "A5": "",
    "B1": "12", "B2": "3,5", "B3": "-4", "B4": "texte", "B5": "",
    "C1": "03/03/2026", "C2": "VRAI", "C3": "20 %", "C4": "'0042", "C5": "=1/0",
    "D1": "=B1*2", "D2": "=D1+B2", "D3": "=D3", "D4": "12.5", "D5": "1 250,50 €",
}  # fmt: skip


def entries(**more: str) -> dict[str, dict[str, str]]:
    return {where: {"saisie": entry, "format": "standard"} for where, entry in (CELLS | more).items()}


def value(formula: str) -> object:
    found = Sheet(entries(E1=formula)).value("E1")
    return found.code if isinstance(found, Fault) else found


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+2*3^2", 19.0),
        ("=-2^2", 4.0),
        ("=(1+2)*3", 9.0),
        ("=10%*50", 5.0),
        ("=0,1+0,2=0,3", False),
        ("=1,5+1", 2.5),
        ("=1.5+1", "#SYNTAXE!"),
        ('="a"="A"', True),
        ('="é"="e"', False),
        ('=B1&" lots"', "12 lots"),
        ("=B2&A5", "3,5"),
        ("=B4+1", "#VALEUR!"),
        ("=A5+1", 1.0),
        ("=C5+1", "#DIV/0!"),
        ("=D2", 27.5),
        ("=D3", "#CYCLE!"),
        ("=E1", "#CYCLE!"),
        ("=M1", "#REF!"),
        ("=A61", "#REF!"),
        ("=somme(b1:b5)", 11.5),
        ("=SOMME(B1:B5;10)", 21.5),
        ("=SOMME(C4:C5)", "#DIV/0!"),
        ("=MOYENNE(B1:B3)", 11.5 / 3),
        ("=MOYENNE(A1:A4)", "#DIV/0!"),
        ("=MIN(B1:B5)", -4.0),
        ("=MAX(B1:B5)", 12.0),
        ("=NB(B1:B5)", 3.0),
        ("=NBVAL(B1:B5)", 4.0),
        ("=NB.VIDE(A1:B5)", 2.0),
        ('=NB.SI(A1:A5;"voirie")', 2.0),
        ('=NB.SI(A1:A5;"<>voirie")', 3.0),
        ('=NB.SI(A1:A5;"*o*")', 4.0),
        ('=NB.SI(B1:B5;">=3,5")', 2.0),
        ('=NB.SI(C1:C4;42)', 1.0),
        ('=NB.SI.ENS(A1:A5;"voirie";B1:B5;">0")', 1.0),
        ('=SOMME.SI(A1:A5;"voirie";B1:B5)', 8.0),
        ('=SOMME.SI(B1:B5;">0")', 15.5),
        ('=SOMME.SI.ENS(B1:B5;A1:A5;"voirie";B1:B5;">0")', 12.0),
        ('=MOYENNE.SI(A1:A5;"voirie";B1:B5)', 4.0),
        ('=SI(B1>=12;"oui";1/0)', "oui"),
        ('=SI(B1>12;"oui")', False),
        ('=SI("x";1;2)', "#VALEUR!"),
        ("=SIERREUR(1/0;7)", 7.0),
        ("=ET(B1>0;B2>0)", True),
        ("=OU(B1<0;B3<0)", True),
        ("=NON(VRAI)", False),
        ("=ARRONDI(1,005;2)", 1.01),
        ("=ARRONDI(-2,5;0)", -3.0),
        ("=ARRONDI(1234;-2)", 1200.0),
        ("=ENT(-1,5)", -2.0),
        ("=MOD(-7;3)", 2.0),
        ("=ABS(B3)", 4.0),
        ("=ANNEE(C1)*100+MOIS(C1)", 202603.0),
        ("=JOUR(C1)", 3.0),
        ('=RECHERCHEV("sports";A1:B4;2;FAUX)', "texte"),
        ('=RECHERCHEV("absent";A1:B4;2;FAUX)', "#N/D"),
        ("=RECHERCHEV(1;A1:B4;3;FAUX)", "#REF!"),
        ('=RECHERCHEX("écoles";A1:A5;B1:B5)', 3.5),
        ('=RECHERCHEX("absent";A1:A5;B1:B5;"aucun")', "aucun"),
        ('=CONCAT(A1:A2;"-";B1)', "VoirieÉcoles-12"),
        ('=GAUCHE(A2;3)&DROITE(A1;2)', "Écoie"),
        ('=MAJUSCULE(A2)&NBCAR(C4)', "ÉCOLES4"),
        ('=SUPPRESPACE("  a   b ")', "a b"),
        ("=PRODUIT(B1:B3)", -168.0),
        ("=VLOOKUP(1;A1:B2;2)", "#NOM?"),
        ("=TOTAL", "#NOM?"),
        ("=SOMME()", "#VALEUR!"),
        ("=B1:B2", "#VALEUR!"),
        ("=10^13", "#VALEUR!"),
        ("=2^0,5", "#VALEUR!"),
        ("=", "#SYNTAXE!"),
        ("=" + "(" * 30 + "1" + ")" * 30, "#SYNTAXE!"),
        ('="non fermé', "#SYNTAXE!"),
        ("=__import__('os')", "#SYNTAXE!"),
    ],
)  # fmt: skip
def test_a_formula_gives(formula: str, expected: object) -> None:
    assert value(formula) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("12", 12.0), ("-3,5", -3.5), ("1 250,50", 1250.5), ("20 %", 0.2), ("12 €", 12.0), ("12.5", "12.5"),
        ("03/03/2026", 46084.0), ("31/02/2026", "31/02/2026"), ("'0042", "0042"), ("vrai", True), ("", None),
        ("1 25", "1 25"), ("1" * 21, "1" * 21),
    ],
)  # fmt: skip
def test_what_is_typed_becomes(entry: str, expected: object) -> None:
    assert value_of(entry) == expected


@pytest.mark.parametrize(
    ("number", "shown_as", "expected"),
    [
        (1234567.5, "nombre", "1\u00a0234\u00a0567,50"), (-3.005, "euro", "-3,01\u00a0€"),
        (0.2, "pourcent", "20\u00a0%"), (46084.0, "date", "03/03/2026"), (1 / 3, "standard", "0,333333333"),
        (-0.0, "nombre", "0,00"),
    ],
)  # fmt: skip
def test_a_number_is_shown(number: float, shown_as: str, expected: str) -> None:
    assert shown(number, shown_as) == expected


def test_a_long_chain_of_references_is_followed_row_by_row() -> None:
    chain = {f"F{row}": f"=F{row - 1}+1" for row in range(2, 61)}
    assert Sheet(entries(F1="1", **chain)).value("F60") == 60.0


def test_copies_move_what_has_no_dollar_and_nothing_in_a_text() -> None:
    assert moved('=$A1+B$2&"A1"&SOMME(C1:C3)', 1, 2) == '=$A3+C$2&"A1"&SOMME(D3:D5)'
    assert moved("=A1", 0, -1) == "=#REF!"
    assert range_of("C3:A1") == range_of("A1:C3")


ATOMS = [*CELLS, "A1:A5", "B1:B5", "A1:D5", "1", "0", "2,5", "10%", '"voirie"', '">2"', '"x"', "VRAI", "$B$1"]
SIGNS = ["+", "-", "*", "/", "^", "&", "=", "<>", "<", ">=", "<=", ">"]


def made(rng: random.Random, depth: int = 0) -> str:
    """A formula that reads, right or absurd."""
    kind = rng.random()
    if depth > 3 or kind < 0.35:
        return rng.choice(ATOMS)
    if kind < 0.6:
        return f"{made(rng, depth + 1)}{rng.choice(SIGNS)}{made(rng, depth + 1)}"
    if kind < 0.7:
        return f"{rng.choice(['-', '(', '+'])}{made(rng, depth + 1)}".replace("(", "(1+") + (
            ")" if rng.random() < 0.5 else ""
        )
    name = rng.choice([*FUNCTIONS, *LAZY])
    return f"{name}({';'.join(made(rng, depth + 1) for _ in range(rng.randint(1, 4)))})"


VALUES = """async ([folder, cells, formulas]) => {
  const { Sheet } = await import(`${folder}/evaluation.js`);
  const { shown, isFault } = await import(`${folder}/entries.js`);
  return formulas.map((saisie) => {
    const sheet = new Sheet({ ...cells, E1: { saisie, format: "standard" } });
    const value = sheet.value("E1");
    return [isFault(value) ? value.code : value, shown(value, "euro"), sheet.steps];
  });
}"""


@pytest.mark.browser
def test_the_browser_gives_the_same_values(page_at: PageAt, static_url: str) -> None:
    rng = random.Random(20261128)
    formulas = [f"={made(rng)}"[:200] for _ in range(6_000)]
    page = page_at(800)
    page.goto(f"{static_url}/css/parcours.css")
    there = page.evaluate(VALUES, ["/js/simulators/spreadsheet", entries(), formulas])
    here: list[Any] = []
    for formula in formulas:
        sheet = Sheet(entries(E1=formula))
        found = sheet.value("E1")
        here.append([found.code if isinstance(found, Fault) else found, shown(found, "euro"), sheet.steps])
    different = [
        (formula, ours, other)
        for formula, ours, other in zip(formulas, here, there, strict=True)
        if ours != other
    ]
    assert different == []
    assert sum(not str(one[0]).startswith("#") for one in here) > 1_000


def test_roundings_agree_with_hand_made_ones() -> None:
    assert [rounded(one, 1) for one in (0.25, -0.25, 2.45, 1e9 + 0.05)] == [0.3, -0.3, 2.5, 1e9 + 0.1]
