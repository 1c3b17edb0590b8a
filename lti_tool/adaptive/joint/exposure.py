"""No item is shown too often: each attempt is dealt a hand, and what is near the best is drawn.

An item is in the hand of `GREATEST_EXPOSURE` of the attempts, whatever the answers, so no more can see it
while the hand lasts. Where one competence has several items by skill they take turns already, and each may
be in more hands (`SHARED`): `make bench` measures that the most used one stays under the limit. No counter
is needed; where a caller counts (`BankItem.usage`), the count decides. Out of the hand, an item is asked
only when the hand is used up.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lti_tool.adaptive.model import BankItem, Skill

GREATEST_EXPOSURE = 0.40
SHARED = 0.6  # share of the hands that hold an item, in one competence and when its skill has others


def lot(seed: str, name: str) -> float:
    """A draw between 0 and 1 by keyed hash: always the same for a seed and a name."""
    key = hashlib.blake2b(seed.encode(), digest_size=32).digest()
    return int.from_bytes(hashlib.blake2b(name.encode(), key=key, digest_size=8).digest()) / 2**64


def hand(items: Sequence[BankItem], competences: int, seed: str) -> npt.NDArray[np.bool_]:
    """Which items this attempt may show.

    An item with a counted usage is in the hand while its usage is under the limit; it then needs no draw.
    """
    held = np.zeros(len(items), dtype=bool)
    groups: dict[Skill, list[tuple[float, int]]] = defaultdict(list)
    for row, item in enumerate(items):
        if item.usage is not None:
            held[row] = item.usage < GREATEST_EXPOSURE
        else:
            groups[item.skill].append((lot(seed, item.id), row))
    for skill, lots in groups.items():
        share = SHARED if competences == 1 and len(lots) > 1 else GREATEST_EXPOSURE
        count = math.floor(share * len(lots) + lot(seed, skill.id))
        for _, row in sorted(lots)[:count]:
            held[row] = True
    return held
