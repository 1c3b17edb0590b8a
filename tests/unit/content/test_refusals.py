"""Bad input of issue 5: each is refused at start-up, whole, with its file and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import InvalidContentError
from content.sources import MAX_BYTES
from tests.unit.content.bench import HOME, ITEM, ITEMS_HEAD, changed, line_of, write_content

OPTIONS = ITEM[ITEM.index("    donnees:") : ITEM.index("    controle")]
TWENTY = " + ".join(["x{0}"] * 20)


def drawn(*parameters: str) -> str:
    """The item with parameters."""
    lines = "".join(f"      {one}\n" for one in parameters)
    return changed(ITEM, "    titre: Arroser\n", f"    titre: Arroser\n    parametres:\n{lines}")


SCENARIO = changed(
    changed(changed(ITEM, "format: choix", "format: scenario"), "{attendu: arrosoir}", "{attendu: [[b]]}"),
    OPTIONS,
    """\
    donnees:
      etapes:
        - id: un
          texte: U
          choix: [{id: a, texte: A, suite: deux}, {id: b, texte: B}]
        - id: deux
          texte: D
          choix: [{id: c, texte: C, suite: un}, {id: d, texte: D}]
""",
)

BAD = {
    "an unknown key": (changed(ITEM, "    titre:", "    couleur: bleue\n    titre:"), "couleur: bleue"),
    "a missing skill": (changed(ITEM, "acquis: jardin.1", "acquis: jardin.2"), "acquis: jardin.2"),
    "an id used twice": (ITEM + changed(ITEM, "format: choix", "format: choix "), None),
    "a scenario in a circle": (SCENARIO, "- id: un\n"),
    "parameters in a circle": (drawn('x: {derive: "y"}', 'y: {derive: "x"}'), "x: {derive"),
    "a division by zero": (drawn("z: {entier: [0, 0]}", 'x: {derive: "1 / z"}'), "x: {derive"),
    "a text without end": (
        drawn("x0: {motif: abcdefghij}", *(f'x{n}: {{derive: "{TWENTY.format(n - 1)}"}}' for n in (1, 2, 3))),
        "x2: {derive",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_file_and_its_line(tmp_path: Path, name: str) -> None:
    item, at = BAD[name]
    text = ITEMS_HEAD + item
    with pytest.raises(InvalidContentError) as caught:
        content.load(write_content(tmp_path, items=text))

    problem = caught.value.problems[0]
    assert problem.file == HOME
    assert problem.line == (
        line_of(text, at) if at else text.count("\n", 0, text.rindex("- id: jardin-1-a")) + 1
    )
    assert problem.message


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidContentError, match="dépasse 512 ko"):
        content.load(write_content(tmp_path, items=ITEMS_HEAD + ITEM + "#" * MAX_BYTES))


def test_nothing_is_loaded_when_one_item_is_refused(tmp_path: Path) -> None:
    good_and_bad = ITEM + changed(SCENARIO, "jardin-1-a", "jardin-1-b")

    with pytest.raises(InvalidContentError, match="tournent en rond"):
        content.load(write_content(tmp_path, items=ITEMS_HEAD + good_and_bad))


def test_a_retired_item_is_left_alone(tmp_path: Path) -> None:
    retired = changed(SCENARIO, "format: scenario", "statut: retire\n    format: scenario")

    assert len(content.load(write_content(tmp_path, items=ITEMS_HEAD + retired)).items) == 1
