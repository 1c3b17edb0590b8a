"""Each shipped simulator item, as the server marks it: the solution passes, doing nothing does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pytest

import content
from content.formats.simulated import SimulatedItem
from lti_tool.interactions import interaction_for

KEY = b"one key by attempt"
RESTART: dict[str, object] = {"faire": "recommencer"}
Actions = Sequence[Mapping[str, object]]


@pytest.fixture(scope="module")
def items() -> list[SimulatedItem]:
    """Those that play without a draw; drawn ones are replayed by `content check`, seed by seed."""
    return [
        item
        for item in content.load().items.values()
        if isinstance(item, SimulatedItem) and not item.parameters
    ]


def scene(item: SimulatedItem) -> Mapping[str, Any]:
    """The first state, as the browser gets it."""
    return cast(Mapping[str, Any], interaction_for(item).present(item, KEY).context["scene"])


def succeeds(item: SimulatedItem, journal: Actions) -> bool:
    way = interaction_for(item)
    answer = way.parse(item, KEY, {"journal": [json.dumps(journal)]})
    return way.mark(item, answer).correct


def harmless(item: SimulatedItem) -> Iterator[dict[str, object]]:
    """One action that only looks, or sets what was set already."""
    state = scene(item)
    for which in state.get("messages", ()):
        yield {"faire": "ouvrir", "message": which}
    yield from _harmless_in_newer(state)
    for which in state.get("documents", ()):
        yield {"faire": "consulter", "document": which}
    for which, setting in state.get("reglages", {}).items():
        yield {"faire": "regler", "reglage": which, "valeur": setting["valeur"]}
    if "brouillon" in state and "champs" in state:
        yield {"faire": "garder_brouillon"}


def _harmless_in_newer(state: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Files, rights, sheets and browsers."""
    for which, one in state.get("objets", {}).items():
        if "quota" in state and one["dans"] != "corbeille":  # what is in the bin cannot be opened
            yield {"faire": "ouvrir", "objet": which}
        elif "herite" in one and one["dans"] != "racine":
            yield {"faire": "heriter", "objet": which, "herite": one["herite"]}
    for which, cell in state.get("cellules", {}).items():
        if which not in state["protege"]:
            yield {"faire": "saisir", "cellule": which, "valeur": cell["saisie"]}
    if "onglets" in state:
        yield {"faire": "nouvel_onglet"}


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from texts(below)
    elif isinstance(value, Sequence):
        for below in value:
            yield from texts(below)


def test_the_bank_has_simulators(items: list[SimulatedItem]) -> None:
    assert {item.format.value for item in items} >= {
        "appareil",
        "courriel",
        "formulaire",
        "navigateur",
        "partage",
        "tableur",
    }


def test_the_reference_solution_is_accepted(items: list[SimulatedItem]) -> None:
    assert [item.id for item in items if not succeeds(item, item.check.solution)] == []


def test_the_solution_is_accepted_after_a_restart(items: list[SimulatedItem]) -> None:
    assert [item.id for item in items if not succeeds(item, [RESTART, *item.check.solution])] == []


def test_a_restart_alone_is_refused(items: list[SimulatedItem]) -> None:
    assert [item.id for item in items if succeeds(item, [RESTART])] == []


def test_a_restart_takes_the_solution_back(items: list[SimulatedItem]) -> None:
    assert [item.id for item in items if succeeds(item, [*item.check.solution, RESTART])] == []


def test_a_harmless_action_alone_is_refused(items: list[SimulatedItem]) -> None:
    passed = [(item.id, action) for item in items for action in harmless(item) if succeeds(item, [action])]
    assert passed == []


def test_doing_nothing_gets_a_hint(items: list[SimulatedItem]) -> None:
    for item in items:
        way = interaction_for(item)
        answer = way.parse(item, KEY, {"journal": [json.dumps([RESTART])]})
        assert way.mark(item, answer).hints, item.id


def test_the_scene_tells_nothing_of_the_control(items: list[SimulatedItem]) -> None:
    told = [
        (item.id, condition.text)
        for item in items
        for condition in (*item.check.required, *item.check.forbidden)
        if any(condition.text.casefold() in one.casefold() for one in texts(scene(item)))
    ]
    assert told == []
