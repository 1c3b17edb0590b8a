"""What each action changes in the browser. Its twin is `static/js/simulators/web/reducer.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.interactions.simulators.question import ANSWER
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
from lti_tool.interactions.simulators.web.scene import ACCEPT, CUSTOMISE, REFUSE, first_state, visit
from lti_tool.interactions.simulators.web.search import finds, normalised, straight

TABS_LIMIT = 8
CONSENTS = {ACCEPT: "accepte", REFUSE: "refuse"}
CUSTOMISED = "personnalise"


def shown(state: State) -> Mapping[str, Any]:
    """What the current tab shows."""
    tab: Mapping[str, Any] = node(state, "onglets", str(state["onglet"]))
    found: Mapping[str, Any] = tab["visites"][tab["place"]]
    return found


def _page(state: State) -> str:
    """The page shown. Raises `IllegalActionError` on the search engine or nowhere."""
    if not state["page"]:
        raise IllegalActionError("no page")
    return str(state["page"])


def _arrived(state: State) -> State:
    """`page` follows what the current tab shows."""
    here = shown(state)
    page = str(here["page"])
    state = put(state, ("page",), page)
    if here["sorte"] == "recherche":
        state = put(state, ("derniere_recherche",), here["texte"])
        state = put(state, ("derniere_periode",), here["depuis"])
    return put(state, ("pages", page, "vue"), True) if page else state


def _go(state: State, to: Mapping[str, object]) -> State:
    """Further in the current tab: what was ahead is lost, as in every browser."""
    which = str(state["onglet"])
    tab: Mapping[str, Any] = node(state, "onglets", which)
    visits = [*tab["visites"][: tab["place"] + 1], to]
    return _arrived(put(state, ("onglets", which), {"visites": visits, "place": len(visits) - 1}))


def _open_tab(state: State, first: Mapping[str, object]) -> State:
    tabs = node(state, "onglets")
    if len(tabs) >= TABS_LIMIT:
        raise IllegalActionError("too many tabs")
    made: Any = state["faits"]
    which = f"o{made + 1}"
    state = put(put(state, ("faits",), made + 1), ("onglets", which), {"visites": [first], "place": 0})
    return _arrived(put(state, ("onglet",), which))


def _address(state: State, action: Action) -> State:
    typed = text(action, "texte").strip(" \u00a0\u202f")
    if not typed:
        raise IllegalActionError("nothing typed")
    wanted = normalised(typed)
    pages: Mapping[str, Any] = node(state, "pages")
    for key, page in pages.items():
        if normalised(page["adresse"]) == wanted:
            return _go(state, visit("page", key))
    if " " in typed or "." not in typed:
        return _go(state, visit("recherche", text=straight(typed)))
    return _go(state, visit("inconnue", text=typed))


def _search(state: State, action: Action) -> State:
    typed, since = text(action, "texte").strip(" \u00a0\u202f"), text(action, "depuis", longest=4)
    if not typed or (since and not (len(since) == 4 and since.isascii() and since.isdigit())):
        raise IllegalActionError("nothing to look for, or no year")
    return _go(state, visit("recherche", text=straight(typed), since=since))


def _open_result(state: State, action: Action) -> State:
    here = shown(state)
    which = one_of(action, "resultat", node(state, "resultats"))
    result: Mapping[str, Any] = node(state, "resultats", which)
    if here["sorte"] != "recherche" or not finds(here["texte"], here["depuis"], result):
        raise IllegalActionError("not among the results")
    return _go(state, visit("page", result["page"]))


def _link(state: State, action: Action) -> tuple[str, str]:
    page = _page(state)
    return page, one_of(action, "lien", node(state, "pages", page, "liens"))


def _target(state: State, action: Action) -> Mapping[str, object]:
    page, link = _link(state, action)
    return visit("page", str(node(state, "pages", page, "liens", link)["vers"]))


def _look_at_link(state: State, action: Action) -> State:
    page, link = _link(state, action)
    return put(state, ("pages", page, "liens", link, "vu"), True)


def _step(by: int) -> Rule:
    def apply(state: State, _: Action) -> State:
        which = str(state["onglet"])
        tab: Mapping[str, Any] = node(state, "onglets", which)
        place = tab["place"] + by
        if not 0 <= place < len(tab["visites"]):
            raise IllegalActionError("nothing that way")
        return _arrived(put(state, ("onglets", which, "place"), place))

    return Rule((), apply)


def _come_back(state: State, action: Action) -> State:
    """From the list of pages seen, or from the bookmarks."""
    which = one_of(action, "page", node(state, "pages"))
    favourites: Any = state["favoris"]
    if node(state, "pages", which)["vue"] is not True and which not in favourites:
        raise IllegalActionError("never seen")
    return _go(state, visit("page", which))


def _choose_tab(state: State, action: Action) -> State:
    return _arrived(put(state, ("onglet",), one_of(action, "onglet", node(state, "onglets"))))


def _close_tab(state: State, action: Action) -> State:
    which = one_of(action, "onglet", node(state, "onglets"))
    left = [one for one in node(state, "onglets") if one != which]
    if not left:
        raise IllegalActionError("the last tab")
    state = without(state, ("onglets", which))
    return _arrived(put(state, ("onglet",), left[-1])) if state["onglet"] == which else state


def _banner(state: State) -> str:
    """The site whose banner waits for an answer on the page shown."""
    site = str(node(state, "pages", _page(state))["site"])
    found = node(state, "sites", site)
    if not found["bandeau"] or found["consentement"]:
        raise IllegalActionError("no banner here")
    return site


def _consent(state: State, action: Action) -> State:
    site = _banner(state)
    offered: Any = node(state, "sites", site, "bandeau")["boutons"]
    choice = one_of(action, "choix", [one for one in CONSENTS if one in offered])
    trackers: Mapping[str, Any] = node(state, "sites", site, "traceurs")
    for key, one in trackers.items():
        accepted = choice == ACCEPT or one["necessaire"]
        state = put(state, ("sites", site, "traceurs", key, "accepte"), accepted)
    return put(state, ("sites", site, "consentement"), CONSENTS[choice])


def _tick(state: State, action: Action) -> State:
    site = _customised(state)
    which = one_of(action, "traceur", node(state, "sites", site, "traceurs"))
    if node(state, "sites", site, "traceurs", which)["necessaire"]:
        raise IllegalActionError("a necessary one")
    return put(state, ("sites", site, "traceurs", which, "coche"), flag(action, "coche"))


def _customised(state: State) -> str:
    site = _banner(state)
    offered: Any = node(state, "sites", site, "bandeau")["boutons"]
    if CUSTOMISE not in offered:
        raise IllegalActionError("nothing to customise")
    return site


def _keep_ticks(state: State, action: Action) -> State:
    del action
    site = _customised(state)
    trackers: Mapping[str, Any] = node(state, "sites", site, "traceurs")
    for key, one in trackers.items():
        accepted = one["coche"] or one["necessaire"]
        state = put(state, ("sites", site, "traceurs", key, "accepte"), accepted)
    return put(state, ("sites", site, "consentement"), CUSTOMISED)


def _download(state: State, action: Action) -> State:
    page = _page(state)
    which = one_of(action, "fichier", node(state, "pages", page, "fichiers"))
    return put(state, ("pages", page, "fichiers", which, "telecharge"), True)


def _bookmark(state: State, action: Action) -> State:
    """On, then off again."""
    del action
    page, known = _page(state), state["favoris"]
    kept = [one for one in known if one != page]  # type: ignore[attr-defined]  # a list of ids
    return put(state, ("favoris",), kept if len(kept) != len(known) else [*kept, page])  # type: ignore[arg-type]  # the same list


def _give(state: State, action: Action) -> State:
    del action
    if not state["donner"]:
        raise IllegalActionError("nothing to give")
    return put(state, ("donnee",), _page(state))


class Browser:
    """The simulator named `navigateur`."""

    name = "navigateur"
    rules: Mapping[str, Rule] = {
        "aller": Rule(("texte",), _address),
        "chercher": Rule(("texte", "depuis"), _search),
        "ouvrir_resultat": Rule(("resultat",), _open_result),
        "suivre": Rule(("lien",), lambda state, action: _go(state, _target(state, action))),
        "suivre_ailleurs": Rule(("lien",), lambda state, action: _open_tab(state, _target(state, action))),
        "voir_cible": Rule(("lien",), _look_at_link),
        "precedent": _step(-1),
        "suivant": _step(1),
        "revenir": Rule(("page",), _come_back),
        "nouvel_onglet": Rule((), lambda state, _: _open_tab(state, visit("moteur"))),
        "choisir_onglet": Rule(("onglet",), _choose_tab),
        "fermer_onglet": Rule(("onglet",), _close_tab),
        "consentir": Rule(("choix",), _consent),
        "cocher": Rule(("traceur", "coche"), _tick),
        "enregistrer_choix": Rule((), _keep_ticks),
        "voir_securite": Rule((), lambda state, _: put(state, ("pages", _page(state), "securite_vue"), True)),
        "telecharger": Rule(("fichier",), _download),
        "marquer_favori": Rule((), _bookmark),
        "chercher_dans_page": Rule(
            ("texte",),
            lambda state, action: put(state, ("pages", _page(state), "cherche"), text(action, "texte")),
        ),
        "donner_page": Rule((), _give),
        "repondre": ANSWER,
    }

    def open(self, scene: Mapping[str, object]) -> State:
        """The browser before the first action. Raises pydantic's `ValidationError`."""
        return first_state(scene)
