"""No item is shown too often: each attempt is dealt a hand, and what is near the best is drawn.

Where the attempts before are counted, the items that too many of them showed stay out of the hand
(`over_exposed`), and nothing else does. Where nobody counts, lots decide: the most informative items of a
skill are those that everybody would get, so each is in the hand of `GREATEST_EXPOSURE` of the attempts,
whatever the answers. In a pathway of one competence no item was asked of more than 85 % of those who held
it, hence `ALONE`. The others, which step in when the best are not there, are in every hand unless they are
as many as the best. Out of the hand, an item is asked only when the hand is used up.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from lti_tool.adaptive.joint.curves import STEP, Curve, curve_of, success
from lti_tool.adaptive.model import BankItem, Skill

GREATEST_EXPOSURE = 0.40
ALONE = 0.48  # the same, in a pathway of one competence
AS_GOOD = 0.9  # of the best information of a skill
FIRST_ATTEMPTS = 10  # a share of fewer attempts than that says nothing yet


def lot(seed: str, name: str) -> float:
    """A draw between 0 and 1 by keyed hash: always the same for a seed and a name."""
    key = hashlib.blake2b(seed.encode(), digest_size=32).digest()
    return int.from_bytes(hashlib.blake2b(name.encode(), key=key, digest_size=8).digest()) / 2**64


def over_exposed(shown: Mapping[str, int], attempts: int) -> dict[str, float]:
    """The items that the latest attempts showed too often, each with its share of them (0 to 1).

    `shown` says how many of those `attempts` showed each item; one that none showed may be left out.
    """
    among = max(attempts, FIRST_ATTEMPTS)
    return {
        item_id: count / among
        for item_id, count in sorted(shown.items())
        if count / among >= GREATEST_EXPOSURE
    }


def hand(items: Sequence[BankItem], competences: int, seed: str) -> npt.NDArray[np.bool_]:
    """Which items this attempt may show.

    An item with a counted usage is in the hand while its usage is under the limit; it then needs no draw.
    """
    share = ALONE if competences == 1 else GREATEST_EXPOSURE
    held = np.ones(len(items), dtype=bool)
    groups: dict[Skill, list[int]] = defaultdict(list)
    for row, item in enumerate(items):
        if item.usage is not None:
            held[row] = item.usage < GREATEST_EXPOSURE
        else:
            groups[item.skill].append(row)
    for skill, rows in groups.items():
        best = _best(items, rows)
        count = math.floor(share * len(best) + lot(seed, skill.id))
        held[best] = False
        held[sorted(best, key=lambda row: lot(seed, items[row].id))[:count]] = True
    return held


def _best(items: Sequence[BankItem], rows: list[int]) -> list[int]:
    """The items of a skill that tell the most, at the level where they tell it."""
    peaks = {row: information(curve_of(items[row])) for row in rows}
    most = max(peaks.values())
    return [row for row, peak in peaks.items() if peak >= AS_GOOD * most]


@lru_cache(maxsize=8192)
def information(curve: Curve) -> float:
    """The greatest Fisher information of a curve over the grid."""
    chance = success(curve)
    return float((np.gradient(chance, STEP) ** 2 / (chance * (1 - chance))).max())
