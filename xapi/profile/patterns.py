"""The grammar of an attempt, as patterns over templates (Profiles, 9).

One primary pattern: every statement of a registration, in the order of timestamps. It needs no
backtracking, which the specification forbids: the first statement of a part always says which one it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xapi.checks.corrections import REPLACEABLE
from xapi.profile.templates import template_iri
from xapi.vocabulary import VERB_IRIS, Namespace

Json = dict[str, Any]
Text = dict[str, str]


@dataclass(frozen=True)
class Pattern:
    """One rule of the grammar: `operator` is one of Profiles 9, `members` names of verbs or patterns."""

    name: str
    operator: str
    members: tuple[str, ...]
    label: Text
    definition: Text | None = None


def _text(french: str, english: str) -> Text:
    return {"fr": french, "en": english}


PATTERNS = (
    Pattern(
        "attempt",
        "sequence",
        ("first-launch", "initialized", "work", "ending", "corrections"),
        _text("Une tentative", "An attempt"),
        _text(
            "Toutes les traces d’une tentative (un registration), du début à la fin, puis ses corrections. "
            "Une "
            "tentative en cours s’arrête après « work ».",
            "All the statements of an attempt (one registration) from start to end, then its corrections. An "
            "attempt under way stops after “work”.",
        ),
    ),
    Pattern("first-launch", "optional", ("launched",), _text("Ouverture", "Opening")),
    Pattern("work", "zeroOrMore", ("step",), _text("Travail", "Work")),
    Pattern("step", "alternates", ("answered", "progressed", "launched", "pause"), _text("Étape", "Step")),
    Pattern("pause", "sequence", ("suspended", "new-launch", "resumed"), _text("Interruption", "Break")),
    Pattern("new-launch", "optional", ("launched",), _text("Nouvelle ouverture", "New opening")),
    Pattern("ending", "optional", ("end",), _text("Fin, si elle a eu lieu", "End, if any")),
    Pattern("end", "alternates", ("completion", "terminated", "abandoned"), _text("Fin", "End")),
    Pattern(
        "completion",
        "sequence",
        ("completed", "verdict-if-any", "levels", "terminated"),
        _text("Achèvement", "Completion"),
    ),
    Pattern("verdict-if-any", "optional", ("verdict",), _text("Résultat, s’il y en a un", "Verdict, if any")),
    Pattern("verdict", "alternates", ("passed", "failed", "scored"), _text("Résultat", "Verdict")),
    Pattern("levels", "zeroOrMore", ("achieved",), _text("Niveaux atteints", "Levels reached")),
    Pattern("corrections", "zeroOrMore", ("correction",), _text("Corrections", "Corrections")),
    Pattern("correction", "sequence", ("voided", "replaced-if-any"), _text("Correction", "Correction")),
    Pattern(
        "replaced-if-any",
        "optional",
        ("replacement",),
        _text("Remplacement, s’il y en a un", "Replacement, if any"),
    ),
    Pattern(
        "replacement",
        "alternates",
        tuple(sorted(REPLACEABLE)),
        _text("Trace de remplacement", "Replacing statement"),
    ),
)
PRIMARY = "attempt"
LISTS = frozenset({"sequence", "alternates"})  # the operators that take several members


def pattern_iri(namespace: Namespace, name: str) -> str:
    """Where a pattern is published."""
    return f"{namespace.profile_family}/pattern/{name}"


def patterns(namespace: Namespace) -> list[Json]:
    """The `patterns` of the document."""
    return [_json(namespace, one) for one in PATTERNS]


def _json(namespace: Namespace, pattern: Pattern) -> Json:
    members = [
        template_iri(namespace, name) if name in VERB_IRIS else pattern_iri(namespace, name)
        for name in pattern.members
    ]
    made: Json = {
        "id": pattern_iri(namespace, pattern.name),
        "type": "Pattern",
        "primary": pattern.name == PRIMARY,
        "inScheme": namespace.profile,
        "prefLabel": pattern.label,
        pattern.operator: members if pattern.operator in LISTS else members[0],
    }
    return made if pattern.definition is None else {**made, "definition": pattern.definition}
