"""What the answers say of each skill: inference inside one topic, as two numbers by topic.

A right answer masters its level and all those below; a wrong one (or « je ne sais pas ») closes its
level and all those above. What is settled is never overwritten: an answer at a settled level is
ignored. Nothing travels from one topic to another. (Rules and storage by floor and ceiling: the
published `knowledge-state/rules` of the reference algorithm.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from lti_tool.adaptive.findings import (
    Basis,
    Mastery,
    SkillEstimate,
)
from lti_tool.adaptive.model import (
    Outcome,
    Skill,
    State,
)


@dataclass(frozen=True)
class TopicKnowledge:
    """A topic: the levels settled by its answers, and which were answered directly."""

    floor: int | None = None
    ceiling: int | None = None
    direct: Mapping[int, bool] = field(default_factory=dict)

    def settles(self, level: int) -> bool:
        """Whether a level is known, observed or inferred."""
        return self.masters(level) or self.closes(level)

    def masters(self, level: int) -> bool:
        """Whether a level is at or under the floor."""
        return self.floor is not None and level <= self.floor

    def closes(self, level: int) -> bool:
        """Whether a level is at or above the ceiling."""
        return self.ceiling is not None and level >= self.ceiling

    def after(self, level: int, right: bool) -> TopicKnowledge:
        """The knowledge after an answer; itself when the level was settled."""
        if self.settles(level):
            return self
        direct = {**self.direct, level: right}
        return (
            replace(self, floor=level, direct=direct)
            if right
            else replace(self, ceiling=level, direct=direct)
        )


_NOTHING = TopicKnowledge()


@dataclass(frozen=True)
class Knowledge:
    """All the topics, the responses that count for the level, and what could not be used."""

    topics: Mapping[str, TopicKnowledge]
    responses: tuple[tuple[int, bool], ...]
    answered: int
    seen: frozenset[str]
    askable: frozenset[Skill]  # skills that still have an item to ask
    unusable: frozenset[Skill]  # skills of which an item could not be used

    def topic(self, topic: str) -> TopicKnowledge:
        """What is known of a topic, maybe nothing."""
        return self.topics.get(topic, _NOTHING)

    def settles(self, skill: Skill) -> bool:
        """Whether a skill is observed or inferred."""
        return self.topic(skill.topic).settles(skill.level)

    def sets_aside(self, skill: Skill) -> bool:
        """Whether a skill leaves the percent: its last usable item was passed, and no answer masters it.

        A failure at a lower level does not bring it back: to pass an item never costs anything.
        """
        topic = self.topic(skill.topic)
        return (
            skill in self.unusable
            and skill not in self.askable
            and skill.level not in topic.direct
            and not topic.masters(skill.level)
        )

    def estimate(self, skill: Skill) -> SkillEstimate:
        """The mastery of a skill and where it comes from."""
        topic = self.topic(skill.topic)
        basis = Basis.OBSERVED if skill.level in topic.direct else Basis.INFERRED
        if topic.masters(skill.level):
            return SkillEstimate(skill, Mastery.MASTERED, basis)
        if self.sets_aside(skill):
            return SkillEstimate(skill, Mastery.SET_ASIDE)
        if topic.closes(skill.level):
            return SkillEstimate(skill, Mastery.NOT_MASTERED, basis)
        return SkillEstimate(skill, Mastery.NOT_ASSESSED)


def knowledge(state: State) -> Knowledge:
    """Read the whole history of a state."""
    items = {item.id: item for item in state.bank}
    topics: dict[str, TopicKnowledge] = {}
    responses: list[tuple[int, bool]] = []
    unusable: set[Skill] = set()
    answered = 0
    for line in state.answers:
        item = items[line.item_id]
        if line.outcome is Outcome.UNUSABLE:
            unusable.add(item.skill)
            continue
        answered += 1
        before = topics.get(item.topic, _NOTHING)
        right = line.outcome is Outcome.CORRECT
        after = before.after(item.level, right)
        if after is not before:  # only what was observed counts for the level, not what was ignored
            topics[item.topic] = after
            responses.append((item.level, right))
    seen = frozenset(line.item_id for line in state.answers)
    askable = frozenset(item.skill for item in state.bank if item.askable and item.id not in seen)
    return Knowledge(topics, tuple(responses), answered, seen, askable, frozenset(unusable))


def percent_mastered(estimates: Iterable[SkillEstimate]) -> float | None:
    """100 × mastered / (all − set aside), None when nothing is left under the line."""
    counted = [estimate for estimate in estimates if estimate.mastery is not Mastery.SET_ASIDE]
    if not counted:
        return None
    return 100 * sum(estimate.mastery is Mastery.MASTERED for estimate in counted) / len(counted)
