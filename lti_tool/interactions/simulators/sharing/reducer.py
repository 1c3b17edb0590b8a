"""What each action changes among rights. Its twin is `static/js/simulators/sharing/reducer.js`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from lti_tool.interactions.simulators.reducer import Rule
from lti_tool.interactions.simulators.sharing.scene import REACHES, RIGHTS, ROOT, first_state
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

INVITATIONS_LIMIT = 20
DAYS = (0, 1, 7, 30, 90)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")


def _object(state: State, action: Action) -> str:
    return one_of(action, "objet", node(state, "objets"))


def _give(state: State, action: Action) -> State:
    """A right, instead of the one that the person had."""
    which, person = _object(state, action), one_of(action, "personne", node(state, "personnes"))
    return put(state, ("objets", which, "acces", person), one_of(action, "droit", RIGHTS))


def _take(state: State, action: Action) -> State:
    which = _object(state, action)
    person = one_of(action, "personne", node(state, "objets", which, "acces"))
    return without(state, ("objets", which, "acces", person))


def _invite(state: State, action: Action) -> State:
    which, address = _object(state, action), text(action, "adresse").strip(" \u00a0\u202f").lower()
    made: Any = state["faits"]
    if not _ADDRESS.fullmatch(address) or made >= INVITATIONS_LIMIT:
        raise IllegalActionError("no address, or too many invitations")
    guest = {"adresse": address, "droit": one_of(action, "droit", RIGHTS)}
    state = put(state, ("faits",), made + 1)
    return put(state, ("objets", which, "invites", f"invite{made + 1}"), guest)


def _uninvite(state: State, action: Action) -> State:
    which = _object(state, action)
    guest = one_of(action, "invite", node(state, "objets", which, "invites"))
    return without(state, ("objets", which, "invites", guest))


def _link(state: State, action: Action) -> str:
    """An object that has a link."""
    which = _object(state, action)
    if not node(state, "objets", which, "lien"):
        raise IllegalActionError("no link")
    return which


def _make_link(state: State, action: Action) -> State:
    """A link, or another reach and right for the one that there is."""
    which = _object(state, action)
    kept = node(state, "objets", which, "lien") or {"jours": 0, "mot_de_passe": False, "copie": False}
    chosen = {"portee": one_of(action, "portee", REACHES), "droit": one_of(action, "droit", RIGHTS)}
    return put(state, ("objets", which, "lien"), {**kept, **chosen})


def _expire(state: State, action: Action) -> State:
    days = action["jours"]
    if isinstance(days, bool) or not isinstance(days, int) or days not in DAYS:
        raise IllegalActionError("not offered")
    return put(state, ("objets", _link(state, action), "lien", "jours"), days)


def _protect(state: State, action: Action) -> State:
    path = ("objets", _link(state, action), "lien", "mot_de_passe")
    return put(state, path, flag(action, "mot_de_passe"))


def _inherit(state: State, action: Action) -> State:
    which = _object(state, action)
    if node(state, "objets", which)["dans"] == ROOT:
        raise IllegalActionError("nothing to take over")
    return put(state, ("objets", which, "herite"), flag(action, "herite"))


def rights_on(state: State, which: str) -> dict[str, str]:
    """What each person may do in the end: the widest of the rights given here and of those taken over."""
    found: dict[str, str] = {}
    objects = cast(Mapping[str, Mapping[str, Any]], node(state, "objets"))
    while which != ROOT:
        one = objects[which]
        for person, right in one["acces"].items():
            if person not in found or RIGHTS.index(right) > RIGHTS.index(found[person]):
                found[person] = right
        which = one["dans"] if one["herite"] else ROOT
    return found


def looked_at(state: State) -> State:
    """The state with `effectif`, by object and person, for the conditions of an item."""
    return {**state, "effectif": {which: rights_on(state, which) for which in node(state, "objets")}}


class Sharing:
    """The simulator named `partage`."""

    name = "partage"
    rules: Mapping[str, Rule] = {
        "donner_acces": Rule(("objet", "personne", "droit"), _give),
        "retirer_acces": Rule(("objet", "personne"), _take),
        "inviter": Rule(("objet", "adresse", "droit"), _invite),
        "annuler_invitation": Rule(("objet", "invite"), _uninvite),
        "creer_lien": Rule(("objet", "portee", "droit"), _make_link),
        "expirer_lien": Rule(("objet", "jours"), _expire),
        "proteger_lien": Rule(("objet", "mot_de_passe"), _protect),
        "copier_lien": Rule(
            ("objet",),
            lambda state, action: put(state, ("objets", _link(state, action), "lien", "copie"), True),
        ),
        "supprimer_lien": Rule(
            ("objet",), lambda state, action: put(state, ("objets", _link(state, action), "lien"), {})
        ),
        "heriter": Rule(("objet", "herite"), _inherit),
    }

    def open(self, scene: Mapping[str, object]) -> State:
        """The rights before the first action. Raises pydantic's `ValidationError`."""
        return first_state(scene)
