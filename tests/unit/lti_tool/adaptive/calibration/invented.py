"""Invented answers whose truth is known: hidden difficulties, guesses, and a bias against one group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lti_tool.adaptive import BankItem, Place, Policy, Skill
from lti_tool.adaptive.calibration import Marked, Sitting

TOPICS = ("mail", "visio", "rgpd", "pass")
PLACES = {
    "mail": Place("2.1", "2"),
    "visio": Place("2.1", "2"),
    "rgpd": Place("4.2", "4"),
    "pass": Place("4.1", "4"),
}
LEVELS = range(1, 7)
POLICY = Policy(
    dict.fromkeys(TOPICS, 6),
    frozenset(Skill(topic, level) for topic in TOPICS for level in LEVELS),
    places=PLACES,
)
BANK = [
    BankItem(f"{topic}-{level}-{variant}", topic, level, closed=variant != "c")
    for topic in TOPICS
    for level in LEVELS
    for variant in "abc"
]


@dataclass(frozen=True)
class World:
    """What only a simulation knows: by item, its difficulty and its guessing; and what people answered."""

    difficulty: dict[str, float]
    guessing: dict[str, float]
    sittings: list[Sitting]


def world(
    people: int,
    seed: int = 1,
    *,
    answers: int = 30,
    mean: float = 3.5,
    error: float = 0.6,
    harder: dict[str, float] | None = None,
    behind: float = 0.0,
    changes: dict[str, float] | None = None,
) -> World:
    """Everybody answers `answers` items, chosen near what their earlier answers show, as an engine would.

    Half of the people are of the platform `b`, who are `behind` by so many levels, and for whom the items
    of `harder` are that much harder at the same level. `changes` is added to the hidden difficulties.
    """
    random = np.random.default_rng(seed)
    moved = changes or {}
    difficulty = {
        item.id: item.level + error * random.standard_normal() + moved.get(item.id, 0.0) for item in BANK
    }
    guessing = {item.id: float(random.uniform(0.1, 0.35)) if item.closed else 0.02 for item in BANK}
    sittings = []
    for person in range(people):
        group = "ab"[person % 2]
        general = mean + 1.3 * random.standard_normal() - (behind if group == "b" else 0.0)
        level = {topic: general + 0.9 * random.standard_normal() for topic in TOPICS}
        aim, left, given = 3.5, list(BANK), []
        for _ in range(answers):
            near = sorted(left, key=lambda item: abs(item.level - aim))[:12]
            item = near[int(random.integers(len(near)))]
            left.remove(item)
            hidden = difficulty[item.id] + ((harder or {}).get(item.id, 0.0) if group == "b" else 0.0)
            slope = 1.2 * np.exp(0.2 * random.standard_normal())
            floor, ceiling = guessing[item.id], 1 - random.uniform(0.01, 0.08)
            chance = floor + (ceiling - floor) / (1 + np.exp(-slope * (level[item.topic] - hidden)))
            is_right = bool(random.random() < chance)
            aim = min(max(aim + (0.5 if is_right else -0.7), 1), 6)
            given.append(Marked(item.id, is_right))
        sittings.append(Sitting(POLICY, tuple(given), {"platform": group}))
    return World(difficulty, guessing, sittings)
