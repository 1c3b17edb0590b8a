"""Difficulty and guessing of each item, pulled towards its label as long as answers are few.

Marginal likelihood of the three-parameter logistic model with a prior on the parameters of each item (Bock
and Aitkin, Psychometrika 46, 1981; priors: Mislevy, Psychometrika 51, 1986), one item at a time, the person
given all the other answers. That items were chosen by earlier answers does not bias it: the choice hangs on
what was observed only. The labels, right on average, fix the origin of the scale: the mean level of the
people is estimated with the items, or a population stronger or weaker than expected would shift them all.

Slope and slip are not estimated: that would take many more answers than difficulty does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lti_tool.adaptive.calibration.sittings import Seen, Sitting, read
from lti_tool.adaptive.joint.curves import (
    DISCRIMINATION,
    GRID,
    GUESSING_CLOSED,
    GUESSING_OPEN,
    LABEL_SD,
    SLIP,
    Floats,
)
from lti_tool.adaptive.joint.room import SPREAD
from lti_tool.adaptive.model import BankItem

ROUNDS = 6  # people are read again with the new curves and their new mean, until little moves
GUESSING_WEIGHT = 40.0  # the format's own share of guesses is worth as much as so many answers of guessers
OFFSETS: Floats = np.arange(-2.5, 2.55, 0.1)  # levels around the label
GUESSES: Floats = np.arange(0.01, 0.6, 0.03)


@dataclass(frozen=True)
class Fit:
    """One item. Levels for difficulties; `right` is the share of right answers, None without any.

    `surprise` is how far the difficulty is from the label, in standard deviations of what was expected.
    """

    item: BankItem
    answers: int
    right: float | None
    difficulty: float
    difficulty_sd: float
    guessing: float
    guessing_sd: float

    @property
    def gap(self) -> float:
        """Levels above the label."""
        return self.difficulty - self.item.level

    def calibrated(self) -> BankItem:
        """The item with these parameters, for an engine."""
        return replace(
            self.item,
            difficulty=self.difficulty,
            difficulty_sd=self.difficulty_sd,
            guessing=self.guessing,
        )


def fit(bank: Sequence[BankItem], sittings: Sequence[Sitting]) -> list[Fit]:
    """Every item of the bank, in its order; without answers, an item keeps its label and its format."""
    labelled = {item.id: _uncalibrated(item) for item in bank}
    current: Mapping[str, BankItem] = labelled
    fits: list[Fit] = []
    mean = SPREAD.mean
    for _ in range(ROUNDS):
        reading = read(current, sittings, mean)
        fits = [_fit(item, reading.items.get(item.id, Seen())) for item in labelled.values()]
        gaps = [one.gap for one in fits if one.answers]
        mean = reading.mean - (float(np.mean(gaps)) if gaps else 0.0)
        current = {one.item.id: one.calibrated() if one.answers else one.item for one in fits}
    return fits


def _uncalibrated(item: BankItem) -> BankItem:
    """From the label again, or a calibration would be counted twice by the next one."""
    return replace(item, difficulty=None, difficulty_sd=None, guessing=None, discrimination=None)


def _fit(item: BankItem, seen: Seen) -> Fit:
    expected = GUESSING_CLOSED if item.closed else GUESSING_OPEN
    log = _log_prior(expected)
    if seen.right:
        log = log + _log_likelihood(item, seen)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    difficulty, difficulty_sd = _moments(weight.sum(axis=1), item.level + OFFSETS)
    guessing, guessing_sd = _moments(weight.sum(axis=0), GUESSES)
    share = float(np.mean(seen.right)) if seen.right else None
    if not seen.right:
        guessing = expected
    return Fit(item, len(seen.right), share, difficulty, difficulty_sd, guessing, guessing_sd)


def _log_prior(expected: float) -> Floats:
    """Offset of the difficulty (rows) by guessing (columns)."""
    difficulty = -0.5 * (OFFSETS / LABEL_SD) ** 2
    right, wrong = expected * GUESSING_WEIGHT, (1 - expected) * GUESSING_WEIGHT
    guessing = right * np.log(GUESSES) + wrong * np.log1p(-GUESSES)
    prior: Floats = difficulty[:, None] + guessing[None, :]
    return prior


def _log_likelihood(item: BankItem, seen: Seen) -> Floats:
    """The same table: each answer, averaged over where the person may be."""
    difficulties = item.level + OFFSETS
    curves = 1 / (1 + np.exp(-DISCRIMINATION * (GRID[:, None] - difficulties[None, :])))  # 57 × offsets
    mastered = np.stack(seen.without) @ curves  # answers × offsets
    chance = GUESSES + (1 - SLIP - GUESSES) * mastered[:, :, None]
    right = np.array(seen.right)[:, None, None]
    table: Floats = np.log(np.where(right, chance, 1 - chance)).sum(axis=0)
    return table


def _moments(weight: Floats, values: Floats) -> tuple[float, float]:
    mean = float(weight @ values)
    return mean, math.sqrt(max(float(weight @ (values - mean) ** 2), 0.0))
