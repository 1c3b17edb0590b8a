"""Everybody is placed by every contestant; the figures that count are read from the same draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lti_tool.adaptive.joint.report import NINE_IN_TEN
from lti_tool.adaptive.model import BankItem, Policy
from lti_tool.adaptive.simulation.contestants import Contestant, Run, frame
from lti_tool.adaptive.simulation.population import Floats, People


@dataclass(frozen=True)
class Record:
    """What a contestant said: P persons, S items at most, C competences.

    `mean` and `deviation` (P × (S + 1) × C) hold their last value once a person's attempt is over;
    `asked` (P × S) are positions in the bank, -1 after the end.
    """

    name: str
    mean: Floats
    deviation: Floats | None
    asked: Floats
    lengths: Floats  # P


@dataclass(frozen=True)
class Figures:
    """One line of the table. Everything but `ratio` is read at `questions`, where the goal is reached."""

    name: str
    ratio: float | None  # of questions, to the ladder's; None when its accuracy was never reached
    questions: float  # mean by person
    rmse: float
    bias: float
    exact: float  # share of competences whose rounded level is right
    within_one: float
    coverage: float | None  # of the 90 % interval
    exposure: float  # share of people who saw the most used item


def true_scores(people: People, policy: Policy) -> Floats:
    """The score that each person deserves, by competence (P × C)."""
    tree, brings = frame(policy)
    owner = dict(zip(tree.topics, tree.competence_of, strict=True))
    column = {topic: place for place, topic in enumerate(people.topics)}
    scores = np.zeros((len(people.levels), len(tree.competences)))
    for skill, weight in brings.items():
        scores[:, owner[skill.topic]] += weight * (people.levels[:, column[skill.topic]] >= skill.level)
    return scores


def place_everybody(
    contestant: Contestant,
    bank: Sequence[BankItem],
    policy: Policy,
    people: People,
    longest: int,
    *,
    only_the_end: bool = False,
    on_person: Callable[[], None] = lambda: None,
) -> Record:
    """Play every attempt, to its end or to `longest` items; `only_the_end` reads the scores once, then."""
    row = {item.id: place for place, item in enumerate(bank)}
    count, competences = len(people.levels), len(frame(policy)[0].competences)
    mean = np.zeros((count, longest + 1, competences))
    deviation = np.full((count, longest + 1, competences), np.nan)
    asked = np.full((count, longest), -1)
    for person in range(count):
        run = contestant.begin(bank, policy, f"person {person}")
        _read(run, mean[person], deviation[person], 0)
        for step in range(longest):
            item_id = run.ask()
            if item_id is None:
                break
            asked[person, step] = row[item_id]
            run.tell(item_id, bool(people.right[person, row[item_id]]))
            if not only_the_end:
                _read(run, mean[person], deviation[person], step + 1)
        if only_the_end:
            _read(run, mean[person], deviation[person], 0)
        on_person()
    known = None if np.isnan(deviation).any() else deviation
    return Record(contestant.name, mean, known, asked, (asked >= 0).sum(axis=1))


def _read(run: Run, mean: Floats, deviation: Floats, step: int) -> None:
    """Write a reading, and keep it for the steps that may not come."""
    reading = run.read()
    mean[step:] = reading.mean
    if reading.deviation is not None:
        deviation[step:] = reading.deviation


def figures(record: Record, truth: Floats, ladder: Record | None = None) -> Figures:
    """The line of a contestant: at its end, or where it reaches the ladder's accuracy."""
    errors = np.sqrt(((record.mean - truth[:, None, :]) ** 2).mean(axis=(0, 2)))
    if ladder is None:
        return _line(record, truth, errors, len(errors) - 1, ratio=1.0)
    goal = np.sqrt(((ladder.mean[:, -1] - truth) ** 2).mean())
    reached = np.flatnonzero(errors <= goal)
    if not len(reached):
        return _line(record, truth, errors, len(errors) - 1, ratio=None)
    step = int(reached[0])
    steps = np.minimum(np.arange(len(errors))[:, None], record.lengths).mean(axis=1)
    questions = steps[step]
    if step:
        part = (errors[step - 1] - goal) / (errors[step - 1] - errors[step])
        questions = steps[step - 1] + part * (steps[step] - steps[step - 1])
    return _line(record, truth, errors, step, ratio=float(questions / ladder.lengths.mean()))


def _line(record: Record, truth: Floats, errors: Floats, step: int, ratio: float | None) -> Figures:
    mean = record.mean[:, step]
    gaps = np.abs(np.rint(mean) - np.rint(truth))
    coverage = None
    if record.deviation is not None:
        margin = NINE_IN_TEN * record.deviation[:, step]
        coverage = float((np.abs(mean - truth) <= margin).mean())
    shown = record.asked[:, :step]
    counts = np.bincount(shown[shown >= 0].astype(int), minlength=1)
    return Figures(
        name=record.name,
        ratio=ratio,
        questions=float(np.minimum(record.lengths, step).mean()),
        rmse=float(errors[step]),
        bias=float((mean - truth).mean()),
        exact=float((gaps == 0).mean()),
        within_one=float((gaps <= 1).mean()),
        coverage=coverage,
        exposure=float(counts.max() / len(mean)),
    )
