"""One attempt and one statement of each kind, always the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from tincan import Activity, Statement

from xapi import activities, actors, corrections, results, statements, vocabulary
from xapi.attempt import AttemptContext
from xapi.freezing import FrozenStatement, freeze
from xapi.results import ItemAnswer, ReachedLevel
from xapi.validator import Expectations
from xapi.vocabulary import COMPONENT_LISTS, AnswerOutcome, CorrectionReason, Namespace

NAMESPACE = Namespace("https://tool.example")
START = datetime(2026, 11, 23, 8, 30, 0, 125_900, tzinfo=UTC)
REGISTRATION = UUID("6f1c3c2e-7d0a-4f57-9d7e-2b8f5b9a1c01")
PLATFORM = UUID("0d9b8a34-43b8-4a51-8d9b-6a0e3c1f7a02")
PSEUDONYM = UUID("c2a7f3a0-1e0f-4b6a-a5c9-7f1d2e3b4c03")


def attempt(registration: UUID = REGISTRATION, mastery: float | None = 0.75) -> AttemptContext:
    return AttemptContext(
        namespace=NAMESPACE,
        registration=registration,
        actor=actors.pseudonymous(NAMESPACE.identity(PLATFORM), PSEUDONYM),
        pathway=activities.pathway(NAMESPACE, "socle-commun", 1, "Socle commun des agents territoriaux"),
        groupings=activities.groupings("https://moodle.example/", "42/a b", "7"),
        platform="Parcours Territoires",
        language="fr",
        revision="1",
        number=1,
        mode="graded",
        mastery=mastery,
    )


def choice_item() -> Activity:
    components = {"choices": [("a", "La barre d’adresse"), ("b", "Le corps du message"), ("c", "L’objet")]}
    return activities.item(NAMESPACE, "hameconnage-2-a", 3, "Où regarder en premier ?", "choice", components)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def answer(outcome: AnswerOutcome, response: str | None = None, partial: float = 0.0) -> ItemAnswer:
    return ItemAnswer(outcome, timedelta(seconds=12.345), response, partial)


def answered(position: int, given: ItemAnswer, context: AttemptContext | None = None) -> Statement:
    at = after(20 * position)
    return statements.answered(context or attempt(), at, position, choice_item(), given, [competency()])


def item(kind: str) -> Activity:
    """An item of an interaction type, with the lists that it needs."""
    lists = {
        "choices": [("a", "La barre d’adresse"), ("b", "Le corps du message"), ("c", "L’objet")],
        "source": [("cni", "Carte d’identité"), ("avis", "Avis d’imposition")],
        "target": [("detruire", "À détruire"), ("garder", "À garder")],
        "steps": [("ouvrir", "Ouvrir la boîte"), ("signaler", "Signaler le message")],
        "scale": [("non", "Pas du tout"), ("oui", "Tout à fait")],
    }
    components = {name: lists[name] for name in COMPONENT_LISTS[kind]}
    return activities.item(NAMESPACE, f"exemple-{kind}-3-a", 1, "Le message suspect", kind, components)


# What a person answers, in the grammar of each type (xAPI-Data, appendix C).
RESPONSES = {
    "fill-in": "rançongiciel",
    "likert": "oui",
    "long-fill-in": "Je préviens Jeanne, puis le service informatique.",
    "matching": "cni[.]detruire[,]avis[.]garder",
    "numeric": "12.5",
    "other": "dossier/archives",
    "performance": "ouvrir[.]1[,]signaler[.]hameconnage",
    "sequencing": "b[,]a[,]c",
    "true-false": "true",
}


def typed(kind: str) -> Statement:
    """A right answer to an item of this type."""
    given = ItemAnswer(AnswerOutcome.CORRECT, timedelta(seconds=7), RESPONSES[kind])
    return statements.answered(
        attempt(), after(30), 5 + sorted(RESPONSES).index(kind), item(kind), given, [competency()]
    )


def competency() -> Activity:
    return activities.competency(NAMESPACE, "4.1", "Sécuriser l’environnement numérique")


def achieved() -> Statement:
    evidence = attempt().statement_id("passed")
    return statements.achieved(
        attempt(), after(91.5), competency(), ReachedLevel(3, "independant", 4), evidence
    )


def voided(name: str) -> Statement:
    return corrections.voided(NAMESPACE, frozen(name), after(600), CorrectionReason.REGRADE)


def reissued(name: str, **changes: object) -> Statement:
    given = {"result": results.of_positioning(80, LASTED, success=True, mastery=0.75), **changes}
    return corrections.reissued(NAMESPACE, frozen(name), after(601), CorrectionReason.REGRADE, **given)


LASTED = timedelta(minutes=1, seconds=30, milliseconds=500)

EXAMPLES: dict[str, Callable[[], Statement]] = {
    "initialized": lambda: statements.initialized(attempt(), START),
    "answered-correct": lambda: answered(1, answer(AnswerOutcome.CORRECT, "a")),
    "answered-incorrect": lambda: answered(2, answer(AnswerOutcome.INCORRECT, "b[,]c", 0.5)),
    "answered-dont-know": lambda: answered(3, answer(AnswerOutcome.DONT_KNOW)),
    "answered-neutralised": lambda: answered(4, answer(AnswerOutcome.NEUTRALISED)),
    **{f"answered-{kind}": partial(typed, kind) for kind in RESPONSES},
    "launched": lambda: statements.launched(attempt(), after(-12)),
    "progressed": lambda: statements.progressed(attempt(), after(41), LASTED / 2, 50),
    "suspended": lambda: statements.suspended(attempt(), after(42), LASTED / 2, 50),
    "resumed": lambda: statements.resumed(attempt(), after(50)),
    "achieved": achieved,
    "abandoned": lambda: statements.abandoned(attempt(), after(3000), LASTED / 2),
    "voided": lambda: voided("failed"),
    "reissued-passed": lambda: reissued("failed", verb=vocabulary.PASSED),
    "completed": lambda: statements.completed(attempt(), after(91), LASTED),
    "passed": lambda: statements.passed(attempt(), after(91), LASTED, 200 / 3 + 10),
    "failed": lambda: statements.failed(attempt(), after(91), LASTED, 74.9999),
    "scored": lambda: statements.scored(attempt(mastery=None), after(91), LASTED, 50.0),
    "terminated": lambda: statements.terminated(attempt(), after(92), LASTED),
}


def expected(**changes: object) -> Expectations:
    return Expectations(**{"namespace": NAMESPACE, "now": after(3600), **changes})  # type: ignore[arg-type]  # tests


def frozen(name: str = "initialized") -> FrozenStatement:
    return freeze(EXAMPLES[name]())


def many(count: int, per_registration: int = 1) -> list[FrozenStatement]:
    """`count` statements, `per_registration` consecutive ones for each registration."""
    made = []
    for number in range(count):
        registration = UUID(int=(number // per_registration) + 1, version=4)
        context = attempt(registration)
        made.append(
            freeze(answered(number % per_registration + 1, answer(AnswerOutcome.CORRECT, "a"), context))
        )
    return made
