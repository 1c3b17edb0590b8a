"""The two outboxes as a person reads them: how many, since when, and the last errors in words. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tool.grades import relay as grades
from lti_tool.grades.messages import explain
from lti_tool.learning_records import services as records


@dataclass(frozen=True)
class Problem:
    """Something that keeps deliveries back, and how many of them."""

    count: int
    sentence: str


@dataclass(frozen=True)
class Queue:
    """One outbox: counts by word, the date of the oldest that waits, what is wrong."""

    title: str
    counts: tuple[tuple[str, int], ...]
    oldest: datetime | None
    problems: tuple[Problem, ...]

    @property
    def needs_a_person(self) -> bool:
        """True when something will not go by itself."""
        return any(word == "refusées" and count for word, count in self.counts)


def read_queues(session: Session, public_url: str) -> tuple[Queue, Queue]:
    """Traces, then grades."""
    statements, scores = records.status(session), grades.status(session)
    jwks_url = f"{public_url}/lti/jwks.json"
    return (
        Queue(
            "Traces vers les LRS",
            (
                ("en attente", statements.waiting),
                ("livrées", statements.delivered),
                ("refusées", statements.quarantined),
            ),
            statements.oldest_waiting,
            tuple(Problem(count, _trace_problem(reason)) for reason, count in statements.problems.items()),
        ),
        Queue(
            "Notes vers les plateformes",
            (
                ("en attente", scores.queued),
                ("livrées", scores.sent),
                ("remplacées par une plus récente", scores.superseded),
                ("refusées", scores.failed),
            ),
            scores.oldest_queued,
            tuple(Problem(count, explain(error, jwks_url)) for error, count in scores.problems.items()),
        ),
    )


_TRACES = {
    "credentials": "il refuse l’identifiant ou le mot de passe, à corriger avec « parcours lrs add »",
    "endpoint": "son adresse n’est pas celle d’un LRS, ou a changé",
}


def _trace_problem(reason: str) -> str:
    """A quarantine reason, or « LRS : pause reason »."""
    name, separator, word = reason.rpartition(" : ")
    said = next((sentence for key, sentence in _TRACES.items() if key in word), f"code {word}")
    if separator:
        return f"Le LRS « {name} » est en pause : {said}."
    return f"Un LRS refuse des traces : {said}."
