"""How many items are left, for « encore 8 à 12 épreuves »: a forecast, not a promise."""

from __future__ import annotations

import math

import numpy as np

from lti_tool.adaptive.findings import Stop
from lti_tool.adaptive.joint.choice import choose, item_gains
from lti_tool.adaptive.joint.sheet import Sheet
from lti_tool.adaptive.model import Policy

FEWEST, MOST = 0.7, 1.5  # around the expected number; what most attempts need…
STUBBORN = 1.5  # …and for each competence not yet known well enough, since one may resist


def forecast(sheet: Sheet, policy: Policy, seed: str) -> tuple[int, int]:
    """The fewest and the most items that are probably left; (0, 0) when the attempt is over."""
    if isinstance(choose(sheet, policy, seed), Stop):
        return 0, 0
    limit = int((sheet.room.askable & ~sheet.seen).sum())
    if policy.max_items is not None:
        limit = min(limit, policy.max_items - sheet.answered)
    expected = _expected(sheet, policy)
    unfinished = int((sheet.scores.variance > policy.precision**2).sum())
    fewest = min(max(1, math.floor(FEWEST * expected)), limit)
    return fewest, min(max(fewest, math.ceil(MOST * expected + STUBBORN * unfinished)), limit)


def _expected(sheet: Sheet, policy: Policy) -> float:
    """Each further answer about a competence adds about the same precision as the next one would."""
    left, goal, total = sheet.room.askable & ~sheet.seen, policy.precision**2, 0.0
    competence_of_item = sheet.room.tree.competence_of[sheet.room.topic_of]
    for competence, variance in enumerate(sheet.scores.variance):
        among = left & (competence_of_item == competence)
        if variance <= goal or goal == 0 or not among.any():
            continue
        alone = np.zeros(len(sheet.scores.variance))
        alone[competence] = 1
        drop = min(float(item_gains(sheet, alone)[among].max()), 0.9 * variance)
        step = 1 / (variance - drop) - 1 / variance
        total += min((1 / goal - 1 / variance) / max(step, 1e-9), int(among.sum()))
    return total
