"""What each action changes among files. Its twin is `static/js/simulators/explorer/reducer.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from lti_tool.interactions.simulators.explorer.scene import BIN, FILE, FOLDER, ROOT, first_state
from lti_tool.interactions.simulators.reducer import Rule
from lti_tool.interactions.simulators.state import (
    Action,
    IllegalActionError,
    State,
    node,
    one_of,
    put,
    text,
    without,
)

OBJECTS_LIMIT = 200
FORBIDDEN_IN_NAMES = frozenset('/\\:*?"<>|\n\t')
Objects = Mapping[str, Mapping[str, Any]]


def _objects(state: State) -> Objects:
    return cast(Objects, node(state, "objets"))


def _object(state: State, action: Action, key: str = "objet") -> str:
    return one_of(action, key, node(state, "objets"))


def place_of(objects: Objects, which: str) -> str:
    """`racine` or `corbeille`: where an object stands in the end."""
    seen = 0
    while which not in (ROOT, BIN):
        which, seen = str(objects[which]["dans"]), seen + 1
        if seen > OBJECTS_LIMIT:
            raise IllegalActionError("a folder inside itself")
    return which


def _here(state: State, action: Action, key: str = "objet") -> str:
    """An object that is not in the bin."""
    which = _object(state, action, key)
    if place_of(_objects(state), which) == BIN:
        raise IllegalActionError("in the bin")
    return which


def _folder(state: State, action: Action, key: str) -> str:
    """A folder that is not in the bin, or the root."""
    if action.get(key) == ROOT:
        return ROOT
    which = _here(state, action, key)
    if _objects(state)[which]["sorte"] != FOLDER:
        raise IllegalActionError("not a folder")
    return which


def _name(state: State, action: Action, parent: str, apart: str = "") -> str:
    """A usable name that no neighbour has, case aside."""
    name = text(action, "nom", longest=120).strip()
    if not name or name in (".", "..") or FORBIDDEN_IN_NAMES & set(name):
        raise IllegalActionError("an unusable name")
    _free(_objects(state), name, parent, apart)
    return name


def _free(objects: Objects, name: str, parent: str, apart: str = "") -> None:
    for key, one in objects.items():
        if one["dans"] == parent and key != apart and str(one["nom"]).lower() == name.lower():
            raise IllegalActionError("this name is taken")


def _added(state: State, prefix: str, fields: Mapping[str, object]) -> State:
    """A new object; its id cannot be an author's (five letters at least), nor that of one now gone."""
    if len(_objects(state)) >= OBJECTS_LIMIT:
        raise IllegalActionError("too many objects")
    made: Any = state["faits"]
    number = made + 1
    blank = {"taille": 0, "date": "", "apercu": "", "ouvert": False, "avant": ROOT, "archive": []}
    return put(put(state, ("faits",), number), ("objets", f"{prefix}{number}"), blank | dict(fields))


def _open(state: State, action: Action) -> State:
    return put(state, ("objets", _here(state, action), "ouvert"), True)


def _rename(state: State, action: Action) -> State:
    which = _here(state, action)
    name = _name(state, action, _objects(state)[which]["dans"], apart=which)
    return put(state, ("objets", which, "nom"), name)


def _move(state: State, action: Action) -> State:
    which, target = _here(state, action), _folder(state, action, "vers")
    objects, above = _objects(state), target
    while above != ROOT:
        if above == which:
            raise IllegalActionError("into itself")
        above = str(objects[above]["dans"])
    if objects[which]["dans"] == target:
        raise IllegalActionError("there already")
    _free(objects, str(objects[which]["nom"]), target)
    return put(state, ("objets", which, "dans"), target)


def _copy(state: State, action: Action) -> State:
    which, target = _here(state, action), _folder(state, action, "vers")
    source = _objects(state)[which]
    if source["sorte"] != FILE:
        raise IllegalActionError("only files are copied")
    if source["dans"] == target:
        raise IllegalActionError("there already")
    _free(_objects(state), str(source["nom"]), target)
    return _added(state, "copie", {**source, "dans": target, "ouvert": False})


def _new_folder(state: State, action: Action) -> State:
    parent = _folder(state, action, "dans")
    return _added(state, "nouveau", {"nom": _name(state, action, parent), "dans": parent, "sorte": FOLDER})


def _throw(state: State, action: Action) -> State:
    which = _here(state, action)
    state = put(state, ("objets", which, "avant"), _objects(state)[which]["dans"])
    return put(state, ("objets", which, "dans"), BIN)


def _restore(state: State, action: Action) -> State:
    which, objects = _object(state, action), _objects(state)
    if objects[which]["dans"] != BIN:
        raise IllegalActionError("not in the bin")
    back = str(objects[which]["avant"])
    if back != ROOT and (back not in objects or place_of(objects, back) == BIN):
        back = ROOT
    _free(objects, str(objects[which]["nom"]), back)
    return put(state, ("objets", which, "dans"), back)


def _empty(state: State, action: Action) -> State:
    del action
    objects = _objects(state)
    gone = [key for key in objects if place_of(objects, key) == BIN]
    if not gone:
        raise IllegalActionError("the bin is empty")
    for key in gone:
        state = without(state, ("objets", key))
    return state


def _compress(state: State, action: Action) -> State:
    which, objects = _here(state, action), _objects(state)
    one = objects[which]
    inside = [key for key in objects if _is_inside(objects, key, which)]
    stem = str(one["nom"]).rsplit(".", 1)[0] if one["sorte"] == FILE else str(one["nom"])
    _free(objects, f"{stem}.zip", str(one["dans"]))
    size = sum(int(objects[key]["taille"]) for key in inside)
    names = sorted(str(objects[key]["nom"]) for key in inside if objects[key]["sorte"] == FILE)
    return _added(
        state,
        "archive",
        {
            "nom": f"{stem}.zip",
            "dans": one["dans"],
            "sorte": FILE,
            "taille": (size + 1) // 2,
            "archive": names,
        },
    )


def _is_inside(objects: Objects, key: str, which: str) -> bool:
    while key not in (ROOT, BIN):
        if key == which:
            return True
        key = str(objects[key]["dans"])
    return False


class Explorer:
    """The simulator named `explorateur`."""

    name = "explorateur"
    rules: Mapping[str, Rule] = {
        "ouvrir": Rule(("objet",), _open),
        "renommer": Rule(("objet", "nom"), _rename),
        "deplacer": Rule(("objet", "vers"), _move),
        "copier": Rule(("objet", "vers"), _copy),
        "nouveau_dossier": Rule(("dans", "nom"), _new_folder),
        "supprimer": Rule(("objet",), _throw),
        "restaurer": Rule(("objet",), _restore),
        "vider_corbeille": Rule((), _empty),
        "compresser": Rule(("objet",), _compress),
    }

    def open(self, scene: Mapping[str, object]) -> State:
        """The space before the first action. Raises pydantic's `ValidationError`."""
        return first_state(scene)
