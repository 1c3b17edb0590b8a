"""An item that cannot keep what it promises stops the loading, with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import InvalidContentError
from tests.unit.content.bench import HOME, ITEM, ITEMS_HEAD, changed, line_of, write_content

TAIL = ITEM[ITEM.index("    retour:") :]
HEAD = ITEM[: ITEM.index("    donnees:")]


def item(format_: str, body: str) -> str:
    """The valid item of the bench, in another format."""
    return ITEMS_HEAD + changed(HEAD, "format: choix", f"format: {format_}") + body + TAIL


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


@pytest.mark.parametrize("text", [BLOCKS, NUMBER, FILE])
def test_what_is_broken_below_is_sound_here(tmp_path: Path, text: str) -> None:
    assert list(content.load(write_content(tmp_path, items=text)).items) == ["jardin-1-a"]


@pytest.mark.parametrize(
    ("text", "before", "after", "at", "said"),
    [
        (BLOCKS, "[boucle, eau, fin]", "[toujours, fin]", "{n: 2}", "ne se termine pas"),
        (BLOCKS, "[boucle, eau, fin]", "[boucle, eau]", "{n: 2}", "Il manque « fin »"),
        (BLOCKS, "[boucle, eau, fin]", "[boucle, eau, pluie]", "attendu:", "identifiants de « blocs »"),
        (BLOCKS, "sortie: [eau, eau]", "sortie: [eau]", "{n: 2}", "pas « sortie »"),
        (BLOCKS, "afficher 'eau'", "arroser", "fait: \"arroser", "n'est pas une instruction"),
        (BLOCKS, "{id: toujours,", "{id: fin,", "blocs:", "même identifiant"),
        (NUMBER, "entier: [1, 4]", "entier: [4, 1]", "pots:", "ne peut pas être tiré"),
        (FILE, "{lignes: 3, colonnes: {N: {numero: true}}}", f"{{lignes: 900, colonnes: {{{WIDE}}}}}",
         "feuilles:", "20000 cellules"),
        (FILE, "N: {numero: true}", "N: {liste: ['" + "x" * 90_000 + "']}", "noms:", "200000 caractères"),
    ],
)  # fmt: skip
def test_is_refused_with_its_line(
    tmp_path: Path, text: str, before: str, after: str, at: str, said: str
) -> None:
    broken = changed(text, before, after)
    with pytest.raises(InvalidContentError) as refused:
        content.load(write_content(tmp_path, items=broken))
    (problem,) = refused.value.problems
    assert said in problem.message
    assert (problem.file, problem.line, problem.item) == (HOME, line_of(broken, at), "jardin-1-a")
