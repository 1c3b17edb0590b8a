"""How it went: score, success, response, duration.

Scores are shares of a maximum: `scaled` between 0 and 1, four decimals, and `raw` derived from it so
that the two never disagree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from tincan import Extensions, Result, Score

from xapi import vocabulary
from xapi.errors import InconsistentResultError
from xapi.vocabulary import AnswerOutcome, Namespace

_LONGEST_RESPONSE = 1000  # characters


@dataclass(frozen=True)
class ItemAnswer:
    """One answer to one item.

    Args:
        outcome: what became of the item.
        duration: time spent on it.
        response: in xAPI's own grammar (`a[,]b`, `s[.]t`); None to keep it to ourselves.
        partial: credit of an incorrect answer, 0 ≤ partial < 1.
    """

    outcome: AnswerOutcome
    duration: timedelta
    response: str | None = None
    partial: float = 0.0


def of_answer(namespace: Namespace, answer: ItemAnswer, interaction_type: str) -> Result:
    """The result of `answered`. A long free text is never published, whatever the caller gives.

    A neutralised item has neither success nor score: a person is never scored down for an item that
    they could not use. "I don't know" is a success of false without a response.

    Raises:
        InconsistentResultError: credit or response that the outcome excludes, negative duration.
    """
    outcome = answer.outcome
    if answer.partial != 0.0 and (outcome is not AnswerOutcome.INCORRECT or not 0 < answer.partial < 1):
        raise InconsistentResultError(f"{outcome} with a credit of {answer.partial}")
    extensions = Extensions({namespace.outcome_extension: str(outcome)})
    duration = _checked(answer.duration)
    if outcome is AnswerOutcome.NEUTRALISED:
        return Result(duration=duration, extensions=extensions)
    correct = outcome is AnswerOutcome.CORRECT
    withheld = outcome is AnswerOutcome.DONT_KNOW or interaction_type in vocabulary.WITHHELD_RESPONSES
    # Rounding must not turn a nearly right answer into a right one.
    credit = 1.0 if correct else _floored(answer.partial)
    return Result(
        success=correct,
        score=Score(scaled=credit, raw=credit, min=0, max=1),
        response=None if withheld else _publishable(answer.response),
        duration=duration,
        extensions=extensions,
    )


def of_completion(duration: timedelta) -> Result:
    """The result of `completed`: nothing is left to ask."""
    return Result(completion=True, duration=_checked(duration))


def of_closing(duration: timedelta) -> Result:
    """The result of `terminated` and of `abandoned`."""
    return Result(duration=_checked(duration))


def of_progress(percent: int, duration: timedelta) -> Result:
    """The result of `progressed` and `suspended`: how far, 0 to 100 (cmi5 9.7), and the time spent.

    Raises:
        InconsistentResultError: out of range.
    """
    if not 0 <= percent <= 100:
        raise InconsistentResultError(f"{percent} percent")
    extensions = Extensions({vocabulary.PROGRESS: percent})
    return Result(duration=_checked(duration), extensions=extensions)


@dataclass(frozen=True)
class ReachedLevel:
    """A level of the framework that the attempt shows.

    Args:
        level: 1 to 8.
        name: the framework's word for it, for people.
        ceiling: the highest level that this pathway can show; the person may well be above.
    """

    level: int
    name: str
    ceiling: int


def of_level(namespace: Namespace, reached: ReachedLevel) -> Result:
    """The result of `achieved`: the level as a score out of 8, and our `level` extension.

    Raises:
        InconsistentResultError: not `1 ≤ level ≤ ceiling ≤ 8`.
    """
    if not 1 <= reached.level <= reached.ceiling <= vocabulary.TOP_LEVEL:
        raise InconsistentResultError(f"level {reached.level} of {reached.ceiling}")
    top = vocabulary.TOP_LEVEL
    return Result(
        score=Score(scaled=reached.level / top, raw=reached.level, min=0, max=top),
        extensions=Extensions(
            {
                namespace.level_extension: {
                    "level": reached.level,
                    "name": reached.name,
                    "ceiling": reached.ceiling,
                }
            }
        ),
    )


def of_positioning(
    percent: float, duration: timedelta, *, success: bool | None = None, mastery: float | None = None
) -> Result:
    """The result of `passed`, `failed` and `scored`.

    Args:
        percent: share of the targets mastered, 0 to 100.
        success: None when the pathway has no threshold.
        mastery: the threshold, 0 to 1; goes with `success`.

    Raises:
        InconsistentResultError: out of range, or `success` does not follow from `percent`.
    """
    if not math.isfinite(percent) or not 0 <= percent <= 100:
        raise InconsistentResultError(f"{percent} percent")
    share = percent / 100
    scaled = round(share, 4)
    if mastery is not None:
        if success is not (share >= mastery):
            raise InconsistentResultError(f"{share} for a threshold of {mastery} is not success={success}")
        if not success and scaled >= mastery:
            scaled = _floored(share)  # rounding must not carry a score over the threshold
    return Result(
        success=success,
        score=Score(scaled=scaled, raw=round(scaled * 100, 2), min=0, max=100),
        duration=_checked(duration),
    )


def _floored(share: float) -> float:
    return math.floor(share * 10_000) / 10_000


def _publishable(response: str | None) -> str | None:
    # Free text is where people write addresses. The answer itself stays with us, marked and complete.
    if response is None or "@" in response or len(response) > _LONGEST_RESPONSE:
        return None
    return response


def _checked(duration: timedelta) -> timedelta:
    if duration < timedelta(0):
        raise InconsistentResultError(f"a duration of {duration}")
    return duration
