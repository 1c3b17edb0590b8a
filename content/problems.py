"""What is wrong in the content, said to an author: where it is and what to do, in French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the content from being served; a warning asks an author to look again."""

    ERROR = "erreur"
    WARNING = "avertissement"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to correct. `line` counts from 1; `key` is a dotted path of YAML keys, or empty."""

    file: str
    line: int | None
    severity: Severity
    message: str
    item: str | None = None
    key: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, ligne {self.line}"
        what = " · ".join(part for part in (self.item, self.key) if part)
        return f"{place} : {self.severity.value}{f' ({what})' if what else ''} : {self.message}"


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by file then line, as an author goes through them."""
    return tuple(sorted(problems, key=lambda p: (p.file, p.line or 0, p.severity.value, p.key, p.message)))


def format_problems(problems: Iterable[Problem]) -> str:
    """One problem a line, by file and line, then a French sentence that counts them.

    Examples:
        `items/4.1/incident.yaml, ligne 12 : erreur (incident-1-a · consigne) : Raccourcissez…`
    """
    ordered = in_reading_order(problems)
    errors = sum(problem.severity is Severity.ERROR for problem in ordered)
    warnings = len(ordered) - errors
    lines = [str(problem) for problem in ordered]
    lines.append(f"{_count(errors, 'erreur')}, {_count(warnings, 'avertissement')}.")
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"
