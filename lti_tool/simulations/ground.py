"""Where people are placed: a bank and a policy, from the content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from content.model import Catalogue
from lti_tool.adaptive import BankItem, Place, Policy, Skill
from lti_tool.assessment.estimate import bank_of, policy_of

OPEN_ONE_IN = 3  # of made-up items, one in three is open: hardly ever guessed


@dataclass(frozen=True)
class Ground:
    """What everybody meets. The policy never stops on precision: the figures follow the whole curve."""

    title: str
    bank: tuple[BankItem, ...]
    policy: Policy


def competences(catalogue: Catalogue, count: int, variants: int) -> Ground:
    """Whole competences of the framework, taken in turn from each domain, on a made-up bank."""
    by_domain: dict[str, list[str]] = {}
    for one in catalogue.competences.values():
        by_domain.setdefault(one.domain_id, []).append(one.id)
    turns = sorted(
        (rank, domain, name) for domain, names in by_domain.items() for rank, name in enumerate(names)
    )
    chosen = {name for _, _, name in turns[:count]}
    topics = [topic for topic in catalogue.topics.values() if topic.competence in chosen]
    caps = {topic.id: max(topic.levels) for topic in topics}
    return made_up(catalogue, f"{count} compétence(s), banque fictive", caps, variants)


def made_up(catalogue: Catalogue, title: str, caps: dict[str, int], variants: int) -> Ground:
    """The same number of made-up items for every skill up to the cap of its topic."""
    topics = [catalogue.topics[name] for name in caps]
    policy = Policy(
        targets=caps,
        skills=frozenset(Skill(topic.id, level) for topic in topics for level in topic.levels),
        places={
            topic.id: Place(topic.competence, catalogue.competences[topic.competence].domain_id)
            for topic in topics
        },
        precision=0.0,
    )
    bank = tuple(
        BankItem(
            f"{skill.id}.{variant}", skill.topic, skill.level, closed=variant % OPEN_ONE_IN != OPEN_ONE_IN - 1
        )
        for skill in policy.target_skills()
        for variant in range(variants)
    )
    return Ground(title, bank, policy)


def pathway(catalogue: Catalogue, pathway_id: str) -> Ground:
    """A pathway and its real items, without its greatest length. Raises `KeyError` when there is none."""
    chosen = catalogue.pathways[pathway_id]
    policy = replace(policy_of(chosen, catalogue), precision=0.0, max_items=None)
    return Ground(f"parcours « {chosen.title} », banque réelle", tuple(bank_of(chosen, catalogue)), policy)
