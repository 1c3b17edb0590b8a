"""The author's guide shows each format, and every example in it loads, is realised and breaks no rule.

A fragment says only what another format of the same family changes: it is tried in the example above it.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest
from ruamel.yaml import YAML

import content
from content import Format, Item
from content.alternatives import alternative_findings
from content.branching import scenario_findings
from content.drawn import drawn_findings
from content.formats import read_item
from content.item import SIMULATED
from content.readability import readability_findings
from content.solutions import solution_findings
from content.variants import realise
from content.wording import wording_findings
from lti_tool.workshop.replay import marking_findings

GUIDE = files("content").joinpath("AUTEURS.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml( fragment)?\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
RULES = (solution_findings, wording_findings, scenario_findings, readability_findings, alternative_findings)


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def whole_examples() -> list[Item]:
    return [read_item(values) for fragment, text in BLOCKS if not fragment for values in read(text)]


def fragments() -> list[Item]:
    """Each in the last whole example above it, without the hints, which name other things."""
    found, above = [], dict[str, Any]()
    for fragment, text in BLOCKS:
        if not fragment:
            above = read(text)[-1]
            continue
        feedback = {key: above["retour"][key] for key in ("juste", "faux")}
        kept = {key: value for key, value in above.items() if key != "verifications"}
        found.append(read_item({**kept, "retour": feedback, **read(text)}))
    return found


def examples() -> list[Item]:
    return [*whole_examples(), *fragments()]


def test_every_simple_format_and_a_simulator_have_an_example() -> None:
    shown = {item.format for item in examples()}
    assert shown >= set(Format) - SIMULATED
    assert shown & SIMULATED


@pytest.mark.parametrize("item", examples(), ids=lambda item: f"{item.id} {item.format.value}")
def test_an_example_assesses_a_skill_that_exists(item: Item) -> None:
    catalogue = content.load()
    assert item.skill in catalogue.skills
    crafts = {skill.id for pathway in catalogue.pathways.values() for skill in pathway.craft_skills}
    assert item.craft is None or item.craft in crafts


@pytest.mark.parametrize("item", examples(), ids=lambda item: f"{item.id} {item.format.value}")
def test_an_example_follows_the_rules_that_it_teaches(item: Item) -> None:
    for seed in range(25):
        concrete = realise(item, seed.to_bytes(4, "big"))
        assert "{{" not in repr(concrete)
        assert [*solution_findings(concrete), *wording_findings(concrete)] == []


@pytest.mark.parametrize("item", whole_examples(), ids=lambda item: item.id)
def test_a_whole_example_would_pass_the_strict_check(item: Item) -> None:
    found = drawn_findings(item, 100, (*RULES, marking_findings))

    assert [one.message for one in found] == []
