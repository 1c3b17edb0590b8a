"""What a simulator costs: the replay and the mark of 200 actions, and the bytes of its page."""

from __future__ import annotations

import gzip
import json
import random
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import flask_bootstrap
import pytest

import lti_tool
from lti_tool.interactions import interaction_for
from lti_tool.interactions.simulators.spreadsheet.cells import address
from tests.fuzz.test_journals import RECALCULATED, SIMULATORS
from tests.unit.lti_tool.interactions.items import KEY, item
from tests.unit.lti_tool.interactions.simulators.sequences import random_journal

STATIC = Path(lti_tool.__file__).parent / "static"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/css/bootstrap.min.css"
ACTIONS, GOAL_MS, GOAL_KB = 200, 50, 150
IMPORT = re.compile(r'^import [^"]*"([^"]+)"', re.MULTILINE)
CONTROL: dict[str, Any] = {
    "exiger": [{"id": "titre", "chemin": "titre", "op": "vide", "texte": "Finir"}],
    "interdire": [{"id": "rien", "chemin": "*.*.interdit", "valeur": True, "texte": "Tricher"}],
    "solution": [{"faire": "recommencer"}],
}


def of_200_actions(simulator: Any, module: Any) -> list[Any]:
    """Legal journals end to end, each from the start again, until there are 200 actions."""
    rng, found = random.Random(200), []
    while len(found) < ACTIONS:
        journal, _ = random_journal(simulator, module.SCENE, module.pools, rng, 24)
        found += [*journal, {"faire": "recommencer"}]
    return found[:ACTIONS]


def marked_ms(one: Any, journal: list[Any]) -> float:
    """Milliseconds of processor to read, replay and mark: the whole work of an answer."""
    way, text, taken = interaction_for(one), json.dumps(journal), []
    for _ in range(15):
        begun = time.process_time()
        way.mark(one, way.parse(one, KEY, {"journal": [text]}))
        taken.append(time.process_time() - begun)
    return 1000 * statistics.median(taken)


@pytest.mark.parametrize(("simulator", "module"), SIMULATORS, ids=lambda one: getattr(one, "name", ""))
def test_marking_200_actions(simulator: Any, module: Any) -> None:
    more = RECALCULATED if simulator.name == "tableur" else {}
    one = item(simulator.name, module.SCENE, CONTROL | more)
    spent = marked_ms(one, of_200_actions(simulator, module))
    sys.stdout.write(f"\n{simulator.name}: {spent:.1f} ms for 200 actions, read, replayed twice and marked\n")
    assert spent > 0


def test_marking_the_worst_sheet_that_is_allowed() -> None:
    """As many of the longest formulas as a journal holds, in the largest sheet, each over the whole sheet."""
    scene = {"lignes": 60, "colonnes": 12, "cellules": {"A1": 1}}
    formula = "=" + "+".join(["SOMME(A1:L60)"] * 14)
    places = [address(column, row) for row in range(2, 61) for column in range(1, 13)]
    typed = [{"faire": "saisir", "cellule": where, "valeur": formula} for where in places[:240]]
    spent = marked_ms(item("tableur", scene, CONTROL | RECALCULATED), typed)
    sys.stdout.write(f"\ntableur, worst: {spent:.1f} ms (goal {GOAL_MS}) for {len(typed)} formulas\n")
    assert spent > 0


def modules_of(path: Path, found: set[Path]) -> set[Path]:
    """A module and all that it imports."""
    if path not in found:
        found.add(path)
        for name in IMPORT.findall(path.read_text()):
            modules_of((path.parent / name).resolve(), found)
    return found


@pytest.mark.parametrize(("simulator", "module"), SIMULATORS, ids=lambda one: getattr(one, "name", ""))
def test_bytes_of_a_page(simulator: Any, module: Any) -> None:
    one = item(simulator.name, module.SCENE, CONTROL)
    (name,) = interaction_for(one).present(one, KEY).modules
    scripts = modules_of((STATIC / name).resolve(), set())
    styles = [BOOTSTRAP, STATIC / "css/parcours.css"]
    sizes = [
        sum(len(gzip.compress(path.read_bytes())) for path in paths) / 1000 for paths in (scripts, styles)
    ]
    sys.stdout.write(
        f"\n{simulator.name}: {sum(sizes):.1f} kB compressed (goal {GOAL_KB}): {len(scripts)} modules "
        f"{sizes[0]:.1f}, styles {sizes[1]:.1f}\n"
    )
    assert sum(sizes) < GOAL_KB
