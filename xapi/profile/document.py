"""The profile as one JSON-LD document (Profiles, 6)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xapi.profile.concepts import concepts
from xapi.profile.patterns import patterns
from xapi.profile.templates import templates
from xapi.vocabulary import Namespace

EXAMPLE_BASE = "https://parcours.example"
FILE = Path(__file__).parents[1] / "profile.jsonld"
PUBLISHED = "2026-11-24T00:00:00Z"  # of version 1

_LABEL = {
    "fr": "Évaluer et situer des compétences, par des épreuves adaptatives",
    "en": "Assessing and placing competencies with adaptive items",
}
_DEFINITION = {
    "fr": "Ce qu’un outil d’évaluation adaptative dit d’une tentative : ouverture, réponses, interruptions, "
    "résultat, "
    "niveaux de compétence atteints avec leur preuve, corrections. Sous pseudonyme, sans solution publiée, "
    "une "
    "tentative par registration. Les verbes sont ceux d’ADL, de TLA et de cmi5 ; seules les extensions sont "
    "nouvelles. Tout outil d’évaluation peut l’adopter en déclarant la version du profil en catégorie.",
    "en": "What an adaptive assessment tool says of an attempt: opening, answers, breaks, result, competency "
    "levels "
    "with their evidence, corrections. Pseudonymous, without any published solution, one attempt a "
    "registration. "
    "Verbs come from ADL, TLA and cmi5; only the extensions are new. Any assessment tool may adopt it by "
    "declaring the profile version as a category.",
}


def document(namespace: Namespace) -> dict[str, Any]:
    """The whole profile under the IRIs of an installation. Pure: same namespace, same document."""
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": namespace.profile_family,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": _LABEL,
        "definition": _DEFINITION,
        "seeAlso": namespace.profile,
        "versions": [{"id": namespace.profile, "generatedAtTime": PUBLISHED}],
        "author": {"type": "Organization", "name": "Parcours Territoires", "url": namespace.base},
        "concepts": concepts(namespace),
        "templates": templates(namespace),
        "patterns": patterns(namespace),
    }


def to_text(made: dict[str, Any]) -> str:
    """The document as people read it in a file."""
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
