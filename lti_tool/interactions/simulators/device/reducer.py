"""What each action changes on a device. Its twin is `static/js/simulators/device/reducer.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.interactions.simulators.device.scene import CHOICE, SWITCH, first_state
from lti_tool.interactions.simulators.reducer import Rule
from lti_tool.interactions.simulators.state import (
    Action,
    IllegalActionError,
    State,
    flag,
    node,
    one_of,
    put,
)

# How a password is changed: a new one made by the vault, a known one again, a variation on the old one.
WAYS = ("genere", "reprend", "varie")
PRESSES_LIMIT = 20


def _set(state: State, action: Action) -> State:
    which = one_of(action, "reglage", node(state, "reglages"))
    setting: Mapping[str, Any] = node(state, "reglages", which)
    value: object
    if setting["sorte"] == SWITCH:
        value = flag(action, "valeur")
    elif setting["sorte"] == CHOICE:
        value = one_of(action, "valeur", setting["choix"])
    else:
        value = _whole(action, setting["mini"], setting["maxi"])
    state = put(state, ("reglages", which, "valeur"), value)
    return put(state, ("reglages", which, "change"), True)


def _whole(action: Action, least: int, most: int) -> int:
    value = action["valeur"]
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON has one kind of number
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise IllegalActionError("out of bounds")
    return value


def _answer(state: State, action: Action) -> State:
    which = one_of(action, "notification", node(state, "notifications"))
    asked: Mapping[str, Any] = node(state, "notifications", which)
    if asked["reponse"]:
        raise IllegalActionError("answered already")
    return put(state, ("notifications", which, "reponse"), one_of(action, "choix", asked["choix"]))


def _press(state: State, action: Action) -> State:
    which = one_of(action, "bouton", node(state, "boutons"))
    done: Any = node(state, "boutons", which)["fait"]
    if done >= PRESSES_LIMIT:
        raise IllegalActionError("pressed enough")
    return put(state, ("boutons", which, "fait"), done + 1)


def _application(state: State, action: Action) -> str:
    which = one_of(action, "application", node(state, "applications"))
    if node(state, "applications", which)["installee"] is not True:
        raise IllegalActionError("not installed any more")
    return which


def _allow(state: State, action: Action) -> State:
    which = _application(state, action)
    right = one_of(action, "droit", node(state, "applications", which, "droits"))
    return put(state, ("applications", which, "droits", right, "accorde"), flag(action, "accorde"))


def _update(state: State, action: Action) -> State:
    which = _application(state, action)
    if node(state, "applications", which)["a_jour"] is True:
        raise IllegalActionError("up to date already")
    return put(state, ("applications", which, "a_jour"), True)


def _uninstall(state: State, action: Action) -> State:
    return put(state, ("applications", _application(state, action), "installee"), False)


def _change_password(state: State, action: Action) -> State:
    which = one_of(action, "compte", node(state, "comptes"))
    return put(state, ("comptes", which, "facon"), one_of(action, "facon", WAYS))


class Device:
    """The simulator named `appareil`."""

    name = "appareil"
    rules: Mapping[str, Rule] = {
        "regler": Rule(("reglage", "valeur"), _set),
        "repondre": Rule(("notification", "choix"), _answer),
        "lancer": Rule(("bouton",), _press),
        "autoriser": Rule(("application", "droit", "accorde"), _allow),
        "mettre_a_jour": Rule(("application",), _update),
        "desinstaller": Rule(("application",), _uninstall),
        "changer_mot_de_passe": Rule(("compte", "facon"), _change_password),
    }

    def open(self, scene: Mapping[str, object]) -> State:
        """The device before the first action. Raises pydantic's `ValidationError`."""
        return first_state(scene)
