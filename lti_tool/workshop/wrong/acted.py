"""Wrong ways of doing: journals of actions that the scene allows and that miss the request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from content.formats.simulated import Operator
from content.item import Item
from lti_tool.interactions import interaction_for
from lti_tool.interactions.simulators.interaction import Simulated
from lti_tool.interactions.simulators.reducer import RESTART, VERB, states
from lti_tool.interactions.simulators.state import IllegalActionError, State
from lti_tool.workshop.wrong.alteration import Alteration

# They show and change nothing that matters; a person may do without them, or do them elsewhere.
LOOKING = frozenset(
    {"ouvrir", "ouvrir_piece", "consulter", "apercevoir", "voir_adresse", "voir_cible", "afficher"}
    | {"suivant", "precedent"}
)
# What a sheet names without holding it as an object: its columns, and the words of its commands.
COLUMNS, LETTERS = frozenset({"colonne", "colonnes", "lignes", "valeurs"}), "ABCDEF"
WORDS = {"sens": ("croissant", "decroissant"), "calcul": ("somme", "nombre", "moyenne")}
Action = dict[str, Any]


def journal(item: Item, right: Any) -> Iterator[Alteration]:
    """An action left out, done to another object or with another value, done to everything, undone."""
    way = cast(Simulated, interaction_for(item))
    first = way.simulator.open(item.data)
    end = _end(way, item, right)
    for one in (*_missed(first, right, _allowed(item)), *_questionable(first, right)):
        actions = cast(list[Action], one.answer)
        reached = _end(way, item, actions)
        if actions and reached is not None and reached != end:
            yield one


def _allowed(item: Item) -> list[object]:
    """Values that the author lists as equally right."""
    listed = [one.value for one in item.check.required if one.op is Operator.AMONG]
    return [value for values in listed if isinstance(values, list | tuple) for value in values]


def _missed(first: State, right: list[Action], allowed: list[object]) -> Iterator[Alteration]:
    yield Alteration("tout annuler à la fin", [*right, {VERB: RESTART}])
    for place, action in _acting(right):
        before, after = right[:place], right[place + 1 :]
        yield Alteration(f"sans « {_told(action)} »", [*before, *after])
        for key, other in _others(first, action):
            how = f"« {_told(action)} » avec {key} : {str(other)[:30]}"
            yield Alteration(how, [*before, {**action, key: other}, *after], doubtful=other in allowed)
    if len(right) > 1:
        yield Alteration("sans la dernière action", right[:-1])


def _questionable(first: State, right: list[Action]) -> Iterator[Alteration]:
    """Done to another object as well, with other words, with another amount."""
    for place, action in _acting(right):
        before, after = right[:place], right[place + 1 :]
        for key, other in _others(first, action):
            if isinstance(other, str):
                how = f"« {_told(action)} », puis aussi {key} : {other[:30]}"
                yield Alteration(how, [*before, action, {**action, key: other}, *after], doubtful=True)
        for key, other in _loose(first, action):
            how = f"« {_told(action)} » avec {key} : {other}"
            yield Alteration(how, [*before, {**action, key: other}, *after], doubtful=True)


def _acting(right: list[Action]) -> Iterator[tuple[int, Action]]:
    return ((place, action) for place, action in enumerate(right) if action[VERB] not in LOOKING)


def _told(action: Action) -> str:
    return " ".join(str(value) for value in action.values())[:60]


def _others(first: State, action: Action) -> Iterator[tuple[str, object]]:
    """Other values for the keys of an action that mean something else: another object, the contrary."""
    for key, value in action.items():
        if isinstance(value, bool):
            yield key, not value
        elif key in COLUMNS or key in WORDS:
            yield from ((key, other) for other in WORDS.get(key, LETTERS) if other != value)
        elif key == "cellule" and isinstance(value, str):
            found = dict.fromkeys([*_neighbours(value), *_siblings(first, value)])
            yield from ((key, other) for other in found)
        elif isinstance(value, str) and key != VERB:
            yield from ((key, other) for other in dict.fromkeys(_siblings(first, value)))


def _neighbours(cell: str) -> Iterator[str]:
    """The cells above and below `B7`: B6 and B8."""
    column, row = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)
    yield from (f"{column}{near}" for near in (row - 1, row + 1) if near > 0)


def _loose(first: State, action: Action) -> Iterator[tuple[str, object]]:
    """Other words, another amount: wrong or not as the item asks for precise ones or not."""
    for key, value in action.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield key, value + 1
        elif isinstance(value, str) and key != VERB and not any(True for _ in _siblings(first, value)):
            yield key, "autre chose"


def _siblings(node: object, value: str) -> Iterator[str]:
    """The keys beside `value` wherever it names an object of the state."""
    if isinstance(node, Mapping):
        if value in node:
            yield from (key for key in node if key != value)
        for below in node.values():
            yield from _siblings(below, value)


def _end(way: Simulated, item: Item, actions: Sequence[Action]) -> State | None:
    """The last state, None when an action is not offered."""
    try:
        *_, last = states(way.simulator, item.data, actions)
    except IllegalActionError:
        return None
    return last
