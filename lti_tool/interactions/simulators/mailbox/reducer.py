"""What each action changes in a mailbox. Its twin is `static/js/simulators/mailbox/reducer.js`."""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.interactions.simulators.mailbox import draft
from lti_tool.interactions.simulators.mailbox.scene import first_state
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

RULES_LIMIT = 20
RULE_FIELDS = ("de", "objet")


def _message(state: State, action: Action) -> str:
    return one_of(action, "message", node(state, "messages"))


def _open(state: State, action: Action) -> State:
    at = ("messages", _message(state, action))
    return put(put(state, (*at, "ouvert"), True), (*at, "lu"), True)


def _set(key: str) -> Rule:
    """A verb that only notes something on a message."""
    return Rule(
        ("message",), lambda state, action: put(state, ("messages", _message(state, action), key), True)
    )


def _note(kind: str, name: str, key: str) -> Rule:
    """A verb that notes something on a link or an attachment of a message."""

    def apply(state: State, action: Action) -> State:
        message = _message(state, action)
        which = one_of(action, name, node(state, "messages", message, kind))
        return put(state, ("messages", message, kind, which, key), True)

    return Rule(("message", name), apply)


def _mark(state: State, action: Action) -> State:
    return put(state, ("messages", _message(state, action), "lu"), flag(action, "lu"))


def _move(state: State, action: Action) -> State:
    folder = one_of(action, "dossier", node(state, "dossiers"))
    return put(state, ("messages", _message(state, action), "dossier"), folder)


def _report(state: State, action: Action) -> State:
    at = ("messages", _message(state, action))
    return put(put(state, (*at, "signale"), True), (*at, "dossier"), "indesirables")


def _unreport(state: State, action: Action) -> State:
    at = ("messages", _message(state, action))
    if node(state, *at)["signale"] is not True:
        raise IllegalActionError("not reported")
    return put(put(state, (*at, "signale"), False), (*at, "dossier"), "reception")


def _add_rule(state: State, action: Action) -> State:
    rules = node(state, "regles")
    field, wanted = one_of(action, "champ", RULE_FIELDS), text(action, "contient").strip()
    folder = one_of(action, "dossier", node(state, "dossiers"))
    if not wanted or len(rules) >= RULES_LIMIT:
        raise IllegalActionError("an empty rule, or too many")
    number = max((int(key[1:]) for key in rules), default=0) + 1
    return put(state, ("regles", f"r{number}"), {"champ": field, "contient": wanted, "dossier": folder})


def _remove_rule(state: State, action: Action) -> State:
    return without(state, ("regles", one_of(action, "regle", node(state, "regles"))))


def _add_contact(state: State, action: Action) -> State:
    message = node(state, "messages", _message(state, action))
    book = node(state, "carnet")
    if any(node(book, key)["adresse"] == message["adresse"] for key in book):
        raise IllegalActionError("already in the address book")
    number = sum(key.startswith("ajout") for key in book) + 1  # no author id is that long
    contact = {"nom": message["nom"], "adresse": message["adresse"], "membres": 1}
    return put(state, ("carnet", f"ajout{number}"), contact)


class Mailbox:
    """The simulator named `courriel`."""

    name = "courriel"
    rules: Mapping[str, Rule] = {
        "ouvrir": Rule(("message",), _open),
        "voir_adresse": _set("adresse_vue"),
        "marquer": Rule(("message", "lu"), _mark),
        "voir_cible": _note("liens", "lien", "vu"),
        "suivre_lien": _note("liens", "lien", "suivi"),
        "ouvrir_piece": _note("pieces", "piece", "ouverte"),
        "enregistrer_piece": _note("pieces", "piece", "enregistree"),
        "deplacer": Rule(("message", "dossier"), _move),
        "signaler": Rule(("message",), _report),
        "annuler_signalement": Rule(("message",), _unreport),
        "ajouter_regle": Rule(("champ", "contient", "dossier"), _add_rule),
        "supprimer_regle": Rule(("regle",), _remove_rule),
        "ajouter_contact": Rule(("message",), _add_contact),
        **draft.RULES,
    }

    def open(self, scene: Mapping[str, object]) -> State:
        """The mailbox before the first action. Raises pydantic's `ValidationError`."""
        return first_state(scene)
