"""Items that do not behave alike: variants of one skill, and one item in two groups of people."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lti_tool.adaptive.calibration.fitting import Fit
from lti_tool.adaptive.calibration.sittings import Seen, Sitting, read
from lti_tool.adaptive.model import Skill

LEAST_ANSWERS = 30  # of each item, and of each group, before anything is said
STRATA = 8
ETS_DELTA = -2.35  # from a log odds ratio to the delta scale (Holland and Thayer, 1988)
SURE = 1.96


@dataclass(frozen=True)
class VariantGap:
    """An item that is `gap` levels harder than the other items of its skill; `z` counts its deviations."""

    item_id: str
    skill: Skill
    gap: float
    z: float

    @property
    def is_notable(self) -> bool:
        """Far enough to matter, and not by chance."""
        return abs(self.gap) >= 0.75 and abs(self.z) >= SURE


class Severity(StrEnum):
    """The classes of ETS: negligible, moderate, large."""

    NEGLIGIBLE = "A"
    MODERATE = "B"
    LARGE = "C"


@dataclass(frozen=True)
class GroupGap:
    """One item in a group beside everybody else, at the same level (Mantel and Haenszel).

    `delta` is on the ETS scale: negative when the item is harder for the group. `answers` are the group's.
    """

    item_id: str
    kind: str
    group: str
    answers: int
    delta: float
    error: float
    severity: Severity


def variant_gaps(fits: Sequence[Fit]) -> list[VariantGap]:
    """Each item that has enough answers, beside the others of its skill that have."""
    skills: dict[Skill, list[Fit]] = defaultdict(list)
    for one in fits:
        if one.answers >= LEAST_ANSWERS:
            skills[one.item.skill].append(one)
    return [
        _variant_gap(one, [other for other in together if other is not one])
        for together in skills.values()
        if len(together) > 1
        for one in together
    ]


def _variant_gap(one: Fit, others: Sequence[Fit]) -> VariantGap:
    gap = one.difficulty - float(np.mean([other.difficulty for other in others]))
    error = math.hypot(one.difficulty_sd, *(other.difficulty_sd / len(others) for other in others))
    return VariantGap(one.item.id, one.item.skill, gap, gap / error)


def group_gaps(fits: Sequence[Fit], sittings: Sequence[Sitting], kind: str) -> list[GroupGap]:
    """Every item in every group of this kind that has enough answers, beside all the other people.

    Of two groups only the smaller one is reported: the other is its mirror.

    People are compared within strata of their level in the topic, the studied item included: without it,
    two groups of unequal levels would seem to differ where they do not (Zwick, 1990).
    """
    bank = {one.item.id: one.calibrated() for one in fits}
    groups = Counter(sitting.groups[kind] for sitting in sittings if kind in sitting.groups)
    told = sorted(groups, key=lambda group: (groups[group], group))
    told = told[:1] if len(told) == 2 else told
    return [
        gap
        for item_id, seen in sorted(read(bank, sittings).items.items())
        for group in told
        for gap in _gaps(item_id, seen, kind, group)
    ]


def _gaps(item_id: str, seen: Seen, kind: str, group: str) -> Iterator[GroupGap]:
    inside = np.array([sitting.groups.get(kind) == group for sitting in seen.sittings])
    levels, right = np.array(seen.level), np.array(seen.right)
    count = int(inside.sum())
    if count < LEAST_ANSWERS or len(inside) - count < LEAST_ANSWERS:
        return
    strata = np.searchsorted(np.quantile(levels, np.linspace(0, 1, STRATA + 1)[1:-1]), levels)
    found = mantel_haenszel(_tables(right, inside, strata))
    if found is not None:
        delta, error = found
        yield GroupGap(item_id, kind, group, count, delta, error, severity(delta, error))


def _tables(
    right: np.ndarray, inside: np.ndarray, strata: np.ndarray
) -> list[tuple[float, float, float, float]]:
    """By stratum: right and wrong of the others, right and wrong of the group."""
    return [
        (
            float((here & ~inside & right).sum()),
            float((here & ~inside & ~right).sum()),
            float((here & inside & right).sum()),
            float((here & inside & ~right).sum()),
        )
        for here in (strata == one for one in np.unique(strata))
    ]


def mantel_haenszel(tables: Sequence[tuple[float, float, float, float]]) -> tuple[float, float] | None:
    """Delta and its standard error (Robins, Breslow and Greenland, 1986); None when one side is empty."""
    agree = differ = both = mixed = apart = 0.0
    for a, b, c, d in tables:
        total = a + b + c + d
        if not (a + b) or not (c + d):
            continue
        r, s = a * d / total, b * c / total
        p, q = (a + d) / total, (b + c) / total
        agree, differ = agree + r, differ + s
        both, mixed, apart = both + p * r, mixed + p * s + q * r, apart + q * s
    if not agree or not differ:
        return None
    variance = both / (2 * agree**2) + mixed / (2 * agree * differ) + apart / (2 * differ**2)
    return ETS_DELTA * math.log(agree / differ), abs(ETS_DELTA) * math.sqrt(variance)


def severity(delta: float, error: float) -> Severity:
    """The ETS class: C is at least 1.5 and surely above 1, A is under 1 or maybe nothing."""
    if abs(delta) < 1 or abs(delta) < SURE * error:
        return Severity.NEGLIGIBLE
    is_large = abs(delta) >= 1.5 and abs(delta) - 1 > 1.645 * error
    return Severity.LARGE if is_large else Severity.MODERATE
