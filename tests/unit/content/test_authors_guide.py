"""The author's guide shows each format, and every example in it loads, is realised and breaks no rule."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from ruamel.yaml import YAML

import content
from content import Format, Item
from content.formats import read_item
from content.item import SIMULATED
from content.solutions import solution_findings
from content.variants import realise
from content.wording import wording_findings

GUIDE = files("content").joinpath("AUTEURS.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def examples() -> list[Item]:
    return [read_item(values) for text in EXAMPLES for values in YAML(typ="safe", pure=True).load(text)]


def test_every_simple_format_and_a_simulator_have_an_example() -> None:
    shown = {item.format for item in examples()}
    assert shown >= set(Format) - SIMULATED
    assert shown & SIMULATED


@pytest.mark.parametrize("item", examples(), ids=lambda item: item.id)
def test_an_example_assesses_a_skill_that_exists(item: Item) -> None:
    catalogue = content.load()
    assert item.skill in catalogue.skills
    crafts = {skill.id for pathway in catalogue.pathways.values() for skill in pathway.craft_skills}
    assert item.craft is None or item.craft in crafts


@pytest.mark.parametrize("item", examples(), ids=lambda item: item.id)
def test_an_example_follows_the_rules_that_it_teaches(item: Item) -> None:
    for seed in range(25):
        concrete = realise(item, seed.to_bytes(4, "big"))
        assert "{{" not in repr(concrete)
        assert [*solution_findings(concrete), *wording_findings(concrete)] == []
