"""What the engine says of a person: scores with margins, topics, skills, and how much is left."""

from __future__ import annotations

import numpy as np

from lti_tool.adaptive.findings import (
    Basis,
    CompetenceEstimate,
    Estimate,
    Mastery,
    Progress,
    SkillEstimate,
    TopicEstimate,
)
from lti_tool.adaptive.inference import percent_mastered
from lti_tool.adaptive.joint.choice import level
from lti_tool.adaptive.joint.curves import GRID
from lti_tool.adaptive.joint.forecast import forecast
from lti_tool.adaptive.joint.scores import mastery
from lti_tool.adaptive.joint.sheet import Sheet
from lti_tool.adaptive.model import Skill, State

NINE_IN_TEN = 1.645  # standard deviations on each side


def report(sheet: Sheet, state: State) -> Estimate:
    """Everything, in the order of the policy."""
    place = {topic: row for row, topic in enumerate(sheet.room.tree.topics)}
    skills = _skills(sheet, place)
    fewest, most = forecast(sheet, state.policy, state.seed)
    return Estimate(
        level=level(sheet),
        topics=tuple(_topic(sheet, topic, place[topic], skills) for topic in state.policy.targets),
        skills=skills,
        percent=percent_mastered(skills),
        progress=Progress(sheet.answered, fewest, most),
        competences=_competences(sheet, state, place),
    )


def _skills(sheet: Sheet, place: dict[str, int]) -> tuple[SkillEstimate, ...]:
    room, tree = sheet.room, sheet.room.tree
    left = {room.items[row].skill for row in np.flatnonzero(room.askable & ~sheet.seen)}
    heard = {int(tree.competence_of[place[skill.topic]]) for skill in sheet.direct}
    chances = sheet.beliefs.topic @ np.stack([mastery(rung) for rung in range(9)], axis=1)  # T × 9
    estimates = []
    for skill in room.targets:
        topic = place[skill.topic]
        chance = float(chances[topic, skill.level])
        aside = skill in sheet.unusable and skill not in left and skill not in sheet.direct
        is_heard = int(tree.competence_of[topic]) in heard
        estimates.append(_skill(skill, chance, sheet, aside=aside, is_heard=is_heard))
    return tuple(estimates)


def _skill(skill: Skill, chance: float, sheet: Sheet, *, aside: bool, is_heard: bool) -> SkillEstimate:
    """A skill is inferred only when something of its competence was answered: a prior is no evidence.

    Nor is a skill called mastered when its own last answer was wrong, however strong the person is
    elsewhere: nobody would believe a report that says so. The scores keep what the answers are worth.
    """
    if is_heard and chance >= 0.5 and sheet.direct.get(skill, True):
        basis = Basis.OBSERVED if skill in sheet.direct else Basis.INFERRED
        return SkillEstimate(skill, Mastery.MASTERED, basis, chance)
    if aside:
        return SkillEstimate(skill, Mastery.SET_ASIDE, None, chance)
    if is_heard:
        basis = Basis.OBSERVED if skill in sheet.direct else Basis.INFERRED
        return SkillEstimate(skill, Mastery.NOT_MASTERED, basis, chance)
    return SkillEstimate(skill, Mastery.NOT_ASSESSED, None, chance)


def _topic(sheet: Sheet, topic: str, row: int, skills: tuple[SkillEstimate, ...]) -> TopicEstimate:
    mine = [one for one in skills if one.skill.topic == topic]
    mastered = [one.skill.level for one in mine if one.mastery is Mastery.MASTERED]
    missed = [one.skill.level for one in mine if one.mastery is Mastery.NOT_MASTERED]
    direct = tuple(sorted(skill.level for skill in sheet.direct if skill.topic == topic))
    expected = float(sheet.beliefs.topic[row] @ GRID)
    return TopicEstimate(topic, max(mastered, default=None), min(missed, default=None), direct, expected)


def _competences(sheet: Sheet, state: State, place: dict[str, int]) -> tuple[CompetenceEstimate, ...]:
    tree, scores = sheet.room.tree, sheet.scores
    rows = dict.fromkeys(int(tree.competence_of[place[topic]]) for topic in state.policy.targets)
    estimates = []
    for row in rows:
        mean, deviation = float(scores.mean[row]), float(np.sqrt(scores.variance[row]))
        highest = round(float(sheet.room.highest[row]))
        low, high = np.clip([mean - NINE_IN_TEN * deviation, mean + NINE_IN_TEN * deviation], 0, highest)
        name = tree.competences[row]
        estimates.append(CompetenceEstimate(name, mean, deviation, float(low), float(high), highest))
    return tuple(estimates)
