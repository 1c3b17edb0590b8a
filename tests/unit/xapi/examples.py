"""One attempt and one statement of each kind, always the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tincan import Activity, Statement

from xapi import activities, actors, statements
from xapi.freezing import FrozenStatement, freeze
from xapi.results import ItemAnswer
from xapi.statements import AttemptContext
from xapi.validator import Expectations
from xapi.vocabulary import AnswerOutcome, Namespace

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
    rung = activities.competency(NAMESPACE, "4.1", "Sécuriser l’environnement numérique")
    at = after(20 * position)
    return statements.answered(context or attempt(), at, position, choice_item(), given, [rung])


LASTED = timedelta(minutes=1, seconds=30, milliseconds=500)

EXAMPLES: dict[str, Callable[[], Statement]] = {
    "initialized": lambda: statements.initialized(attempt(), START),
    "answered-correct": lambda: answered(1, answer(AnswerOutcome.CORRECT, "a")),
    "answered-incorrect": lambda: answered(2, answer(AnswerOutcome.INCORRECT, "b[,]c", 0.5)),
    "answered-dont-know": lambda: answered(3, answer(AnswerOutcome.DONT_KNOW)),
    "answered-neutralised": lambda: answered(4, answer(AnswerOutcome.NEUTRALISED)),
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
