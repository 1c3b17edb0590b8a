"""Read-only queries: what the learner's result page says."""

from __future__ import annotations

from dataclasses import dataclass

from content.model import Catalogue, Item
from lti_tool import adaptive, interactions
from lti_tool.adaptive import Basis, Mastery
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.levels import CompetenceResult, competence_results, level_name
from lti_tool.assessment.models import Administration, Attempt, Outcome
from lti_tool.assessment.variants import concrete
from lti_tool.interactions.review import Review, review_of

PRIORITIES = 3
BEST = 2  # topics called strengths when none is complete: everybody has some


@dataclass(frozen=True)
class SkillResult:
    """One skill of a topic: what is known of it, and whether an answer showed it or others suggest it."""

    level: int
    statement: str
    mastery: Mastery
    observed: bool


@dataclass(frozen=True)
class TopicResult:
    """One topic: how far the person got, and how far the pathway goes."""

    title: str
    competence: str
    mastered: int
    targeted: int
    reached_level: int | None
    level_name: str | None  # novice, independant, avance, expert
    skills: tuple[SkillResult, ...]

    @property
    def percent(self) -> int:
        """Share of the targeted skills, for the width of a bar."""
        return round(100 * self.mastered / self.targeted) if self.targeted else 0


@dataclass(frozen=True)
class LearnerResult:
    """The result page, strengths first."""

    percent: float | None
    mastered: int
    targeted: int
    competences: tuple[CompetenceResult, ...]  # empty for an attempt on the ladder
    topics: tuple[TopicResult, ...]
    priorities: tuple[Review, ...]
    set_aside: int

    @property
    def strengths(self) -> tuple[TopicResult, ...]:
        """Topics where everything aimed at is mastered; failing that, the two best ones with something."""
        whole = tuple(topic for topic in self.topics if topic.targeted and topic.mastered == topic.targeted)
        if whole:
            return whole
        begun = [topic for topic in self.topics if topic.mastered]
        return tuple(sorted(begun, key=lambda topic: -topic.percent)[:BEST])


def learner_result(attempt: Attempt, catalogue: Catalogue) -> LearnerResult:
    """What a finished attempt says to the person who made it."""
    engine, state = engine_state(attempt, catalogue)
    estimate = engine.estimate(state)
    mastered = sum(one.mastery is Mastery.MASTERED for one in estimate.skills)
    set_aside = sum(one.mastery is Mastery.SET_ASIDE for one in estimate.skills)
    return LearnerResult(
        percent=attempt.percent,
        mastered=mastered,
        targeted=len(estimate.skills) - set_aside,
        competences=competence_results(estimate, catalogue),
        topics=tuple(_topic(name.topic, estimate, catalogue) for name in estimate.topics),
        priorities=_priorities(attempt, catalogue),
        set_aside=set_aside,
    )


def items_left(attempt: Attempt, catalogue: Catalogue) -> adaptive.Progress:
    """How many items were answered, and how many are left at the fewest and at the most."""
    engine, state = engine_state(attempt, catalogue)
    return engine.estimate(state).progress


def percent_done(attempt: Attempt, catalogue: Catalogue) -> int:
    """The share of the attempt that is behind the person, 0 to 100, if nothing shortens it."""
    progress = items_left(attempt, catalogue)
    whole = progress.answered + progress.most_left
    return 100 * progress.answered // whole if whole else 100


def _topic(topic_id: str, estimate: adaptive.Estimate, catalogue: Catalogue) -> TopicResult:
    skills = [one for one in estimate.skills if one.skill.topic == topic_id]
    reached = [one.skill.level for one in skills if one.mastery is Mastery.MASTERED]
    topic = catalogue.topics[topic_id]
    return TopicResult(
        title=topic.title,
        competence=catalogue.competences[topic.competence].title,
        mastered=len(reached),
        targeted=sum(one.mastery is not Mastery.SET_ASIDE for one in skills),
        reached_level=max(reached, default=None),
        level_name=level_name(max(reached)) if reached else None,
        skills=tuple(_skill(one, catalogue) for one in skills),
    )


def _skill(one: adaptive.SkillEstimate, catalogue: Catalogue) -> SkillResult:
    statement = catalogue.skills[one.skill.id].statement
    return SkillResult(one.skill.level, statement, one.mastery, one.basis is Basis.OBSERVED)


def _priorities(attempt: Attempt, catalogue: Catalogue) -> tuple[Review, ...]:
    """The missed items, lowest level first: what comes first is learnt first."""
    missed = [
        (catalogue.items[one.item_id], one)
        for one in attempt.administrations
        if one.outcome in {Outcome.INCORRECT, Outcome.UNKNOWN} and one.item_id in catalogue.items
    ]
    missed.sort(key=lambda pair: (pair[0].level, pair[1].position))
    return tuple(review(item, shown) for item, shown in missed[:PRIORITIES])


def review(drawn: Item, shown: Administration) -> Review:
    """What one answered item teaches, in the variant of its person."""
    given: interactions.Answer | None = shown.answer  # type: ignore[assignment]  # JSON of our own making
    answered = shown.outcome in {Outcome.INCORRECT, Outcome.CORRECT}
    item = concrete(shown.attempt, drawn)
    return review_of(item, given if answered else None, correct=shown.outcome == Outcome.CORRECT)
