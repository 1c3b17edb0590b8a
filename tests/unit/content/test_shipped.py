"""What we ship: it loads, it follows its own rules, and the pathway is covered."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

import content
from content import Catalogue, Format, Severity
from content.item import SIMPLE

DAY_OF_WRITING = date(2026, 11, 24)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return content.load()


def test_the_framework_is_whole(catalogue: Catalogue) -> None:
    assert len(catalogue.domains) == 5
    assert len(catalogue.competences) == 16
    assert len(catalogue.topics) == 70
    assert len(catalogue.skills) == 403
    assert {topic.competence for topic in catalogue.topics.values()} == set(catalogue.competences)


def test_every_item_follows_the_rules(catalogue: Catalogue) -> None:
    problems = content.check(catalogue, DAY_OF_WRITING)
    assert [p for p in problems if p.severity is Severity.ERROR] == [], content.format_problems(problems)


def test_no_item_asks_to_look_again(catalogue: Catalogue) -> None:
    problems = content.check(catalogue, DAY_OF_WRITING)
    assert problems == [], content.format_problems(problems)


def test_the_pathway_covers_its_skills(catalogue: Catalogue) -> None:
    pathway = catalogue.pathways["cyber-rgpd"]
    skills = catalogue.target_skills(pathway)
    items = Counter(item.skill for item in catalogue.playable_items(pathway))
    assert len(skills) == 37
    assert len(pathway.targets) == 10
    assert {catalogue.topics[topic].competence for topic in pathway.targets} == {"2.2", "4.1", "4.2"}
    assert all(items[skill.id] >= 2 for skill in skills)
    assert pathway.max_items == 24
    assert pathway.passing_percent is None


def test_the_rungs_of_the_pathway_are_contiguous(catalogue: Catalogue) -> None:
    for topic, cap in catalogue.pathways["cyber-rgpd"].targets.items():
        levels = [level for level in sorted(catalogue.topics[topic].levels) if level <= cap]
        assert levels == list(range(levels[0], cap + 1)), topic


def test_every_simple_format_is_used(catalogue: Catalogue) -> None:
    assert {item.format for item in catalogue.items.values()} >= SIMPLE


def test_all_eighteen_pathways_are_there(catalogue: Catalogue) -> None:
    kinds = Counter(pathway.kind for pathway in catalogue.pathways.values())
    assert kinds == {"socle": 2, "transversal": 1, "metier": 15}
    assert len(catalogue.target_skills(catalogue.pathways["socle-commun"])) == 141
    assert len(catalogue.target_skills(catalogue.pathways["socle-essentiel"])) == 38
    assert sum(len(pathway.craft_skills) for pathway in catalogue.pathways.values()) == 122


def test_solutions_are_not_always_at_the_same_place(catalogue: Catalogue) -> None:
    """Even before they are shuffled: authors read files, and so do those who learn from them."""
    places = Counter(
        [option.id for option in item.data.options].index(str(item.check.expected))
        for item in catalogue.items.values()
        if item.format is Format.CHOICE
    )
    assert max(places.values()) <= sum(places.values()) / 2


def test_no_two_items_share_a_title() -> None:
    # The title is how people speak of an item: two alike cannot be told apart in a report.
    titles = Counter(item.title for item in content.load().items.values())

    assert [title for title, count in titles.items() if count > 1] == []
