"""The reported score of each competence, its variance, and how it hangs on the level of each topic.

Score of a competence, from 0 to 8: the sum over levels of the share of the target skills of that level
that the person masters. A level without target skill counts with the next one above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lti_tool.adaptive.joint.beliefs import Beliefs
from lti_tool.adaptive.joint.curves import GRID, STEP, Floats
from lti_tool.adaptive.joint.tree import Tree
from lti_tool.adaptive.model import Skill

_FLOOR = 1e-300


def weights(skills: Iterable[Skill], tree: Tree) -> dict[Skill, float]:
    """How much each target skill brings to the score of its competence."""
    owner = {topic: int(tree.competence_of[place]) for place, topic in enumerate(tree.topics)}
    targets = [skill for skill in skills if skill.topic in owner]
    counts = Counter((owner[skill.topic], skill.level) for skill in targets)
    steps: dict[tuple[int, int], int] = {}
    for competence in set(owner.values()):
        below = 0
        for level in sorted(level for one, level in counts if one == competence):
            steps[competence, level] = level - below
            below = level
    return {
        skill: steps[owner[skill.topic], skill.level] / counts[owner[skill.topic], skill.level]
        for skill in targets
    }


def mastery(level: int) -> Floats:
    """Share of each cell of the grid that lies at or above a level (57 values)."""
    share: Floats = np.clip((GRID - level) / STEP + 0.5, 0, 1)
    return share


def contributions(of_skills: dict[Skill, float], tree: Tree) -> Floats:
    """What each topic brings to the score of its competence, by level on the grid (T × 57)."""
    place = {topic: row for row, topic in enumerate(tree.topics)}
    table = np.zeros((len(tree.topics), len(GRID)))
    for skill, weight in of_skills.items():
        table[place[skill.topic]] += weight * mastery(skill.level)
    return table


@dataclass(frozen=True)
class Scores:
    """Mean and variance of each score; the parts that the choice of an item needs besides."""

    mean: Floats  # C
    variance: Floats  # C
    by_topic: Floats  # T × 29: expected contribution, by value of the competence
    by_competence: Floats  # C × 29: expected score, by value of the competence


def score(tree: Tree, beliefs: Beliefs, brought: Floats) -> Scores:
    """Scores from beliefs and contributions (T × 57)."""
    under = beliefs.up_topic + _FLOOR
    weighted = beliefs.likelihood * brought
    by_topic = (weighted @ tree.to_topic.T) / under
    spread = ((weighted * brought) @ tree.to_topic.T) / under - by_topic**2
    by_competence = np.add.reduceat(by_topic, tree.first_topics)
    inside = np.add.reduceat(spread, tree.first_topics)
    mean = (beliefs.competence * by_competence).sum(axis=1)
    square = (beliefs.competence * (inside + by_competence**2)).sum(axis=1)
    return Scores(mean, np.maximum(square - mean**2, 0.0), by_topic, by_competence)


def expected_drops(tree: Tree, beliefs: Beliefs, scores: Scores, brought: Floats, shapes: Floats) -> Floats:
    """How much one answer should lower the variance of each score, by topic and curve: T × K × C.

    It is cov² / (p (1 − p)), where cov is the covariance of the score and of the chance p of a right answer
    (`shapes`, T × K × 57): exact, the answer being right or wrong. Given the value of its competence, a
    topic tells nothing more of the rest, so the covariance is a sum over that value.
    """
    topics = np.arange(len(tree.topics))
    rest = _by_level_of_competence(tree, beliefs, scores)[tree.competence_of]  # T × C × 29
    rest[topics, tree.competence_of] -= scores.by_topic
    values = beliefs.competence[tree.competence_of] / (beliefs.up_topic + _FLOOR)
    rest *= values[:, None, :]
    of_value = (beliefs.likelihood[:, None, :] * shapes) @ tree.to_topic.T  # T × K × 29
    right = shapes @ beliefs.topic[:, :, None]  # T × K × 1
    covariances = of_value @ rest.transpose(0, 2, 1) - right * scores.mean
    own = shapes @ (beliefs.topic * brought)[:, :, None]
    covariances[topics, :, tree.competence_of] += own[:, :, 0]
    drops: Floats = covariances**2 / (right * (1 - right))
    return drops


def _by_level_of_competence(tree: Tree, beliefs: Beliefs, scores: Scores) -> Floats:
    """Every score, expected if the value of one competence were known: C × C × 29."""
    domain_of, count = tree.domain_of, np.arange(len(tree.competences))
    own = np.exp(beliefs.under_competence - beliefs.under_competence.max(axis=1, keepdims=True))
    in_domain = ((own * scores.by_competence) @ tree.to_competence.T) / (beliefs.up_competence + _FLOOR)
    under = np.exp(beliefs.under_domain - beliefs.under_domain.max(axis=1, keepdims=True))
    in_general = ((under[domain_of] * in_domain) @ tree.to_domain.T) / (beliefs.up_domain[domain_of] + _FLOOR)
    elsewhere = (beliefs.aside_domain[:, None, :] * in_general[None, :, :]) @ tree.to_domain
    elsewhere /= (beliefs.from_domain + _FLOOR)[:, None, :]  # D × C × 29
    elsewhere[domain_of, count] = in_domain
    known = (beliefs.aside_competence[:, None, :] * elsewhere[domain_of]) @ tree.to_competence
    known /= (beliefs.from_competence + _FLOOR)[:, None, :]
    known[count, count] = scores.by_competence
    table: Floats = known
    return table
