"""What it was about: the pathway, the item, the competency, and the LMS around them.

A definition depends on its arguments only, so the same version always gives the same text: LRSs merge
definitions, and one that changes would rewrite history. The right answers are never published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from tincan import Activity, ActivityDefinition, InteractionComponent, InteractionComponentList, LanguageMap

from xapi import vocabulary
from xapi.errors import InconsistentResultError
from xapi.iris import normalised_base
from xapi.vocabulary import Namespace

Components = Mapping[str, Sequence[tuple[str, str]]]
_LONGEST_TEXT = 300  # characters; a statement must stay under 16 kB with its options


def pathway(namespace: Namespace, pathway_id: str, version: int, name: str, language: str = "fr") -> Activity:
    """A pathway, as an ADL `assessment`. `name` is its title in `language`."""
    return _activity(
        namespace.pathway(pathway_id, version), vocabulary.ASSESSMENT, name=_text(name, language)
    )


def item(
    namespace: Namespace,
    item_id: str,
    version: int,
    name: str,
    interaction_type: str,
    components: Components,
    language: str = "fr",
) -> Activity:
    """An item, as a `cmi.interaction` (xAPI-Data 2.4.4.1) without `correctResponsesPattern`.

    Args:
        interaction_type: a type of xAPI-Data, for example `choice`.
        components: list name (`choices`, `source`, `target`, `steps`, `scale`) to pairs of id and text.

    Raises:
        InconsistentResultError: the type is unknown or has not exactly the lists that it needs.
    """
    expected = vocabulary.COMPONENT_LISTS.get(interaction_type)
    if expected is None or set(components) != set(expected):
        raise InconsistentResultError(f"{interaction_type} with {sorted(components)}")
    lists = {
        list_name: InteractionComponentList(
            [InteractionComponent(id=key, description=_text(text, language)) for key, text in pairs]
        )
        for list_name, pairs in components.items()
    }
    return _activity(
        namespace.item(item_id, version),
        vocabulary.INTERACTION,
        name=_text(name, language),
        interaction_type=interaction_type,
        **lists,
    )


def competency(namespace: Namespace, competency_id: str, name: str, language: str = "fr") -> Activity:
    """A competency of the framework (TLA `competency`), for the `other` context activities."""
    return _activity(namespace.competency(competency_id), vocabulary.COMPETENCY, name=_text(name, language))


def profile(namespace: Namespace) -> Activity:
    """Our profile version, the category of every statement."""
    return _activity(namespace.profile, vocabulary.PROFILE)


def learner_competency() -> Activity:
    """The category by which a skills registry recognises what it reads (ADL)."""
    return _activity(vocabulary.LEARNER_COMPETENCY, vocabulary.PROFILE)


def groupings(issuer: str, resource_link_id: str, context_id: str | None = None) -> tuple[Activity, ...]:
    """Where it happened: LMS, course when there is one, activity in the course.

    The identifiers of the LMS are opaque texts, not IRIs: they are minted under the issuer. No title is
    taken over, since people write names in course titles.

    Raises:
        InvalidIriError: `issuer` is not an absolute https address (http on loopback only).
    """
    base = normalised_base(issuer)
    course = () if context_id is None else ((f"{base}/lti/context/{_opaque(context_id)}", vocabulary.COURSE),)
    places = (
        (base, vocabulary.SYSTEM),
        *course,
        (f"{base}/lti/link/{_opaque(resource_link_id)}", vocabulary.EXTERNAL_ACTIVITY),
    )
    return tuple(_activity(iri, kind) for iri, kind in places)


def _activity(iri: str, kind: str, **definition: object) -> Activity:
    return Activity(id=iri, definition=ActivityDefinition(type=kind, **definition))


def _text(text: str, language: str) -> LanguageMap:
    clean = " ".join(text.split())
    if len(clean) > _LONGEST_TEXT:
        clean = clean[: _LONGEST_TEXT - 1].rstrip() + "…"
    return LanguageMap({language: clean})


def _opaque(identifier: str) -> str:
    return quote(identifier, safe="")
