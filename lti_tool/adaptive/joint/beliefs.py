"""Exact inference: what all the answers together say of every node of the tree.

The likelihood of each answered topic stays a table on the grid. The tree makes the joint posterior a
matter of two sweeps of messages, up to the general level and down again, with no approximation beyond
the grid: the order of the answers cannot matter, and a right answer cannot lower its own topic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lti_tool.adaptive.joint.curves import Floats
from lti_tool.adaptive.joint.tree import Tree

_TINY = 1e-300  # log of zero, when an answer makes a far level impossible


@dataclass(frozen=True)
class Beliefs:
    """Messages and posteriors; T topics, C competences, D domains, 57 or 29 points.

    `up_*` is what the answers under a node say to its parent (by value of the parent), `under_*` the log
    of what they say of the node itself, `aside_*` the parent given everything but the node, and `from_*`
    the node given everything but what hangs under it.
    """

    likelihood: Floats  # T × 57, largest value 1
    up_topic: Floats  # T × 29
    under_competence: Floats  # C × 29
    up_competence: Floats
    under_domain: Floats  # D × 29
    up_domain: Floats
    aside_domain: Floats
    from_domain: Floats
    aside_competence: Floats  # C × 29
    from_competence: Floats
    aside_topic: Floats  # T × 29
    from_topic: Floats  # T × 57
    competence: Floats  # C × 29, posterior
    topic: Floats  # T × 57, posterior


def infer(tree: Tree, log_likelihood: Floats) -> Beliefs:
    """Both sweeps, from the log-likelihood of every topic (T × 57; zeros where nothing was answered)."""
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    up_topic = likelihood @ tree.to_topic.T
    log_topic = np.log(up_topic + _TINY)
    under_competence = np.add.reduceat(log_topic, tree.first_topics)
    up_competence = _raised(under_competence) @ tree.to_competence.T
    log_competence = np.log(up_competence + _TINY)
    under_domain = np.add.reduceat(log_competence, tree.first_competences)
    up_domain = _raised(under_domain) @ tree.to_domain.T
    log_domain = np.log(up_domain + _TINY)
    general = np.log(tree.general) + log_domain.sum(axis=0)

    aside_domain = _normal(general - log_domain)
    from_domain = aside_domain @ tree.to_domain
    domain = np.log(from_domain + _TINY) + under_domain
    aside_competence = _normal(domain[tree.domain_of] - log_competence)
    from_competence = aside_competence @ tree.to_competence
    competence = np.log(from_competence + _TINY) + under_competence
    aside_topic = _normal(competence[tree.competence_of] - log_topic)
    from_topic = aside_topic @ tree.to_topic
    topic = from_topic * likelihood
    return Beliefs(
        likelihood=likelihood,
        up_topic=up_topic,
        under_competence=under_competence,
        up_competence=up_competence,
        under_domain=under_domain,
        up_domain=up_domain,
        aside_domain=aside_domain,
        from_domain=from_domain,
        aside_competence=aside_competence,
        from_competence=from_competence,
        aside_topic=aside_topic,
        from_topic=from_topic,
        competence=_normal(competence),
        topic=topic / topic.sum(axis=1, keepdims=True),
    )


def _raised(logs: Floats) -> Floats:
    """The values of each row up to a factor, the largest 1."""
    raised: Floats = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return raised


def _normal(logs: Floats) -> Floats:
    raised = _raised(logs)
    normal: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return normal
