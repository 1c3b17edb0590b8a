"""Does the solution of an item agree with its data, and do its hints lead somewhere?

Codes are compared, never labels; a solution that names nothing shown could not be found by anyone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from content.findings import Finding
from content.item import SIMULATED
from content.model import Format, Hint, Item, Option
from content.problems import Severity

FEWEST_OPTIONS = {Format.CHOICE: 3, Format.MULTIPLE_CHOICE: 4, Format.SEQUENCING: 3, Format.MATCHING: 3}
MOST_OPTIONS = 10
LISTS = (
    ("options", "options"),
    ("elements", "elements"),
    ("targets", "cibles"),
    ("categories", "categories"),
    ("zones", "zones"),
)
TOO_LONG = 1.5  # a solution that long, compared with the longest distractor, gives itself away
TOO_LONG_BY = 15  # … unless the difference is a few characters

WRITTEN = {Format.TEXT, Format.NUMBER, Format.DATE, Format.FILE}
PAIRED = {Format.MATCHING: "targets", Format.SORTING: "categories"}
NEEDING_HELP = {Format.TEXT, Format.NUMBER, Format.DATE}


def solution_findings(item: Item) -> Iterator[Finding]:
    """Counts, ids, shape of the solution, length of the choices, hints."""
    yield from _data_findings(item)
    if rule := _EXPECTED.get(item.format):
        yield from rule(item)
    yield from _length_findings(item)
    for index, hint in enumerate(item.feedback.hints):
        yield from _hint_findings(item, hint, f"retour.indices.{index}")


def _ids(options: tuple[Option, ...]) -> set[str]:
    return {option.id for option in options}


def _data_findings(item: Item) -> Iterator[Finding]:
    data, kind = item.data, item.format
    if kind in NEEDING_HELP and not data.help and not getattr(data, "fields", ()):
        yield Finding("donnees", "Ajoutez « aide » : dites comment écrire la réponse, avec un exemple.")
    if fewest := FEWEST_OPTIONS.get(kind):
        name = "options" if hasattr(data, "options") else "elements"
        count = len(getattr(data, name))
        if not fewest <= count <= MOST_OPTIONS:
            yield Finding(f"donnees.{name}", f"Proposez de {fewest} à {MOST_OPTIONS} choix (ici {count}).")
    for attribute, name in LISTS:
        yield from _repeated(f"donnees.{name}", getattr(data, attribute, ()))


def _repeated(key: str, options: tuple[Option, ...]) -> Iterator[Finding]:
    for id_, times in Counter(option.id for option in options).items():
        if times > 1:
            yield Finding(key, f"L'identifiant « {id_} » sert {times} fois : changez-en un.")
    for text, times in Counter(option.text.strip().casefold() for option in options).items():
        if times > 1:
            yield Finding(key, f"Le texte « {text} » est proposé {times} fois : changez-en un.")


def _wrong(message: str) -> Finding:
    return Finding("controle.attendu", message)


def _zone(item: Item) -> Iterator[Finding]:
    expected, ids = item.check.expected, _ids(item.data.zones)
    if isinstance(expected, str) is item.data.several:
        yield _wrong("Écrivez une liste de zones avec « plusieurs: true », une seule zone sinon.")
    elif not {expected if isinstance(expected, str) else "", *expected} & ids or (
        not isinstance(expected, str) and not set(expected) <= ids
    ):
        yield _wrong("Chaque réponse doit être l'identifiant d'une des « zones ».")


def _choice(item: Item) -> Iterator[Finding]:
    if not isinstance(item.check.expected, str) or item.check.expected not in _ids(item.data.options):
        yield _wrong("Écrivez l'identifiant d'une des options.")


def _multiple_choice(item: Item) -> Iterator[Finding]:
    expected = item.check.expected
    if not isinstance(expected, tuple) or not set(expected) <= _ids(item.data.options):
        yield _wrong("Écrivez la liste des identifiants des bonnes options, tous présents dans « options ».")
    elif len(set(expected)) != len(expected):
        yield _wrong("Écrivez chaque identifiant une seule fois.")
    elif not 2 <= len(expected) < len(item.data.options):
        yield _wrong("Prévoyez au moins deux bonnes options et au moins une mauvaise.")


def _sequencing(item: Item) -> Iterator[Finding]:
    expected = item.check.expected
    ids = [element.id for element in item.data.elements]
    if not isinstance(expected, tuple) or sorted(expected) != sorted(ids):
        yield _wrong("Écrivez les identifiants de tous les éléments, chacun une fois, dans le bon ordre.")
    elif list(expected) == ids:
        yield Finding(
            "donnees.elements", "Écrivez les éléments dans un autre ordre que celui de la solution."
        )


def _matching(item: Item) -> Iterator[Finding]:
    expected, attribute = item.check.expected, PAIRED[item.format]
    targets = getattr(item.data, attribute)
    if set(expected) != _ids(item.data.elements):
        yield _wrong("Écrivez « élément: cible » pour chaque élément, et pour eux seuls.")
    elif not set(expected.values()) <= _ids(targets):
        yield _wrong("Chaque valeur doit être un identifiant de « cibles » ou de « categories ».")
    elif len(targets) < 2:
        yield Finding(
            "donnees.cibles" if attribute == "targets" else "donnees.categories", "Proposez-en au moins deux."
        )


def _text(item: Item) -> Iterator[Finding]:
    expected = item.check.expected
    texts = expected.values() if isinstance(expected, dict) else [expected]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        yield _wrong("Écrivez le texte attendu, entre guillemets s'il ressemble à un nombre.")


def _number(item: Item) -> Iterator[Finding]:
    if not isinstance(item.check.expected, int | float):
        yield _wrong("Écrivez le nombre attendu, sans guillemets et avec un point pour la décimale.")
    elif item.check.tolerance < 0:
        yield Finding("controle.tolerance", "Écrivez une tolérance positive ou nulle.")


_EXPECTED: dict[Format, Callable[[Item], Iterator[Finding]]] = {
    Format.CHOICE: _choice,
    Format.MULTIPLE_CHOICE: _multiple_choice,
    Format.SEQUENCING: _sequencing,
    Format.MATCHING: _matching,
    Format.SORTING: _matching,
    Format.ZONE: _zone,
    Format.TEXT: _text,
    Format.NUMBER: _number,
}


def _length_findings(item: Item) -> Iterator[Finding]:
    if item.format is not Format.CHOICE:
        return
    right = [len(option.text) for option in item.data.options if option.id == item.check.expected]
    others = [len(option.text) for option in item.data.options if option.id != item.check.expected]
    if right and others and right[0] > TOO_LONG * max(others) and right[0] > max(others) + TOO_LONG_BY:
        message = "La bonne option est de loin la plus longue : elle se devine. Rapprochez les longueurs."
        yield Finding("donnees.options", message, Severity.WARNING)


def _hint_findings(item: Item, hint: Hint, key: str) -> Iterator[Finding]:
    if hint.when is not None and not (hint.chosen or hint.missing or hint.value):
        return
    given = {"si_choisi": hint.chosen, "si_absent": hint.missing, "si_valeur": hint.value}
    named = {name: value for name, value in given.items() if value is not None}
    if len(named) != 1:
        yield Finding(
            key, "Donnez une seule condition : « si_choisi », « si_absent », « si_valeur » ou « si »."
        )
        return
    name, value = next(iter(named.items()))
    known = _known(item, name)
    if known is None:
        message = f"Le format « {item.format.value} » ne connaît pas « {name} » : changez de condition."
        yield Finding(f"{key}.{name}", message)
    elif known and value not in known:
        yield Finding(
            f"{key}.{name}", f"« {value} » n'existe pas dans « donnees » : corrigez cet identifiant."
        )
    elif _never_shown(item, name, value):
        yield Finding(f"{key}.{name}", "Cet indice vise une réponse juste : il ne s'affichera pas.")


def _known(item: Item, name: str) -> set[str] | None:
    """The ids that a condition may name: empty for any text, None when the format has no such condition."""
    if name == "si_valeur":
        return set() if item.format in WRITTEN else None
    if item.format is Format.TEXT:
        return set()
    if item.format in SIMULATED:
        return {one.id for one in (item.check.forbidden if name == "si_choisi" else item.check.steps)}
    if item.format in PAIRED:
        attribute = PAIRED[item.format] if name == "si_choisi" else "elements"
        return _ids(getattr(item.data, attribute))
    if item.format is Format.SCENARIO:
        return {decision.id for step in item.data.steps for decision in step.decisions}
    for attribute in ("options", "elements", "zones"):
        if hasattr(item.data, attribute):
            return _ids(getattr(item.data, attribute))
    return None


def _never_shown(item: Item, name: str, value: str) -> bool:
    if item.format in SIMULATED:
        return False
    expected = item.check.expected
    if item.format is Format.CHOICE:
        return (name == "si_choisi") is bool(value == expected)
    if item.format is Format.MULTIPLE_CHOICE and isinstance(expected, tuple):
        return (name == "si_choisi") == (value in expected)
    if item.format is Format.TEXT and name == "si_valeur" and isinstance(expected, str):
        return value in (expected, *item.check.accepted)
    if item.format is Format.NUMBER and isinstance(expected, int | float):
        return value.replace(",", ".") in (str(expected), f"{expected:g}")
    return False
