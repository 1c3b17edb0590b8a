"""L’avancée d’un groupe, lue dans un LRS et dessinée en texte. Python et `requests`, rien d’autre.

    python docs/exemples/progression.py --endpoint https://lrs.exemple.fr/xapi --username U --password P

`--course` garde un seul cours : l’identifiant de l’activité « cours » (voir docs/traces.md, requête 9).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import requests

ADL = "http://adlnet.gov/expapi/verbs/"
ACHIEVED = "https://w3id.org/xapi/tla/verbs/achieved"
ABANDONED = "https://w3id.org/xapi/adl/verbs/abandoned"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
WIDTH = 20  # caractères d’une barre

Statement = dict[str, Any]


@dataclass
class Attempt:
    """Ce que les traces d’une tentative (un registration) disent ensemble."""

    person: str
    state: str = "en cours"
    answered: int = 0
    progress: int = 0  # pour cent, d’après la dernière interruption ou le dernier quart
    score: float | None = None  # part des acquis visés, de 0 à 1
    levels: dict[str, int] = field(default_factory=dict)

    def hear(self, statement: Statement) -> None:
        """Tenir compte d’une trace de plus."""
        verb, result = statement["verb"]["id"], statement.get("result", {})
        if verb == ADL + "answered":
            self.answered += 1
        elif verb in {ADL + "suspended", ADL + "progressed"}:
            self.progress = max(self.progress, result["extensions"][PROGRESS])
        elif verb == ADL + "completed":
            self.state = "terminé"
        elif verb == ABANDONED:
            self.state = "sans suite"
        elif verb in {ADL + "scored", ADL + "passed", ADL + "failed"}:
            self.score = result["score"]["scaled"]
        elif verb == ACHIEVED:
            name = statement["object"]["definition"]["name"]
            self.levels[next(iter(name.values()))] = int(result["score"]["raw"])


def pages(session: requests.Session, endpoint: str, **query: str) -> Iterator[Statement]:
    """Toutes les traces d’une requête ; `more` donne la page suivante, adresse relative ou complète."""
    address, params = f"{endpoint.rstrip('/')}/statements", query
    while address:
        answer = session.get(address, params=params, timeout=30)
        answer.raise_for_status()
        body = answer.json()
        yield from body["statements"]
        address, params = (urljoin(address, body["more"]) if body.get("more") else ""), {}


def standing(statements: list[Statement]) -> list[Statement]:
    """Les traces qui tiennent toujours, par date : ni les traces annulées, ni les annulations."""
    gone = {one["object"]["id"] for one in statements if one["verb"]["id"] == ADL + "voided"}
    kept = [one for one in statements if one["id"] not in gone and one["verb"]["id"] != ADL + "voided"]
    return sorted(kept, key=lambda one: one["timestamp"])


def is_of(statement: Statement, course: str | None) -> bool:
    """Vrai si la trace vient de ce cours (ou si tous conviennent)."""
    places = statement["context"]["contextActivities"]["grouping"]
    return course is None or any(place["id"] == course for place in places)


def attempts_of(statements: list[Statement]) -> list[Attempt]:
    """La dernière tentative de chaque personne."""
    attempts: dict[str, Attempt] = {}
    for one in statements:
        person = one["actor"]["account"]["name"]
        registration = one["context"]["registration"]
        attempts.setdefault(registration, Attempt(person)).hear(one)
    return list({attempt.person: attempt for attempt in attempts.values()}.values())


def bar(share: float) -> str:
    """Une barre de `WIDTH` caractères."""
    full = round(share * WIDTH)
    return "█" * full + "░" * (WIDTH - full)


def chart(attempts: list[Attempt]) -> Iterator[str]:
    """Le dessin, ligne par ligne."""
    states = Counter(attempt.state for attempt in attempts)
    yield f"Groupe : {len(attempts)} personne(s) · " + " · ".join(f"{n} {word}" for word, n in states.items())
    yield ""
    for one in sorted(attempts, key=lambda attempt: -(attempt.score or 0)):
        share = one.score if one.score is not None else one.progress / 100
        value = f"{share:4.0%} des acquis visés" if one.score is not None else f"{share:4.0%} du parcours"
        yield f"{one.person[:8]}  {bar(share)} {value:<22} {one.answered:>3} épreuves  {one.state}"
    levels: dict[str, Counter[int]] = defaultdict(Counter)
    for one in attempts:
        for competency, level in one.levels.items():
            levels[competency][level] += 1
    for competency, counts in sorted(levels.items()):
        yield f"\n{competency}"
        for level in sorted(counts, reverse=True):
            yield f"  niveau {level}  {'■' * counts[level]} {counts[level]}"


def main() -> None:
    """Lire, dessiner."""
    parser = argparse.ArgumentParser(description="Dessiner l’avancée d’un groupe.")
    parser.add_argument("--endpoint", required=True, help="adresse xAPI du LRS, sans « /statements »")
    parser.add_argument("--username", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--course", help="identifiant de l’activité « cours »")
    options = parser.parse_args()
    with requests.Session() as session:
        session.auth = (options.username, options.password)
        session.headers["X-Experience-API-Version"] = "1.0.3"
        statements = standing(list(pages(session, options.endpoint)))
    attempts = attempts_of([one for one in statements if is_of(one, options.course)])
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # sur un vieux terminal aussi
    sys.stdout.writelines(f"{line}\n" for line in chart(attempts))


if __name__ == "__main__":
    main()
