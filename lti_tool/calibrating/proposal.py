"""The proposal: parameters of the items that were answered enough, and what the reader must look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from content.calibration import CalibratedItem, Calibration
from content.model import Catalogue
from lti_tool.adaptive.calibration import Fit, GroupGap, Sitting, VariantGap, fit, group_gaps, variant_gaps
from lti_tool.adaptive.calibration.differences import Severity
from lti_tool.assessment.estimate import bank_item

MODEL = (
    "logistique à trois paramètres, pente 1,2 et étourderie 4,5 % fixées ; difficulté et hasard estimés par "
    "vraisemblance marginale, ramenés vers le niveau annoncé (écart type 0,6) et le hasard du format"
)
SURPRISE = 1.0  # levels between the label and the estimate that a reader must look at


@dataclass(frozen=True)
class Proposal:
    """What `parcours calibrate` found. `calibration` is not signed."""

    calibration: Calibration
    fits: tuple[Fit, ...]
    variants: tuple[VariantGap, ...]  # the notable ones
    groups: tuple[GroupGap, ...]  # all that could be computed
    waiting: int  # items with some answers, too few to be calibrated

    @property
    def unfair(self) -> tuple[GroupGap, ...]:
        """The items that differ between groups, moderately or more."""
        return tuple(gap for gap in self.groups if gap.severity is not Severity.NEGLIGIBLE)


def propose(
    catalogue: Catalogue, sittings: Sequence[Sitting], kinds: Sequence[str], least: int, today: date
) -> Proposal:
    """Estimate everything; `least` answers at least for an item to be in the file."""
    answered = Counter(one.item_id for sitting in sittings for one in sitting.answers)
    bank = [bank_item(item) for item in catalogue.items.values() if item.id in answered]
    fits = tuple(fit(bank, sittings))
    enough = [one for one in fits if one.answers >= least]
    variants = tuple(gap for gap in variant_gaps(fits) if gap.is_notable)
    groups = tuple(gap for kind in kinds for gap in group_gaps(fits, sittings, kind))
    calibration = Calibration(
        made_on=today,
        model=MODEL,
        attempts=len(sittings),
        answers=sum(answered.values()),
        notes=tuple(_notes(enough, variants, groups)),
        items=tuple(_entry(one, catalogue) for one in sorted(enough, key=lambda one: one.item.id)),
    )
    return Proposal(calibration, fits, variants, groups, len(fits) - len(enough))


def _entry(one: Fit, catalogue: Catalogue) -> CalibratedItem:
    return CalibratedItem(
        id=one.item.id,
        version=catalogue.items[one.item.id].version,
        answers=one.answers,
        right=None if one.right is None else round(one.right, 3),
        label=one.item.level,
        difficulty=round(one.difficulty, 2),
        difficulty_sd=max(round(one.difficulty_sd, 2), 0.01),
        guessing=round(one.guessing, 3),
    )


def _notes(fits: Sequence[Fit], variants: Sequence[VariantGap], groups: Sequence[GroupGap]) -> Iterator[str]:
    for one in sorted(fits, key=lambda one: -abs(one.gap)):
        if abs(one.gap) >= SURPRISE:
            way = "plus difficile" if one.gap > 0 else "plus facile"
            yield f"{one.item.id} : {_levels(one.gap)} {way} que son niveau annoncé ({one.item.level})."
    for gap in variants:
        way = "plus difficile" if gap.gap > 0 else "plus facile"
        yield f"{gap.item_id} : {_levels(gap.gap)} {way} que les autres épreuves de l’acquis {gap.skill.id}."
    for found in groups:
        if found.severity is not Severity.NEGLIGIBLE:
            yield _unfair(found)


def _unfair(gap: GroupGap) -> str:
    way = "plus difficile" if gap.delta < 0 else "plus facile"
    size = "nettement" if gap.severity is Severity.LARGE else "un peu"
    return (
        f"{gap.item_id} : à niveau égal, {size} {way} pour {gap.kind} « {gap.group} » "
        f"(delta {gap.delta:+.1f}, classe {gap.severity.value}, {gap.answers} réponses).".replace(".", ",", 1)
    )


def _levels(gap: float) -> str:
    return f"{abs(gap):.1f} niveau".replace(".", ",")
