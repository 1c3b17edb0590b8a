"""Journals that no browser of ours would send: forged, truncated, reordered, replayed, oversized.

Each is refused, or marked wrong; never a failure. A few hundred for each simulator in the normal suite;
`make fuzz` plays as many as `PARCOURS_FUZZ_JOURNALS` asks for. The draws come from a fixed seed.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import interaction_for
from lti_tool.interactions.simulators.device.reducer import Device
from lti_tool.interactions.simulators.explorer.reducer import Explorer
from lti_tool.interactions.simulators.form.reducer import Procedure
from lti_tool.interactions.simulators.mailbox.reducer import Mailbox
from lti_tool.interactions.simulators.sharing.reducer import Sharing
from lti_tool.interactions.simulators.spreadsheet.reducer import Spreadsheet
from lti_tool.interactions.simulators.web.reducer import Browser
from tests.unit.lti_tool.interactions.items import KEY, item
from tests.unit.lti_tool.interactions.simulators import (
    test_browser,
    test_device,
    test_explorer,
    test_form,
    test_mailbox,
    test_sharing,
    test_spreadsheet,
)
from tests.unit.lti_tool.interactions.simulators.sequences import random_journal

JOURNALS = int(os.environ.get("PARCOURS_FUZZ_JOURNALS", "150"))
SIMULATORS = (
    (Mailbox(), test_mailbox),
    (Procedure(), test_form),
    (Explorer(), test_explorer),
    (Device(), test_device),
    (Spreadsheet(), test_spreadsheet),
    (Browser(), test_browser),
    (Sharing(), test_sharing),
)
# No action leads there: whoever gets it did not do the task.
CONTROL: dict[str, Any] = {
    "exiger": [{"id": "fini", "chemin": "gagne", "valeur": True, "texte": "Finir"}],
    "interdire": [{"id": "rien", "chemin": "*.*.interdit", "valeur": True, "texte": "Tricher"}],
    "solution": [{"faire": "recommencer"}],
}
STEP = {"id": "calcul", "plage": "F5:F9", "formule": "=C2*D2+7", "entrees": ["B2:D5"], "texte": "Calculer"}
RECALCULATED = {"recalculer": [STEP]}
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e14, 1e300, "", "x", "é" * 300, "\ud800", "\0", "__proto__", "constructor", [],
    ["m1"],
    {}, {"faire": "envoyer"}, "=" + "(" * 90, "=A2+A3", "=SOMME(A1:L60)", '="' + "x" * 180 + '"&A2', "racine",
    "A1:L60",
)  # fmt: skip

Journal = list[Any]


def forged(journal: Journal, rng: random.Random) -> Journal:
    """Some values, keys or whole actions are other things."""
    made = [dict(one) for one in journal] or [{}]
    for _ in range(rng.randint(1, 4)):
        target = rng.choice(made)
        kind = rng.random()
        if kind < 0.6 and target:
            target[rng.choice(list(target))] = rng.choice(ODD)
        elif kind < 0.8:
            target[rng.choice(["gagne", "etat", "effort", "faire"])] = rng.choice(ODD)
        else:
            made.insert(rng.randrange(len(made) + 1), {"faire": rng.choice(ODD)})
    return [rng.choice(ODD) if rng.random() < 0.02 else one for one in made]


def reordered(journal: Journal, rng: random.Random) -> Journal:
    return rng.sample(journal, len(journal))


def replayed(journal: Journal, rng: random.Random) -> Journal:
    return journal * rng.randint(2, 9)


def oversized(journal: Journal, rng: random.Random) -> Journal:
    longest = [{"faire": "repondre", "texte": "x" * 1_900}] * 40
    return (journal or [{"faire": "recommencer"}]) * 40 if rng.random() < 0.5 else [*journal, *longest]


def as_it_is(journal: Journal, _: random.Random) -> Journal:
    return [*journal, {"faire": "gagne", "gagne": True}]


CHANGES: tuple[Callable[[Journal, random.Random], Journal], ...] = (
    forged, forged, reordered, replayed, oversized, as_it_is,
)  # fmt: skip


def sent(journal: Journal, rng: random.Random) -> str:
    """The text of the field; sometimes cut short."""
    text = json.dumps(journal)
    return text[: rng.randrange(len(text) + 1)] if rng.random() < 0.15 else text


@pytest.mark.parametrize(("simulator", "module"), SIMULATORS, ids=lambda one: getattr(one, "name", ""))
def test_no_odd_journal_is_right_or_fails(simulator: Any, module: Any) -> None:
    rng = random.Random(f"{simulator.name} 20261124")
    sheet = simulator.name == "tableur"
    one = item(simulator.name, module.SCENE, CONTROL | (RECALCULATED if sheet else {}))
    way = interaction_for(one)
    told: Counter[str] = Counter()
    legal = [
        random_journal(simulator, module.SCENE, module.pools, rng, rng.randint(1, 20))[0]
        for _ in range(min(JOURNALS, 500))
    ]
    for number in range(JOURNALS):
        journal = rng.choice(CHANGES)(list(legal[number % len(legal)]), rng)
        try:
            answer = way.parse(one, KEY, {"journal": [sent(journal, rng)]})
        except AnswerRefusedError as refusal:
            told[refusal.reason] += 1
            continue
        assert not way.mark(one, answer).correct
        way.describe(one, answer)
        told["marked wrong"] += 1
    sys.stdout.write(f"\n{simulator.name}: {JOURNALS} journals, {dict(told)}\n")
    assert len(told) >= 4
