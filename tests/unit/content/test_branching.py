"""A scenario always ends, and every step of it serves."""

from __future__ import annotations

from typing import Any

import pytest

from content.branching import scenario_findings
from content.item import Item


def scenario(steps: dict[str, dict[str, str | None]], *paths: list[str]) -> Item:
    """Steps as {step: {choice: next step, or None}}."""
    data: list[dict[str, Any]] = [
        {
            "id": step,
            "texte": "T",
            "choix": [
                {"id": name, "texte": name} | ({"suite": then} if then else {})
                for name, then in choices.items()
            ],
        }
        for step, choices in steps.items()
    ]
    return Item.model_validate(
        {
            "id": "jardin-1-a", "acquis": "jardin.1", "format": "scenario", "duree_s": 60, "titre": "T",
            "situation": "S", "consigne": "C", "donnees": {"etapes": data}, "controle": {"attendu": paths},
            "retour": {"juste": "J", "faux": "F"}, "acces": "A", "a_revoir_le": "2030-01-01",
        }
    )  # fmt: skip


FINE: dict[str, dict[str, str | None]] = {"debut": {"a": "fin", "b": None}, "fin": {"c": None, "d": None}}


def test_a_tree_that_ends_is_fine() -> None:
    assert list(scenario_findings(scenario(FINE, ["a", "c"], ["b"]))) == []


@pytest.mark.parametrize(
    ("steps", "path", "key", "advice"),
    [
        (FINE | {"fin": {"c": "debut", "d": None}}, ["b"], "donnees.etapes.", "tournent en rond"),
        (FINE | {"fin": {"c": "fin", "d": None}}, ["b"], "donnees.etapes.1", "fin → fin"),
        (
            FINE | {"fin": {"c": "ailleurs", "d": None}},
            ["b"],
            "donnees.etapes.1.choix.0.suite",
            "« ailleurs »",
        ),
        (FINE | {"seule": {"e": None, "f": None}}, ["b"], "donnees.etapes.2", "Aucun choix ne mène"),
        (FINE, ["a"], "controle.attendu.0", "s'arrête à l'étape « fin »"),
        (FINE, ["b", "c"], "controle.attendu.0", "déjà fini avant « c »"),
        (FINE, ["c"], "controle.attendu.0", "n'a pas de choix « c »"),
    ],
)
def test_a_broken_scenario_says_where(
    steps: dict[str, dict[str, str | None]], path: list[str], key: str, advice: str
) -> None:
    (finding,) = scenario_findings(scenario(steps, path))

    assert finding.key.startswith(key)
    assert advice in finding.message


def test_two_steps_or_two_choices_with_one_id() -> None:
    item = scenario(FINE, ["b"])
    twice = item.model_copy(update={"data": item.data.model_copy(update={"steps": item.data.steps * 2})})

    assert any("même identifiant" in finding.message for finding in scenario_findings(twice))
