"""Whole-bank rules that a program can check, and the figures of the bank.

The rules come from the authors' checklist (one skill, a short situation, real mistakes as distractors,
feedback that explains…); what needs judgement stays with a second reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from content.expressions import ExpressionError
from content.findings import Finding
from content.model import Catalogue, Item, Status
from content.problems import Problem, Severity, in_reading_order
from content.solutions import solution_findings
from content.variants import realise
from content.variants.drawing import ParameterError
from content.wording import wording_findings

HINT_FROM_LEVEL = 3  # from there on, the right path is not given: a wrong answer deserves a lead
FEW_SEEDS = 5
SHORTEST_S = 60  # under it, people who read slowly or use a screen reader look late for no reason


def check(catalogue: Catalogue, today: date | None = None) -> list[Problem]:
    """Every problem of the items, sorted by file and line.

    Args:
        catalogue: what `load()` gave.
        today: compared with the review dates; without it they are not checked.
    """
    problems = (
        _problem(catalogue, item, finding)
        for item in catalogue.items.values()
        if item.status is not Status.RETIRED
        for finding in _findings(item, today)
    )
    return list(in_reading_order([*problems, *_calibration_problems(catalogue)]))


def _calibration_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """What a calibration will not do: nobody has signed it, or an item has changed since."""
    for name, calibration in catalogue.calibrations.items():
        source = catalogue.sources.get(f"calibrage:{name}")
        file = source.file if source else name
        if not calibration.is_reviewed:
            advice = (
                "Relisez ce calibrage et remplissez « relu_par » et « relu_le » : il est sans effet avant."
            )
            yield Problem(file, source.line() if source else None, Severity.WARNING, advice)
        if name != catalogue.calibration_in_use:
            continue
        for place, one in enumerate(calibration.items):
            item = catalogue.items.get(one.id)
            if item is None or item.version != one.version:
                line = source.line(f"epreuves.{place}") if source else None
                advice = "Cette épreuve a changé ou disparu depuis : son niveau annoncé sert à la place."
                yield Problem(file, line, Severity.WARNING, advice, one.id)


def stats(catalogue: Catalogue) -> dict[str, int | dict[str, int]]:
    """Counts of items (retired ones apart), of skills, of skills that can be asked, then of items by kind.

    Keys of the inner dictionaries: the competence id, the level as text, the format, the status.
    """
    items = [item for item in catalogue.items.values() if item.status is not Status.RETIRED]
    return {
        "items": len(items),
        "skills": len(catalogue.skills),
        "skills_with_items": len({item.skill for item in items}),
        "by_competence": _count(catalogue.topics[item.topic].competence for item in items),
        "by_level": _count(str(item.level) for item in items),
        "by_format": _count(item.format.value for item in items),
        "by_status": _count(item.status.value for item in items),
    }


def _count(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _problem(catalogue: Catalogue, item: Item, finding: Finding) -> Problem:
    source = catalogue.sources.get(item.id)
    file, line = (source.file, source.line(finding.key)) if source else ("", None)
    return Problem(file, line, finding.severity, finding.message, item.id, finding.key)


def _findings(item: Item, today: date | None) -> Iterator[Finding]:
    yield from _variant_findings(item)
    if item.level >= HINT_FROM_LEVEL and not item.feedback.hints:
        yield Finding(
            "retour", f"Ajoutez un indice au moins : il en faut un dès le niveau {HINT_FROM_LEVEL}."
        )
    if not item.tutorials:
        yield Finding("tutos", "Ajoutez un tuto : après une erreur, il faut savoir où apprendre.")
    if not item.accessibility.strip():
        yield Finding("acces", "Dites comment l'épreuve se fait au clavier et avec un lecteur d'écran.")
    if item.duration_s < SHORTEST_S:
        yield Finding("duree_s", f"Prévoyez au moins {SHORTEST_S} secondes.", Severity.WARNING)
    if today is not None and item.review_on <= today:
        yield Finding("a_revoir_le", "Relisez cette épreuve et fixez une nouvelle date.", Severity.WARNING)


def _variant_findings(item: Item) -> Iterator[Finding]:
    """What a few variants break; the linter of the command line goes through many more."""
    found: dict[Finding, None] = {}
    for seed in range(FEW_SEEDS if item.parameters else 1):
        try:
            concrete = realise(item, seed.to_bytes(4, "big"))
        except ExpressionError as error:
            key = f"parametres.{error.name}" if isinstance(error, ParameterError) else "parametres"
            found[Finding(key, error.sentence)] = None
            break
        found |= dict.fromkeys((*solution_findings(concrete), *wording_findings(concrete)))
    yield from found
