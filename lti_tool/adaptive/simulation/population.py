"""A neutral population and a bank with hidden truths: neither is made after the model of an engine.

Abilities of competences are correlated, topics deviate from their competence, experts' labels are wrong,
items discriminate unequally, some are guessed and some are slipped on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lti_tool.adaptive.model import NOWHERE, BankItem, Policy

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Setting:
    """Levels (1 to 8) for means and deviations, shares (0 to 1) for the rest."""

    mean: float = 3.5
    deviation: float = 1.5
    correlation: float = 0.65  # between the abilities of two competences
    topic_deviation: float = 0.8
    label_error: float = 0.6  # standard deviation of a labelled level around the true difficulty
    discrimination: float = 1.2  # median; log-normal with deviation 0.25
    guessing_closed: float = 0.2
    guessing_open: float = 0.02
    slips: tuple[float, float] = (0.01, 0.08)
    careless: float = 0.0  # answers given without reading: wrong, whatever the person knows


@dataclass(frozen=True)
class People:
    """P persons. Each answer is drawn once, so every engine reads the same ones.

    `levels`: true level by topic (P × T, topics of `topics`). `right`: P × N, in the order of the bank.
    """

    topics: tuple[str, ...]
    levels: Floats
    right: Flags


def draw(setting: Setting, bank: Sequence[BankItem], policy: Policy, count: int, seed: int) -> People:
    """`count` persons and all their answers, from a seed.

    Everybody meets hidden truths of their own behind the same labels: a figure then speaks of banks like
    this one, not of the errors of a single one.
    """
    topics = tuple(policy.targets)
    random = np.random.default_rng(seed)
    levels = _levels(setting, policy, count, random)
    right = [_answers(setting, bank, topics, person[None, :], random) for person in levels]
    return People(topics, levels, np.concatenate(right))


def _levels(setting: Setting, policy: Policy, count: int, random: np.random.Generator) -> Floats:
    owners = [policy.places.get(topic, NOWHERE).competence for topic in policy.targets]
    names = list(dict.fromkeys(owners))
    shared = random.standard_normal((count, 1)) * np.sqrt(setting.correlation)
    own = random.standard_normal((count, len(names))) * np.sqrt(1 - setting.correlation)
    abilities = setting.mean + setting.deviation * (shared + own)
    spread = random.standard_normal((count, len(owners))) * setting.topic_deviation
    levels: Floats = abilities[:, [names.index(owner) for owner in owners]] + spread
    return levels


def _answers(
    setting: Setting,
    bank: Sequence[BankItem],
    topics: tuple[str, ...],
    levels: Floats,
    random: np.random.Generator,
) -> Flags:
    size = len(bank)
    difficulty = np.array([item.level for item in bank]) + setting.label_error * random.standard_normal(size)
    slope = setting.discrimination * np.exp(0.25 * random.standard_normal(size))
    floor = np.where([item.closed for item in bank], setting.guessing_closed, setting.guessing_open)
    ceiling = 1 - random.uniform(*setting.slips, size)
    position = {topic: place for place, topic in enumerate(topics)}
    ability = levels[:, [position[item.topic] for item in bank]]
    chance = floor + (ceiling - floor) / (1 + np.exp(-slope * (ability - difficulty)))
    read = random.random(chance.shape) >= setting.careless
    right: Flags = (random.random(chance.shape) < chance) & read
    return right
