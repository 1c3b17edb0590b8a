"""Which topics a trainer may put in a pathway of their own, and how much of them can be assessed.

A topic can be taken up to the last level below which no rung lacks an item: what is offered can be asked.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.model import Catalogue, Competence, Domain, Topic


@dataclass(frozen=True)
class TopicChoice:
    """A topic that can be chosen, up to level `top`; counts are for all of it, up to `top`."""

    topic: Topic
    top: int
    skills: int
    items: int


@dataclass(frozen=True)
class CompetenceChoices:
    """The topics of one competence, in the order of the framework."""

    competence: Competence
    domain: Domain
    topics: tuple[TopicChoice, ...]


@dataclass(frozen=True)
class Coverage:
    """What some topics and levels amount to; `minutes` are those of the longest attempt."""

    skills: int
    items: int
    longest: int  # items that one person can meet
    minutes: int


def choices(catalogue: Catalogue) -> dict[str, TopicChoice]:
    """Every topic that can be chosen, by id."""
    items_of: dict[str, int] = defaultdict(int)
    for item in catalogue.items.values():
        if catalogue.can_play(item):
            items_of[item.skill] += 1
    found = {}
    for topic in catalogue.topics.values():
        levels = _assessable(topic, items_of)
        if levels:
            items = sum(items_of[f"{topic.id}.{level}"] for level in levels)
            found[topic.id] = TopicChoice(topic, levels[-1], len(levels), items)
    return found


def by_competence(topics: Iterable[TopicChoice], catalogue: Catalogue) -> tuple[CompetenceChoices, ...]:
    """The same topics, under their competences."""
    grouped: dict[str, list[TopicChoice]] = defaultdict(list)
    for one in topics:
        grouped[one.topic.competence].append(one)
    return tuple(
        CompetenceChoices(competence, catalogue.domains[competence.domain_id], tuple(grouped[competence.id]))
        for competence in catalogue.competences.values()
        if competence.id in grouped
    )


def search(topics: Iterable[TopicChoice], words: str, catalogue: Catalogue) -> tuple[TopicChoice, ...]:
    """The topics whose title, description, skills or competence hold every word."""
    return tuple(
        one
        for one in topics
        if holds(
            words,
            one.topic.title,
            one.topic.description,
            catalogue.competences[one.topic.competence].title,
            *one.topic.levels.values(),
        )
    )


def coverage(targets: Mapping[str, int], max_items: int | None, catalogue: Catalogue) -> Coverage:
    """How much there is to assess, and how long it takes at the most."""
    skills = {
        f"{topic}.{level}"
        for topic, cap in targets.items()
        for level in catalogue.topics[topic].levels
        if level <= cap
    }
    playable = [
        item for item in catalogue.items.values() if item.skill in skills and catalogue.can_play(item)
    ]
    longest = min(len(playable), max_items or len(playable))
    seconds = sum(item.duration_s for item in playable) / len(playable) if playable else 0
    return Coverage(len(skills), len(playable), longest, max(1, round(longest * seconds / 60)))


def holds(words: str, *texts: str) -> bool:
    """Whether every word is in the texts, whatever the accents and capitals."""
    text = _plain(" ".join(texts))
    return all(word in text for word in _plain(words).split())


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def _assessable(topic: Topic, items_of: Mapping[str, int]) -> list[int]:
    levels = []
    for level in sorted(topic.levels):
        if not items_of.get(f"{topic.id}.{level}"):
            break
        levels.append(level)
    return levels
