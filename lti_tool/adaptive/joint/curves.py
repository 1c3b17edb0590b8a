"""How likely a right answer is, at every point of the grid of levels.

Two-parameter logistic curve between a floor (guessing) and a ceiling (slips). A label is an expert's
guess: until an item is calibrated its curve is averaged over what its difficulty may really be.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lti_tool.adaptive.model import BankItem

Floats = npt.NDArray[np.float64]

STEP = 0.25
GRID: Floats = np.arange(-3.5, 10.5 + STEP / 2, STEP)  # 57 levels
GRID.flags.writeable = False

GUESSING_CLOSED = 0.2
GUESSING_OPEN = 0.02
SLIP = 0.045  # the middle of 1 to 8 %
DISCRIMINATION = 1.2  # until calibrated
LABEL_SD = 0.6  # how wrong a label is, in levels
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)


class Curve(NamedTuple):
    """The parameters of a curve; two items with the same ones are interchangeable for the engine."""

    discrimination: float
    difficulty: float  # on the scale of levels
    difficulty_sd: float
    guessing: float


def curve_of(item: BankItem) -> Curve:
    """What is assumed of an item: its calibration, or else its label and its format."""
    guessing = GUESSING_CLOSED if item.closed else GUESSING_OPEN
    calibrated = item.difficulty is not None
    spread = item.difficulty_sd if item.difficulty_sd is not None else (0.0 if calibrated else LABEL_SD)
    return Curve(
        DISCRIMINATION if item.discrimination is None else item.discrimination,
        float(item.level) if item.difficulty is None else item.difficulty,
        spread,
        guessing if item.guessing is None else item.guessing,
    )


@lru_cache(maxsize=8192)
def success(curve: Curve) -> Floats:
    """Chance of a right answer at each of the 57 levels; never 0 nor 1, never falling. Read-only."""
    difficulties = curve.difficulty + curve.difficulty_sd * _NODES
    logits = curve.discrimination * (GRID[:, None] - difficulties[None, :])
    mastered = (1 / (1 + np.exp(-np.clip(logits, -60, 60)))) @ (_WEIGHTS / _WEIGHTS.sum())
    table: Floats = curve.guessing + (1 - SLIP - curve.guessing) * mastered
    table.flags.writeable = False
    return table
