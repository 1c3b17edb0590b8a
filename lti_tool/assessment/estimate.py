"""Between the content and the engine: items become numbers, an attempt becomes a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from content.calibration import CalibratedItem
from content.model import Catalogue, Format, Item, Pathway, Status
from lti_tool import adaptive
from lti_tool.assessment.models import Administration, Attempt
from lti_tool.assessment.rules import pathway_of

# A right answer is hardly ever a guess.
OPEN_FORMATS = {Format.TEXT, Format.NUMBER, Format.DATE, Format.BLOCKS}


def engine_state(attempt: Attempt, catalogue: Catalogue) -> tuple[adaptive.Engine, adaptive.State]:
    """The engine of an attempt and its state, rebuilt from the stored answers alone."""
    pathway = pathway_of(attempt, catalogue)
    answered = [one for one in attempt.administrations if one.outcome is not None]
    bank = bank_of(pathway, catalogue, frozenset(attempt.seen_before), attempt.calibration)
    bank = _with_usage(bank, attempt.withheld)
    known = {item.id for item in bank}
    bank += [_withdrawn(one) for one in answered if one.item_id not in known]
    engine = adaptive.engine_named(attempt.engine)
    history = [
        adaptive.Answered(one.item_id, adaptive.Outcome(one.outcome)) for one in answered if one.outcome
    ]
    return engine, adaptive.replay(engine, bank, policy_of(pathway, catalogue), attempt.seed, history)


def policy_of(pathway: Pathway, catalogue: Catalogue) -> adaptive.Policy:
    """What a pathway aims at, as numbers."""
    targets = catalogue.target_skills(pathway)
    return adaptive.Policy(
        targets=pathway.targets,
        skills=frozenset(adaptive.Skill(skill.topic, skill.level) for skill in targets),
        max_items=pathway.max_items,
        places={topic: _place(topic, catalogue) for topic in pathway.targets},
        precision=pathway.precision,
    )


def bank_of(
    pathway: Pathway,
    catalogue: Catalogue,
    seen_before: frozenset[str] = frozenset(),
    calibration: str | None = None,
) -> list[adaptive.BankItem]:
    """The items of a pathway, as numbers; by their labels where the calibration of this name says nothing."""
    known = catalogue.calibrations.get(calibration or "")
    bank = [(item, _bank_item(item, item.id in seen_before)) for item in catalogue.playable_items(pathway)]
    if known is None:
        return [numbers for _, numbers in bank]
    return [_calibrated(numbers, known.of(item.id, item.version)) for item, numbers in bank]


def _place(topic: str, catalogue: Catalogue) -> adaptive.Place:
    competence = catalogue.competences[catalogue.topics[topic].competence]
    return adaptive.Place(competence.id, competence.domain_id)


def _bank_item(item: Item, seen_before: bool) -> adaptive.BankItem:
    return adaptive.BankItem(
        id=item.id,
        topic=item.topic,
        level=item.level,
        closed=_is_closed(item),
        minutes=item.duration_s / 60,
        askable=item.status is not Status.RETIRED,
        seen_before=seen_before,
    )


def _is_closed(item: Item) -> bool:
    # A file is open as its answer is: what is worked out from it is seldom guessed.
    if item.format is Format.FILE:
        return bool(item.data.answer.kind == "choix")
    return item.format not in OPEN_FORMATS


def _calibrated(item: adaptive.BankItem, found: CalibratedItem | None) -> adaptive.BankItem:
    if found is None:
        return item
    return replace(
        item, difficulty=found.difficulty, difficulty_sd=found.difficulty_sd, guessing=found.guessing
    )


def _with_usage(
    bank: list[adaptive.BankItem], withheld: Mapping[str, float] | None
) -> list[adaptive.BankItem]:
    """What had been counted when the attempt began: only the items at the limit are kept with it."""
    if withheld is None:
        return bank
    return [replace(item, usage=withheld.get(item.id, 0.0)) for item in bank]


def _withdrawn(shown: Administration) -> adaptive.BankItem:
    """An item that left the content after it was answered: the answer still counts."""
    topic, _, level = shown.skill.rpartition(".")
    return adaptive.BankItem(id=shown.item_id, topic=topic, level=int(level), closed=True, askable=False)
