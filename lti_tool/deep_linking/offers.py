"""What the picker shows: the pathways that can be chosen, what each covers, and those that wait for items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.model import Catalogue, Format, Item, Pathway
from lti_tool.deep_linking.topics import holds
from lti_tool.launch.own_pathways import OwnPathway

KINDS = ("socle", "transversal", "metier")
OWN = "equipe"  # beside the kinds of the content
OF_SEVERAL_PAGES = frozenset({Format.SCENARIO, Format.FILE})  # they need an attempt to keep what is done
SAMPLES = 3


@dataclass(frozen=True)
class Offer:
    """A pathway that can be chosen. `own` is the row of one that a trainer made."""

    pathway: Pathway
    kind: str
    topics: tuple[str, ...]
    competences: tuple[str, ...]
    skills: int
    longest: int  # items that one person can meet
    own: OwnPathway | None = None


@dataclass(frozen=True)
class Waiting:
    """A pathway of the content that cannot be chosen yet."""

    title: str
    covered: int  # skills that have an item
    targeted: int


def offers(catalogue: Catalogue, own: Sequence[OwnPathway]) -> tuple[Offer, ...]:
    """Everything that can be chosen: the content's by kind, then the team's own."""
    shipped = sorted(
        catalogue.offered_pathways(), key=lambda one: (KINDS.index(one.kind), one.title.casefold())
    )
    made = [(row, pathway) for row in own if (pathway := row.as_pathway(catalogue)) is not None]
    return (
        *(_offer(one, one.kind, catalogue) for one in shipped),
        *(_offer(pathway, OWN, catalogue, row) for row, pathway in made if _can_start(pathway, catalogue)),
    )


def waiting(catalogue: Catalogue) -> tuple[Waiting, ...]:
    """The pathways, drafts apart, some of whose skills have no item yet."""
    return tuple(_waiting(catalogue))


def matching(found: Iterable[Offer], words: str, kind: str) -> tuple[Offer, ...]:
    """The offers that hold every word, of one kind if one is given."""
    return tuple(
        one
        for one in found
        if (not kind or one.kind == kind)
        and holds(
            words,
            one.pathway.title,
            one.pathway.summary,
            one.pathway.audience,
            one.pathway.sector,
            *one.topics,
            *one.competences,
        )
    )


def samples(pathway: Pathway, catalogue: Catalogue) -> tuple[Item, ...]:
    """A few items that tell what a pathway is like, of different levels, always the same ones."""
    of_one_page = (one for one in catalogue.playable_items(pathway) if one.format not in OF_SEVERAL_PAGES)
    playable = sorted(of_one_page, key=lambda one: (one.level, one.id))
    places = [len(playable) * (2 * rank + 1) // (2 * SAMPLES) for rank in (1, 0, 2)]  # the middle one first
    return tuple({playable[place].id: playable[place] for place in places if playable}.values())


def _offer(pathway: Pathway, kind: str, catalogue: Catalogue, own: OwnPathway | None = None) -> Offer:
    topics = [catalogue.topics[topic] for topic in pathway.targets]
    playable = len(catalogue.playable_items(pathway))
    return Offer(
        pathway=pathway,
        kind=kind,
        topics=tuple(one.title for one in topics),
        competences=tuple(dict.fromkeys(catalogue.competences[one.competence].title for one in topics)),
        skills=len(catalogue.target_skills(pathway)),
        longest=min(playable, pathway.max_items or playable),
        own=own,
    )


def _can_start(pathway: Pathway, catalogue: Catalogue) -> bool:
    # Made when every skill had an item; one may have been withdrawn since, which is no reason to hide it.
    return bool(catalogue.playable_items(pathway))


def _waiting(catalogue: Catalogue) -> Iterator[Waiting]:
    for pathway in catalogue.pathways.values():
        missing = len(catalogue.missing_skills(pathway))
        if pathway.status != "brouillon" and missing:
            targeted = len(catalogue.target_skills(pathway))
            yield Waiting(pathway.title, targeted - missing, targeted)
