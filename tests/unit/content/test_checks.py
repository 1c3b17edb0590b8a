"""Every rule finds its mistake, on the right key and line, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import content
from content import Problem, Severity
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

OPTIONS = ITEM[ITEM.index("    donnees:") : ITEM.index("    controle")]
LONG = " ".join(["mot"] * 21) + "."
HINT = "de l'eau.\n      indices:\n        - {si_choisi: pelle, texte: Elle creuse.}\n"


def problems_of(root: Path, item: str, today: date | None = None) -> list[Problem]:
    return content.check(content.load(write_content(root, items=ITEMS_HEAD + item)), today)


def in_format(name: str, data: str, expected: str, hint: str = "") -> str:
    """The item in another format."""
    item = changed(ITEM, "format: choix", f"format: {name}")
    item = changed(item, OPTIONS, f"    donnees: {data}\n")
    item = changed(item, "{attendu: arrosoir}", expected)
    return (
        changed(item, "de l'eau.\n", f"de l'eau.\n      indices:\n        - {{{hint}, texte: Lisez.}}\n")
        if hint
        else item
    )


ELEMENTS = "elements: [{id: a, texte: A}, {id: b, texte: B}, {id: c, texte: C}]"
TARGETS = "cibles: [{id: x, texte: X}, {id: y, texte: Y}]"
FOUR = "options: [{id: a, texte: A}, {id: b, texte: B}, {id: c, texte: C}, {id: d, texte: D}]"
VALID = {
    "choix-multiple": ("{" + FOUR + "}", "{attendu: [a, c]}"),
    "ordonner": ("{" + ELEMENTS + "}", "{attendu: [b, a, c]}"),
    "apparier": ("{" + ELEMENTS + ", " + TARGETS + "}", "{attendu: {a: x, b: y, c: x}}"),
    "texte": ("{aide: Un mot.}", "{attendu: rose}"),
    "nombre": ("{aide: Un nombre., unite: m}", "{attendu: 3}"),
}


def test_a_valid_item_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, ITEM) == []


@pytest.mark.parametrize("name", VALID)
def test_each_format_has_a_valid_form(tmp_path: Path, name: str) -> None:
    assert problems_of(tmp_path, in_format(name, *VALID[name])) == []


@pytest.mark.parametrize(
    ("before", "after", "key", "advice"),
    [
        ("Vous jardinez à Montrévan.", "mot. " * 61, "situation", "60 mots au plus (ici 61)"),
        ("Choisissez un outil.", "mot. " * 26, "consigne", "25 mots au plus (ici 26)"),
        ("Choisissez un outil.", '" "', "consigne", "il est vide"),
        ("{attendu: arrosoir}", "{attendu: bêche}", "controle.attendu", "une des options"),
        ("id: rateau", "id: pelle", "donnees.options", "sert 2 fois"),
        ("texte: Le râteau", "texte: la pelle", "donnees.options", "proposé 2 fois"),
        ("        - {id: rateau, texte: Le râteau}\n", "", "donnees.options", "de 3 à 10 choix (ici 2)"),
        ("    tutos:\n      - {type: fiche, titre: Les outils}\n", "", "tutos", "Ajoutez un tuto"),
        ("acces: Boutons radio natifs.", 'acces: ""', "acces", "lecteur d'écran"),
        ("type: fiche", "type: lien-officiel", "tutos.0", "Ajoutez « source »"),
        ("Les outils}", "O, source: 'https://mairie.example'}", "tutos.0.source", "un de ces sites"),
        ("Les outils}", "O, source: 'http://www.cnil.fr'}", "tutos.0.source", "https"),
        ("Les outils}", "O, source: 'https://www.cnil.fr.mairie.example'}", "tutos.0.source", "sites"),
        ("Vous jardinez", "Les jardinier·es", "situation", "mot épicène"),
        ("La pelle", "Une pelle prêté(e)", "donnees.options.0.texte", "mot épicène"),
        ("L'eau sort", "Avec Pix, l'eau sort", "retour.juste", "Retirez la marque « Pix »"),
        ("L'eau sort en pluie.", "C'était facile.", "retour.juste", "Retirez « facile »"),
        ("Cherchez", "Il suffit de chercher", "retour.faux", "Retirez « Il suffit »"),
        ("Vous jardinez", "https://mairie.fr/a", "situation", "Le domaine « mairie.fr »"),
        ("Vous jardinez", "kim@mairie.example.org", "situation", "Le domaine « mairie.example.org »"),
        ("Vous jardinez", "montrevan.com", "situation", "Le domaine « montrevan.com »"),
        ("Vous jardinez", "Au 01 42 00 00 00", "situation", "Le numéro « 01 42 00 00 00 »"),
        ("Vous jardinez", "Au 0612345678", "situation", "Le numéro « 0612345678 »"),
        ("Vous jardinez", "Serveur 8.8.8.8", "situation", "L'adresse « 8.8.8.8 »"),
        ("de l'eau.\n", changed(HINT, "pelle", "bêche"), "retour.indices.0.si_choisi", "n'existe pas"),
        ("de l'eau.\n", changed(HINT, "pelle", "arrosoir"), "retour.indices.0.si_choisi", "réponse juste"),
        ("de l'eau.\n", changed(HINT, "si_choisi", "si_valeur"), "retour.indices.0.si_valeur", "ne connaît"),
        ("de l'eau.\n", changed(HINT, "si_choisi: pelle, ", ""), "retour.indices.0", "une seule condition"),
    ],
)
def test_an_error_names_its_key_its_line_and_what_to_do(
    tmp_path: Path, before: str, after: str, key: str, advice: str
) -> None:
    (problem,) = problems_of(tmp_path, changed(ITEM, before, after))
    assert problem.severity is Severity.ERROR
    assert (problem.file, problem.item, problem.key) == (HOME, "jardin-1-a", key)
    assert advice in problem.message
    assert problem.line is not None


@pytest.mark.parametrize(
    ("before", "after", "key", "advice"),
    [
        ("Vous jardinez à Montrévan.", LONG, "situation", "phrase de 21 mots"),
        ("Cherchez ce qui contient de l'eau.", LONG, "retour.faux", "phrase de 21 mots"),
        ("L'arrosoir", "L'arrosoir en métal assez grand pour tout", "donnees.options", "plus longue"),
        ("duree_s: 60", "duree_s: 45", "duree_s", "60 secondes"),
        ("Vous jardinez", "Avec l'agent, vous jardinez", "situation", "masculin seul"),
    ],
)
def test_a_warning_asks_to_look_again(tmp_path: Path, before: str, after: str, key: str, advice: str) -> None:
    (problem,) = problems_of(tmp_path, changed(ITEM, before, after))
    assert (problem.severity, problem.key) == (Severity.WARNING, key)
    assert advice in problem.message


@pytest.mark.parametrize(
    "text",
    ["kim@mairie.example", "https://a.montrevan.example/x.fr", "01 99 00 41 20", "0639981234", "192.0.2.10"],
)
def test_reserved_names_are_allowed(tmp_path: Path, text: str) -> None:
    assert problems_of(tmp_path, changed(ITEM, "Vous jardinez", text)) == []


@pytest.mark.parametrize("ending", [".gouv.fr", "reservation.pdf", "version 1.2.3", "300.300.300.300"])
def test_what_is_no_address_is_allowed(tmp_path: Path, ending: str) -> None:
    assert problems_of(tmp_path, changed(ITEM, "Vous jardinez", f"Voici {ending}")) == []


@pytest.mark.parametrize(
    ("name", "data", "expected", "key"),
    [
        ("choix-multiple", "{" + FOUR + "}", "{attendu: [a, z]}", "controle.attendu"),
        ("choix-multiple", "{" + FOUR + "}", "{attendu: [a, a]}", "controle.attendu"),
        ("choix-multiple", "{" + FOUR + "}", "{attendu: [a]}", "controle.attendu"),
        ("choix-multiple", "{" + FOUR + "}", "{attendu: [a, b, c, d]}", "controle.attendu"),
        ("ordonner", "{" + ELEMENTS + "}", "{attendu: [b, a]}", "controle.attendu"),
        ("ordonner", "{" + ELEMENTS + "}", "{attendu: [a, b, c]}", "donnees.elements"),
        ("apparier", "{" + ELEMENTS + ", " + TARGETS + "}", "{attendu: {a: x, b: y}}", "controle.attendu"),
        (
            "apparier",
            "{" + ELEMENTS + ", " + TARGETS + "}",
            "{attendu: {a: x, b: y, c: z}}",
            "controle.attendu",
        ),
        (
            "apparier",
            "{" + ELEMENTS + ", cibles: [{id: x, texte: X}]}",
            "{attendu: {a: x, b: x, c: x}}",
            "donnees.cibles",
        ),
        ("texte", "{aide: Un mot.}", '{attendu: " "}', "controle.attendu"),
        ("texte", "{}", "{attendu: rose}", "donnees"),
        ("nombre", "{aide: Un nombre.}", "{attendu: 12, tolerance: -1}", "controle.tolerance"),
    ],
)
def test_a_solution_that_disagrees_with_its_format(
    tmp_path: Path, name: str, data: str, expected: str, key: str
) -> None:
    (problem,) = problems_of(tmp_path, in_format(name, data, expected))
    assert (problem.severity, problem.key) == (Severity.ERROR, key)


@pytest.mark.parametrize(
    ("name", "hint", "advice"),
    [
        ("choix-multiple", "si_absent: b", "réponse juste"),
        ("choix-multiple", "si_choisi: c", "réponse juste"),
        ("ordonner", "si_choisi: z", "n'existe pas"),
        ("apparier", "si_choisi: a", "n'existe pas"),
        ("apparier", "si_absent: x", "n'existe pas"),
        ("texte", "si_valeur: rose", "réponse juste"),
        ("nombre", 'si_valeur: "3"', "réponse juste"),
        ("nombre", 'si_valeur: "3,0"', "réponse juste"),
        ("nombre", "si_choisi: trois", "ne connaît pas"),
    ],
)
def test_a_hint_that_would_never_show(tmp_path: Path, name: str, hint: str, advice: str) -> None:
    (problem,) = problems_of(tmp_path, in_format(name, *VALID[name], hint))
    assert advice in problem.message


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("choix-multiple", "si_absent: a"),
        ("ordonner", "si_choisi: c"),
        ("apparier", "si_choisi: x"),
        ("apparier", "si_absent: a"),
        ("texte", "si_valeur: tulipe"),
        ("texte", "si_choisi: tulipe"),
        ("nombre", 'si_valeur: "4"'),
    ],
)
def test_a_hint_that_can_show(tmp_path: Path, name: str, hint: str) -> None:
    assert problems_of(tmp_path, in_format(name, *VALID[name], hint)) == []


def test_a_hint_is_required_from_level_3(tmp_path: Path) -> None:
    item = changed(changed(ITEM, "jardin-1-a", "jardin-3-a"), "jardin.1", "jardin.3")
    root = write_content(
        tmp_path, items=ITEMS_HEAD + item, pathway=changed(PATHWAY, "    jardin: 1\n", "    jardin: 3\n"),
        framework=changed(FRAMEWORK, "      1: Arroser\n", ""),
    )  # fmt: skip
    (problem,) = content.check(content.load(root))
    assert problem.key == "retour"
    assert problem.line == line_of(ITEMS_HEAD + item, "retour:")


def test_the_review_date_is_compared_with_the_day_given(tmp_path: Path) -> None:
    assert problems_of(tmp_path, ITEM, date(2029, 12, 31)) == []
    (problem,) = problems_of(tmp_path, ITEM, date(2030, 1, 1))
    assert (problem.severity, problem.key) == (Severity.WARNING, "a_revoir_le")


def test_retired_items_are_left_alone(tmp_path: Path) -> None:
    retired = changed(
        changed(ITEM, "jardin-1-a", "jardin-1-b"), "format: choix", "statut: retire\n    format: choix"
    )
    retired = changed(retired, "attendu: arrosoir", "attendu: bêche")
    catalogue = content.load(write_content(tmp_path, items=ITEMS_HEAD + ITEM + retired))
    assert content.check(catalogue) == []
    assert content.coverage(catalogue).items == 1


def test_problems_are_told_in_reading_order_with_their_count() -> None:
    problems = [
        Problem("b.yaml", 2, Severity.WARNING, "Relisez."),
        Problem("a.yaml", 10, Severity.ERROR, "Corrigez.", "x-1-a", "consigne"),
        Problem("a.yaml", None, Severity.ERROR, "Ajoutez."),
        Problem("a.yaml", 9, Severity.ERROR, "Retirez.", key="titre"),
    ]
    assert content.format_problems(problems).splitlines() == [
        "a.yaml : erreur : Ajoutez.",
        "a.yaml, ligne 9 : erreur (titre) : Retirez.",
        "a.yaml, ligne 10 : erreur (x-1-a · consigne) : Corrigez.",
        "b.yaml, ligne 2 : avertissement : Relisez.",
        "3 erreurs, 1 avertissement.",
    ]
