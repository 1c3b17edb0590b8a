"""An item that cannot keep what it promises stops the loading, with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import InvalidContentError
from content.sources import MOST_CHARACTERS
from tests.unit.content.bench import HOME, ITEM, ITEMS_HEAD, changed, line_of, write_content

TAIL = ITEM[ITEM.index("    retour:") :]
HEAD = ITEM[: ITEM.index("    donnees:")]


def item(format_: str, body: str) -> str:
    """The valid item of the bench, in another format."""
    return ITEMS_HEAD + changed(HEAD, "format: choix", f"format: {format_}") + body + TAIL


SCENARIO = item("scenario", """\
    donnees:
      etapes:
        - id: debut
          texte: Que faites-vous ?
          choix:
            - {id: arroser, texte: J'arrose., suite: apres}
            - {id: partir, texte: Je pars.}
        - id: apres
          texte: Et ensuite ?
          choix:
            - {id: ranger, texte: Je range.}
            - {id: dormir, texte: Je dors.}
    controle:
      attendu:
        - [arroser, ranger]
""")  # fmt: skip
BLOCKS = item("blocs", """\
    donnees:
      blocs:
        - {id: boucle, texte: Répéter, fait: "répéter n fois"}
        - {id: eau, texte: Arroser, fait: "afficher 'eau'"}
        - {id: fin, texte: Fin, fait: fin}
        - {id: toujours, texte: Toujours, fait: "tant que vrai"}
    controle:
      attendu: [boucle, eau, fin]
      essais:
        - {entrees: {n: 2}, sortie: [eau, eau]}
""")  # fmt: skip
NUMBER = item("nombre", """\
    parametres:
      pots: {entier: [1, 4]}
      litres: {entier: [4, 9]}
      reste: {derive: "litres - pots"}
      part: {derive: "litres / pots"}
    donnees: {aide: En chiffres.}
    controle: {attendu: "{{part}}"}
""")  # fmt: skip
FILE = item("fichier", """\
    parametres:
      table: {table: {lignes: 3, colonnes: {N: {numero: true}}}}
    donnees:
      ressources:
        - noms: [pots.csv]
          titre: Les pots
          feuilles:
            - {lignes: "{{table}}"}
      reponse: {type: nombre, aide: En chiffres.}
    controle: {attendu: 3}
""")  # fmt: skip
WIDE = ", ".join(f"C{number}: {{numero: true}}" for number in range(30))


@pytest.mark.parametrize("text", [SCENARIO, BLOCKS, NUMBER, FILE])
def test_what_is_broken_below_is_sound_here(tmp_path: Path, text: str) -> None:
    assert list(content.load(write_content(tmp_path, items=text)).items) == ["jardin-1-a"]


@pytest.mark.parametrize(
    ("text", "before", "after", "at", "said"),
    [
        (SCENARIO, "{id: dormir, texte: Je dors.}", "{id: dormir, texte: Je dors., suite: debut}",
         "- id: debut", "tourner sans fin : debut → apres → debut"),
        (SCENARIO, "{id: dormir, texte: Je dors.}", "{id: dormir, texte: Je dors., suite: apres}",
         "- id: apres", "tourner sans fin : apres → apres"),
        (SCENARIO, "suite: apres", "suite: demain", "suite: demain", "« demain » n'existe pas"),
        (SCENARIO, "- id: apres", "- id: debut", "etapes:", "même identifiant"),
        (SCENARIO, "{id: partir,", "{id: arroser,", "choix:", "même identifiant"),
        (SCENARIO, "[arroser, ranger]", "[arroser]", "- [arroser]", "jusqu'à une fin"),
        (SCENARIO, "[arroser, ranger]", "[partir, ranger]", "- [partir", "finit le scénario"),
        (SCENARIO, "[arroser, ranger]", "[ranger]", "- [ranger]", "n'est pas un choix de l'étape « debut »"),
        (BLOCKS, "[boucle, eau, fin]", "[toujours, fin]", "{n: 2}", "ne se termine pas"),
        (BLOCKS, "[boucle, eau, fin]", "[boucle, eau]", "{n: 2}", "Il manque « fin »"),
        (BLOCKS, "[boucle, eau, fin]", "[boucle, eau, pluie]", "attendu:", "identifiants de « blocs »"),
        (BLOCKS, "sortie: [eau, eau]", "sortie: [eau]", "{n: 2}", "pas « sortie »"),
        (BLOCKS, "afficher 'eau'", "arroser", "fait: \"arroser", "n'est pas une instruction"),
        (BLOCKS, "{id: toujours,", "{id: fin,", "blocs:", "même identifiant"),
        (NUMBER, '"litres - pots"', '"litres - part"', "reste:", None),
        (NUMBER, '"litres / pots"', '"litres / (pots - 3)"', "part:", "Division par zéro"),
        (NUMBER, '"litres / pots"', '"reste / pelles"', "part:", "« pelles » n'est pas un paramètre"),
        (NUMBER, '"litres / pots"', '"litres /"', "part:", "n'est pas une expression"),
        (NUMBER, '"{{part}}"', '"{{litres / (pots - 3)}}"', "parametres:", "Division par zéro"),
        (NUMBER, '"{{part}}"', "\"{{'huit'}}\"", "parametres:", "ne convient pas à sa place"),
        (NUMBER, "entier: [1, 4]", "entier: [4, 1]", "pots:", "ne peut pas être tiré"),
        (FILE, "{lignes: 3, colonnes: {N: {numero: true}}}", f"{{lignes: 900, colonnes: {{{WIDE}}}}}",
         "feuilles:", "20000 cellules"),
        (FILE, "N: {numero: true}", "N: {liste: ['" + "x" * 90_000 + "']}", "noms:", "200000 caractères"),
    ],
)  # fmt: skip
def test_is_refused_with_its_line(
    tmp_path: Path, text: str, before: str, after: str, at: str, said: str | None
) -> None:
    broken = changed(text, before, after)
    if said is None:  # two parameters that need each other
        broken = changed(broken, '"litres / pots"', '"litres / reste"')
        said = "sans fin : reste → part → reste"
    with pytest.raises(InvalidContentError) as refused:
        content.load(write_content(tmp_path, items=broken))
    (problem,) = refused.value.problems
    assert said in problem.message
    assert (problem.file, problem.line, problem.item) == (HOME, line_of(broken, at), "jardin-1-a")


@pytest.mark.parametrize(
    ("condition", "said"),
    [("pelles > 2", "« pelles » n'est pas un paramètre"), ("reponse >", "n'est pas une expression")],
)
def test_a_hint_that_cannot_be_computed(tmp_path: Path, condition: str, said: str) -> None:
    hint = f'      indices:\n        - {{si: "{condition}", texte: Non.}}\n    tutos:\n'
    broken = changed(NUMBER, "    tutos:\n", hint)
    with pytest.raises(InvalidContentError) as refused:
        content.load(write_content(tmp_path, items=broken))
    (problem,) = refused.value.problems
    assert said in problem.message
    assert problem.line == line_of(broken, condition)


def test_a_yaml_file_that_is_too_big(tmp_path: Path) -> None:
    with pytest.raises(InvalidContentError) as refused:
        content.load(write_content(tmp_path, items=f"# {'x' * MOST_CHARACTERS}\n{NUMBER}"))
    (problem,) = refused.value.problems
    assert (problem.file, "Coupez ce fichier" in problem.message) == (HOME, True)
