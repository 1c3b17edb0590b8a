"""What our profile defines itself: extensions. Verbs and activity types are those of other profiles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xapi import vocabulary
from xapi.vocabulary import AnswerOutcome, CorrectionReason, Namespace

Json = dict[str, Any]
Text = dict[str, str]  # language to text

_UUID = {"type": "string", "format": "uuid"}


@dataclass(frozen=True)
class Extension:
    """An extension key of ours.

    Args:
        kind: `ResultExtension` or `ContextExtension` (Profiles, 7.2).
        verbs: short names of the verbs that carry it.
        schema: JSON schema of its value.
    """

    name: str
    kind: str
    label: Text
    definition: Text
    verbs: tuple[str, ...]
    schema: Mapping[str, Any]


def _object(**properties: object) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_LEVEL = {"type": "integer", "minimum": 1, "maximum": vocabulary.TOP_LEVEL}
_REASON = {"enum": [str(one) for one in CorrectionReason]}
_ATTEMPT_VERBS = tuple(name for name in vocabulary.VERB_IRIS if name != "voided")

EXTENSIONS = (
    Extension(
        "outcome",
        "ResultExtension",
        {"fr": "Issue de l’épreuve", "en": "Outcome of the item"},
        {
            "fr": "Ce qu’il est advenu de l’épreuve : juste (correct), fausse (incorrect), « je ne sais pas "
            "» "
            "(dont-know, comptée comme non acquise), ou inutilisable pour la personne (neutralised : ni "
            "réussite, ni score, jamais retenue contre elle).",
            "en": "What became of the item: correct, incorrect, “I don’t know” (dont-know, not mastered), or "
            "not usable by the person (neutralised: neither success nor score, never held against them).",
        },
        ("answered",),
        {"enum": [str(one) for one in AnswerOutcome]},
    ),
    Extension(
        "level",
        "ResultExtension",
        {"fr": "Niveau atteint", "en": "Level reached"},
        {
            "fr": "Niveau du cadre de référence (1 à 8), son nom, et le plafond : le niveau le plus haut que "
            "ce "
            "parcours peut montrer. Un niveau égal au plafond veut dire « au moins ».",
            "en": "Level of the framework (1 to 8), its name, and the ceiling: the highest level that this "
            "pathway can show. A level equal to the ceiling reads “at least”.",
        },
        ("achieved",),
        _object(level=_LEVEL, name={"type": "string", "minLength": 1}, ceiling=_LEVEL),
    ),
    Extension(
        "attempt",
        "ContextExtension",
        {"fr": "Tentative", "en": "Attempt"},
        {
            "fr": "Rang de la tentative de cette personne sur cette activité, à partir de 1, et mode : "
            "seules "
            "les tentatives suivies (graded) laissent des traces.",
            "en": "Rank of this person’s attempt on this activity, from 1, and its mode: only graded "
            "attempts "
            "leave statements.",
        },
        _ATTEMPT_VERBS,
        _object(number={"type": "integer", "minimum": 1}, mode={"type": "string", "minLength": 1}),
    ),
    Extension(
        "correction",
        "ContextExtension",
        {"fr": "Correction", "en": "Correction"},
        {
            "fr": "Pourquoi une trace est annulée ; et, sur celle qui la remplace, l’identifiant de "
            "l’ancienne "
            "et la date du fait d’origine.",
            "en": "Why a statement is voided; and, on the one that replaces it, the id of the old one and "
            "when "
            "the event first happened.",
        },
        ("voided", "answered", "completed", "passed", "failed", "scored", "achieved"),
        {
            "oneOf": [
                _object(reason=_REASON),
                _object(reason=_REASON, replaces=_UUID, occurred={"type": "string", "format": "date-time"}),
            ]
        },
    ),
)


def concepts(namespace: Namespace) -> list[Json]:
    """The `concepts` of the document."""
    return [
        {
            "id": namespace.extension(one.name),
            "type": one.kind,
            "inScheme": namespace.profile,
            "prefLabel": one.label,
            "definition": one.definition,
            "recommendedVerbs": [vocabulary.VERB_IRIS[verb] for verb in one.verbs],
            "inlineSchema": json.dumps(one.schema, ensure_ascii=False, sort_keys=True),
        }
        for one in EXTENSIONS
    ]
