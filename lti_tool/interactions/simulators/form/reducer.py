"""What each action changes in a procedure. Its twin is `static/js/simulators/form/reducer.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.interactions.simulators.form.scene import BOX, CHOICE, first_state
from lti_tool.interactions.simulators.form.validity import problems
from lti_tool.interactions.simulators.reducer import Rule
from lti_tool.interactions.simulators.state import (
    Action,
    IllegalActionError,
    State,
    flag,
    node,
    one_of,
    put,
    text,
    without,
)

LONGEST = 500


def _open(state: State) -> State:
    if state["envoye"]:
        raise IllegalActionError("sent already")
    return state


def _fill(state: State, action: Action) -> State:
    which = one_of(action, "champ", node(_open(state), "champs"))
    field: Mapping[str, Any] = node(state, "champs", which)
    if field["etape"] != state["etape"]:
        raise IllegalActionError("on another step")
    value: object
    if field["sorte"] == BOX:
        value = flag(action, "valeur")
    elif field["sorte"] == CHOICE:
        value = "" if action["valeur"] == "" else one_of(action, "valeur", field["choix"])
    else:
        value = text(action, "valeur", longest=LONGEST)
    return without(put(state, ("champs", which, "valeur"), value), ("erreurs", which))


def _attach(state: State, action: Action) -> State:
    which = one_of(action, "piece", node(_open(state), "pieces"))
    slot: Mapping[str, Any] = node(state, "pieces", which)
    chosen = one_of(action, "fichier", node(state, "fichiers"))
    file: Mapping[str, Any] = node(state, "fichiers", chosen)
    extension = file["nom"].rpartition(".")[2].lower()
    if (
        slot["etape"] != state["etape"]
        or extension not in slot["types"]
        or file["taille"] > slot["taille_max"]
    ):
        raise IllegalActionError("another step, or a file that the form refuses")
    return without(put(state, ("pieces", which, "fichier"), chosen), ("erreurs", which))


def _detach(state: State, action: Action) -> State:
    which = one_of(action, "piece", node(_open(state), "pieces"))
    if not node(state, "pieces", which)["fichier"]:
        raise IllegalActionError("nothing there")
    return put(state, ("pieces", which, "fichier"), "")


def _see(kind: str, key: str) -> Rule:
    def apply(state: State, action: Action) -> State:
        return put(state, (kind, one_of(action, key, node(state, kind)), "vu"), True)

    return Rule((key,), apply)


def _refused(state: State, found: Mapping[str, str]) -> State:
    tries: Any = state["essais"]
    return put(put(state, ("erreurs",), dict(found)), ("essais",), tries + 1)


def _forward(state: State, action: Action) -> State:
    del action
    here, steps = str(_open(state)["etape"]), list(node(state, "etapes"))
    if here == steps[-1]:
        raise IllegalActionError("the last step")
    if found := problems(state, here):
        return _refused(state, found)
    return put(put(state, ("erreurs",), {}), ("etape",), steps[steps.index(here) + 1])


def _back(state: State, action: Action) -> State:
    del action
    here, steps = str(_open(state)["etape"]), list(node(state, "etapes"))
    if here == steps[0]:
        raise IllegalActionError("the first step")
    return put(put(state, ("erreurs",), {}), ("etape",), steps[steps.index(here) - 1])


def _send(state: State, action: Action) -> State:
    del action
    here = str(_open(state)["etape"])
    if here != list(node(state, "etapes"))[-1]:
        raise IllegalActionError("not the last step")
    if found := problems(state, here):
        return _refused(state, found)
    return put(put(state, ("erreurs",), {}), ("envoye",), True)


class Procedure:
    """The simulator named `formulaire`."""

    name = "formulaire"
    rules: Mapping[str, Rule] = {
        "remplir": Rule(("champ", "valeur"), _fill),
        "joindre": Rule(("piece", "fichier"), _attach),
        "retirer": Rule(("piece",), _detach),
        "consulter": _see("documents", "document"),
        "apercevoir": _see("fichiers", "fichier"),
        "suivant": Rule((), _forward),
        "precedent": Rule((), _back),
        "garder_brouillon": Rule((), lambda state, _: put(_open(state), ("brouillon",), True)),
        "envoyer": Rule((), _send),
    }

    def open(self, scene: Mapping[str, object]) -> State:
        """The procedure before the first action. Raises pydantic's `ValidationError`."""
        return first_state(scene)
