"""The rules of an item that a program can check.

The rules come from the authors' checklist (one skill, a short situation, real mistakes as distractors,
feedback that explains…); what needs judgement stays with a second reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from content.alternatives import alternative_findings
from content.bank import bank_findings
from content.branching import scenario_findings
from content.drawn import Rule, drawn_findings
from content.findings import Finding
from content.model import Catalogue, Item, Status
from content.problems import Problem, Severity, in_reading_order
from content.readability import readability_findings
from content.solutions import solution_findings
from content.wording import wording_findings

RULES: tuple[Rule, ...] = (
    solution_findings,
    wording_findings,
    scenario_findings,
    readability_findings,
    alternative_findings,
)
HINT_FROM_LEVEL = 3  # from there on, the right path is not given: a wrong answer deserves a lead
FEW_SEEDS = 5  # at start-up and in quick checks; the linter of the command line goes through many more
SHORTEST_S = 60  # under it, people who read slowly or use a screen reader look late for no reason


def check(
    catalogue: Catalogue,
    today: date | None = None,
    *,
    seeds: int = FEW_SEEDS,
    rules: Sequence[Rule] = (),
    done: Callable[[Item], None] = lambda _: None,
) -> list[Problem]:
    """Every problem of the items, sorted by file and line. Retired items are left alone.

    Args:
        catalogue: what `load()` gave.
        today: compared with the review dates; without it they are not checked.
        seeds: how many draws of each item that has parameters.
        rules: what else to ask of each concrete item; marking is not ours, so its rules come from outside.
        done: told after each item, for those who show progress.
    """
    items = [item for item in catalogue.items.values() if item.status is not Status.RETIRED]
    problems = [_problem(catalogue, item, finding) for item, finding in bank_findings(items)]
    for item in items:
        problems += [_problem(catalogue, item, one) for one in item_findings(item, today, seeds, rules)]
        done(item)
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


def item_findings(
    item: Item, today: date | None, seeds: int, rules: Sequence[Rule] = ()
) -> Iterator[Finding]:
    """What one item breaks by itself, in any of its draws."""
    yield from drawn_findings(item, seeds, (*RULES, *rules))
    yield from _findings(item, today)


def _problem(catalogue: Catalogue, item: Item, finding: Finding) -> Problem:
    source = catalogue.sources.get(item.id)
    file, line = (source.file, source.line(finding.key)) if source else ("", None)
    return Problem(file, line, finding.severity, finding.message, item.id, finding.key)


def _findings(item: Item, today: date | None) -> Iterator[Finding]:
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
