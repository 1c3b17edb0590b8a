"""Everybody is placed by every engine, on the same draws."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lti_tool.adaptive.joint.exposure import GREATEST_EXPOSURE
from lti_tool.adaptive.simulation import peer
from lti_tool.adaptive.simulation.contestants import (
    Contestant,
    JointContestant,
    LadderContestant,
    RandomContestant,
)
from lti_tool.adaptive.simulation.population import Floats, Setting, draw
from lti_tool.adaptive.simulation.trial import Figures, Record, figures, place_everybody, true_scores
from lti_tool.simulations.ground import Ground

REACH = 1.25  # others go on to this many times the ladder's length
USUAL_PRECISION = 0.7


@dataclass(frozen=True)
class Curve:
    """The error (levels) after each number of items, for the picture."""

    name: str
    errors: tuple[float, ...]


@dataclass(frozen=True)
class Outcome:
    """The table, and the curves of those that go past the ladder's end."""

    ground: Ground
    people: int
    lines: tuple[Figures, ...]
    curves: tuple[Curve, ...]


def contestants() -> list[Contestant]:
    """Who runs against the ladder; catsim only where developers installed it."""
    peers: list[Contestant] = (
        [peer.CatsimContestant(GREATEST_EXPOSURE), peer.CatsimContestant()] if peer.is_installed() else []
    )
    return [JointContestant(), RandomContestant(), *peers]


def simulate(
    ground: Ground,
    setting: Setting,
    people_count: int,
    seed: int,
    against: list[Contestant],
    on_person: Callable[[], None] = lambda: None,
    *,
    reach: float = REACH,
) -> Outcome:
    """Play everything; `on_person` is called after each attempt (`attempts` says how many there are)."""
    bank, policy = ground.bank, ground.policy
    people = draw(setting, bank, policy, people_count, seed)
    truth = true_scores(people, policy)
    ladder = place_everybody(
        LadderContestant(), bank, policy, people, len(bank), only_the_end=True, on_person=on_person
    )
    longest = min(len(bank), math.ceil(reach * float(ladder.lengths.mean())))
    lines, curves = [figures(ladder, truth)], []
    for contestant in against:
        record = place_everybody(contestant, bank, policy, people, longest, on_person=on_person)
        lines.append(figures(record, truth, ladder))
        curves.append(Curve(record.name, tuple(_errors(record, truth))))
    stopping = replace(policy, precision=USUAL_PRECISION)
    stopped = place_everybody(
        JointContestant(), bank, stopping, people, longest, only_the_end=True, on_person=on_person
    )
    at_stop = replace(stopped, name="joint, à son arrêt")
    lines.append(
        replace(figures(at_stop, truth), ratio=float(stopped.lengths.mean() / ladder.lengths.mean()))
    )
    return Outcome(ground, people_count, tuple(lines), tuple(curves))


def attempts(people_count: int, against: list[Contestant]) -> int:
    """How many attempts a simulation plays."""
    return people_count * (len(against) + 2)


def _errors(record: Record, truth: Floats) -> list[float]:
    errors: list[float] = np.sqrt(((record.mean - truth[:, None, :]) ** 2).mean(axis=(0, 2))).tolist()
    return errors
