"""Writing a message: one draft at a time, then sent or given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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

FIELDS = ("a", "cc", "cci")
RECIPIENTS_LIMIT = 20
LONGEST_BODY = 2_000


def _begin(kind: str, recipients: Callable[[Mapping[str, Any], State], tuple[list[str], list[str]]]) -> Rule:
    """A verb that opens a draft about a message. `recipients` gives `a` and `cc`."""

    def apply(state: State, action: Action) -> State:
        which = one_of(action, "message", node(state, "messages"))
        message: Any = node(state, "messages", which)
        prefix = "TR : " if kind == "transferer" else "RE : "
        subject = message["objet"] if message["objet"].startswith(prefix) else prefix + message["objet"]
        to, copies = recipients(message, state)
        pieces = [piece["nom"] for piece in message["pieces"].values()] if kind == "transferer" else []
        return _opened(
            state, {"sorte": kind, "message": which, "a": to, "cc": copies} | _blank(subject, pieces)
        )

    return Rule(("message",), apply)


def _blank(subject: str = "", pieces: list[str] | None = None) -> dict[str, object]:
    return {"cci": [], "objet": subject, "texte": "", "pieces": pieces or []}


def _opened(state: State, draft: dict[str, object]) -> State:
    if node(state, "brouillon"):
        raise IllegalActionError("a draft is open already")
    return put(state, ("brouillon",), draft)


def _everyone(message: Mapping[str, Any], state: State) -> tuple[list[str], list[str]]:
    others = [one for one in message["a"] if one not in (state["adresse"], message["adresse"])]
    return [message["adresse"], *others], [one for one in message["cc"] if one != state["adresse"]]


def _draft(state: State) -> Mapping[str, Any]:
    draft: Mapping[str, Any] = node(state, "brouillon")
    if not draft:
        raise IllegalActionError("no draft is open")
    return draft


def _add_recipient(state: State, action: Action) -> State:
    field, address = one_of(action, "champ", FIELDS), text(action, "adresse").strip()
    draft = _draft(state)
    everyone = [one for name in FIELDS for one in draft[name]]
    if not address or address in everyone or len(everyone) >= RECIPIENTS_LIMIT:
        raise IllegalActionError("no address, there already, or too many")
    return put(state, ("brouillon", field), [*draft[field], address])


def _remove_recipient(state: State, action: Action) -> State:
    field = one_of(action, "champ", FIELDS)
    address = one_of(action, "adresse", _draft(state)[field])
    return put(state, ("brouillon", field), [one for one in _draft(state)[field] if one != address])


def _write(field: str, longest: int) -> Rule:
    def apply(state: State, action: Action) -> State:
        _draft(state)
        return put(state, ("brouillon", field), text(action, "texte", longest=longest))

    return Rule(("texte",), apply)


def _attach(state: State, action: Action) -> State:
    name = str(node(state, "fichiers", one_of(action, "fichier", node(state, "fichiers")))["nom"])
    pieces = _draft(state)["pieces"]
    if name in pieces:
        raise IllegalActionError("attached already")
    return put(state, ("brouillon", "pieces"), [*pieces, name])


def _detach(state: State, action: Action) -> State:
    name = one_of(action, "nom", _draft(state)["pieces"])
    return put(state, ("brouillon", "pieces"), [one for one in _draft(state)["pieces"] if one != name])


def _send(state: State, action: Action) -> State:  # noqa: ARG001  # the signature of every verb
    draft = _draft(state)
    if not any(draft[field] for field in FIELDS):
        raise IllegalActionError("nobody to send it to")
    number = len(node(state, "envoyes")) + 1
    return put(put(state, ("envoyes", f"e{number}"), dict(draft)), ("brouillon",), {})


def _give_up(state: State, action: Action) -> State:  # noqa: ARG001  # the signature of every verb
    _draft(state)
    return put(without(state, ("brouillon",)), ("brouillon",), {})


RULES: Mapping[str, Rule] = {
    "ecrire": Rule(
        (), lambda state, _: _opened(state, {"sorte": "ecrire", "message": "", "a": [], "cc": []} | _blank())
    ),
    "repondre": _begin("repondre", lambda message, _: ([message["adresse"]], [])),
    "repondre_a_tous": _begin("repondre_a_tous", _everyone),
    "transferer": _begin("transferer", lambda *_: ([], [])),
    "ajouter_destinataire": Rule(("champ", "adresse"), _add_recipient),
    "retirer_destinataire": Rule(("champ", "adresse"), _remove_recipient),
    "ecrire_objet": _write("objet", 200),
    "ecrire_texte": _write("texte", LONGEST_BODY),
    "joindre": Rule(("fichier",), _attach),
    "detacher": Rule(("nom",), _detach),
    "envoyer": Rule((), _send),
    "abandonner": Rule((), _give_up),
}
