"""What our IRIs lead to: activities from the content, terms from the profile, as plain values.

The options of an item are not there: they go to LRSs inside statements, but a public page that lists them
would let anyone read the whole bank before the assessment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.model import Catalogue
from lti_tool import interactions
from lti_tool.launch.own_pathways import NAME_IN_TRACES, OwnPathway
from lti_tool.learning_records.handlers import LANGUAGE
from xapi import Namespace, vocabulary
from xapi.profile import profile_of

Json = dict[str, Any]
PROFILE_CONTEXT = "https://w3id.org/xapi/profiles/context"
ACTIVITY_CONTEXT = "https://w3id.org/xapi/profiles/activity-context"


@dataclass(frozen=True)
class PublishedActivity:
    """An activity of ours.

    Args:
        definition: as in statements (xAPI-Data 2.4.4.1), without the lists of an interaction.
        family: `pathway`, `item` or `competency`.
        replaced_by: IRI of the version in use, when this one is an older one.
        related: IRIs, with their titles, to go on from here.
    """

    iri: str
    family: str
    definition: Json
    replaced_by: str | None = None
    related: Mapping[str, str] | None = None

    @property
    def title(self) -> str | None:
        """In the language of the content; None for an older version, whose words are not kept."""
        names: Mapping[str, str] = self.definition.get("name", {})
        return names.get(LANGUAGE)

    def as_json_ld(self, namespace: Namespace) -> Json:
        """An `Activity` concept (Profiles, 7.4)."""
        return {
            "@context": PROFILE_CONTEXT,
            "id": self.iri,
            "type": "Activity",
            "inScheme": namespace.profile,
            "activityDefinition": {"@context": ACTIVITY_CONTEXT, **self.definition},
        }


def pathway(
    catalogue: Catalogue, namespace: Namespace, pathway_id: str, version: int
) -> PublishedActivity | None:
    """A pathway; None when there never was such a version."""
    found = catalogue.pathways.get(pathway_id)
    if found is None or not 1 <= version <= found.version:
        return None
    competences = dict.fromkeys(catalogue.topics[topic].competence for topic in found.targets)
    return _versioned(
        namespace.pathway(pathway_id, version),
        namespace.pathway(pathway_id, found.version),
        "pathway",
        {"type": vocabulary.ASSESSMENT, "name": {LANGUAGE: found.title}},
        {namespace.competency(one): catalogue.competences[one].title for one in competences},
    )


def own_pathway(
    catalogue: Catalogue, namespace: Namespace, own: OwnPathway, version: int
) -> PublishedActivity | None:
    """A pathway that a trainer made: what it is about, never its title, which may hold a name."""
    found = own.as_pathway(catalogue)
    if found is None or version != found.version:
        return None
    named = found.model_copy(update={"title": NAME_IN_TRACES})
    known = catalogue.model_copy(update={"pathways": {found.id: named}})
    return pathway(known, namespace, found.id, version)


def item(catalogue: Catalogue, namespace: Namespace, item_id: str, version: int) -> PublishedActivity | None:
    """An item; None when there never was such a version."""
    found = catalogue.items.get(item_id)
    if found is None or not 1 <= version <= found.version:
        return None
    kind = interactions.interaction_for(found).describe(found, None).interaction_type
    competence = catalogue.competences[catalogue.topics[found.topic].competence]
    return _versioned(
        namespace.item(item_id, version),
        namespace.item(item_id, found.version),
        "item",
        {"type": vocabulary.INTERACTION, "interactionType": kind, "name": {LANGUAGE: found.title}},
        {namespace.competency(competence.id): competence.title},
    )


def competency(catalogue: Catalogue, namespace: Namespace, competency_id: str) -> PublishedActivity | None:
    """A competence of the framework."""
    found = catalogue.competences.get(competency_id)
    if found is None:
        return None
    pathways = {
        namespace.pathway(one.id, one.version): one.title
        for one in catalogue.pathways.values()
        if any(catalogue.topics[topic].competence == competency_id for topic in one.targets)
    }
    definition = {"type": vocabulary.COMPETENCY, "name": {LANGUAGE: found.title}}
    return PublishedActivity(namespace.competency(competency_id), "competency", definition, None, pathways)


def term(namespace: Namespace, iri: str) -> Json | None:
    """A concept, template or pattern of the profile, as it is in the document."""
    document = profile_of(namespace).document
    everything = [*document["concepts"], *document["templates"], *document["patterns"]]
    return next(({"@context": PROFILE_CONTEXT, **one} for one in everything if one["id"] == iri), None)


def _versioned(
    iri: str, current: str, family: str, definition: Json, related: Mapping[str, str]
) -> PublishedActivity:
    if iri == current:
        return PublishedActivity(iri, family, definition, None, related)
    # A definition never changes: the words of today must not be given to a version that had others.
    return PublishedActivity(iri, family, {"type": definition["type"]}, current, related)
