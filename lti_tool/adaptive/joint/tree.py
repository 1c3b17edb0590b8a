"""The prior: levels of topics that hang on competences, domains and one general level.

Every node is its parent plus a Gaussian deviation of its own, cut to the grid. Nodes above the topics
vary smoothly and sit on every second point of the grid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lti_tool.adaptive.joint.curves import GRID, Floats

Ints = npt.NDArray[np.intp]

UPPER: Floats = GRID[::2]  # 29 levels, for the nodes above the topics


@dataclass(frozen=True)
class Spread:
    """Mean of the population and standard deviation that each storey of the tree adds, in levels.

    The general part is wider than any one population (mean uncertain by 0.6): it costs little, and
    survives populations that are not the one that was assumed.
    """

    mean: float = 3.5
    general: float = 1.4
    domain: float = 0.45
    competence: float = 0.85
    topic: float = 0.8


def kernel(parents: Floats, children: Floats, deviation: float) -> Floats:
    """P(child | parent): a row by parent, each of sum 1."""
    distances = (children[None, :] - parents[:, None]) / deviation
    table = np.exp(-0.5 * distances**2)
    rows: Floats = table / table.sum(axis=1, keepdims=True)
    return rows


@dataclass(frozen=True)
class Tree:
    """The tree of some topics. Topics of one competence, and competences of one domain, stand together.

    `competence_of[t]` and `domain_of[c]` are positions; `first_topics[c]` and `first_competences[d]` are
    where each group begins.
    """

    topics: tuple[str, ...]
    competences: tuple[str, ...]
    domains: tuple[str, ...]
    competence_of: Ints
    domain_of: Ints
    first_topics: Ints
    first_competences: Ints
    general: Floats
    to_domain: Floats
    to_competence: Floats
    to_topic: Floats


def grow(places: Mapping[str, tuple[str, str]], spread: Spread) -> Tree:
    """The tree of topics from the (competence, domain) of each."""
    ordered = sorted(places, key=lambda topic: (places[topic][1], places[topic][0], topic))
    owners = [(places[topic][1], places[topic][0]) for topic in ordered]
    competences = list(dict.fromkeys(owners))
    domains = list(dict.fromkeys(domain for domain, _ in competences))
    competence_of = np.array([competences.index(owner) for owner in owners])
    domain_of = np.array([domains.index(domain) for domain, _ in competences])
    centred = np.exp(-0.5 * ((UPPER - spread.mean) / spread.general) ** 2)
    return Tree(
        topics=tuple(ordered),
        competences=tuple(name for _, name in competences),
        domains=tuple(domains),
        competence_of=competence_of,
        domain_of=domain_of,
        first_topics=_beginnings(competence_of.tolist()),
        first_competences=_beginnings(domain_of.tolist()),
        general=centred / centred.sum(),
        to_domain=kernel(UPPER, UPPER, spread.domain),
        to_competence=kernel(UPPER, UPPER, spread.competence),
        to_topic=kernel(UPPER, GRID, spread.topic),
    )


def _beginnings(owners: Sequence[int]) -> Ints:
    changes = [place for place, (one, two) in enumerate(pairwise(owners), start=1) if one != two]
    return np.array([0, *changes])
