"""The words of our statements: verbs, activity types and extensions, with the profile that defines them.

Verbs and types come from the ADL vocabulary (http://adlnet.gov/expapi), the cmi5 and TLA profiles
(https://w3id.org/xapi) and, for the LMS around us, the French xquiz profile (http://vocab.xapi.fr).
We follow the sequence rules of cmi5 but are not a cmi5 assignable unit: its category is never used.
Identifiers published here never change once released.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote
from uuid import UUID

from tincan import LanguageMap, Verb

from xapi.errors import InvalidIriError
from xapi.iris import normalised_base

_ADL_VERB = "http://adlnet.gov/expapi/verbs/"
_ADL_ACTIVITY = "http://adlnet.gov/expapi/activities/"
VOIDED_IRI = _ADL_VERB + "voided"

ASSESSMENT = _ADL_ACTIVITY + "assessment"
INTERACTION = _ADL_ACTIVITY + "cmi.interaction"
COURSE = _ADL_ACTIVITY + "course"
COMPETENCY = "https://w3id.org/xapi/tla/activity-types/competency"
SYSTEM = "http://vocab.xapi.fr/activities/system"
EXTERNAL_ACTIVITY = "http://vocab.xapi.fr/activities/external-activity"
PROFILE = "http://adlnet.gov/expapi/activities/profile"
MASTERY_SCORE = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"

ACTIVITY_TYPES = frozenset(
    {ASSESSMENT, INTERACTION, COURSE, COMPETENCY, SYSTEM, EXTERNAL_ACTIVITY, PROFILE},
)

# Component lists that each interaction type must have (xAPI-Data 2.4.4.1, "Interaction Components").
COMPONENT_LISTS: dict[str, tuple[str, ...]] = {
    "choice": ("choices",),
    "fill-in": (),
    "likert": ("scale",),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "numeric": (),
    "other": (),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "true-false": (),
}

# verb: (French, English). The display is read by people in LRS dashboards.
_DISPLAYS: dict[str, tuple[str, str]] = {
    "initialized": ("a commencé", "initialized"),
    "answered": ("a répondu à", "answered"),
    "completed": ("a terminé", "completed"),
    "passed": ("a atteint le seuil de", "passed"),
    "failed": ("n’a pas encore atteint le seuil de", "failed"),
    "scored": ("a obtenu un score à", "scored"),
    "terminated": ("a quitté", "terminated"),
}


def _verb(name: str) -> Verb:
    french, english = _DISPLAYS[name]
    return Verb(id=_ADL_VERB + name, display=LanguageMap({"fr": french, "en": english}))


INITIALIZED = _verb("initialized")
ANSWERED = _verb("answered")
COMPLETED = _verb("completed")
PASSED = _verb("passed")
FAILED = _verb("failed")
SCORED = _verb("scored")
TERMINATED = _verb("terminated")

VERB_NAMES: dict[str, str] = {_ADL_VERB + name: name for name in _DISPLAYS}


class AnswerOutcome(StrEnum):
    """What became of an item; the value of our `outcome` result extension."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    DONT_KNOW = "dont-know"  # the person said so: counts as not mastered, without a response
    NEUTRALISED = "neutralised"  # the item could not be used (accessibility): neither success nor score


_SEGMENT = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True)
class Namespace:
    """The IRIs that are ours, all derived from the public address of the tool.

    Args:
        base: for example `https://tool.example`; a final slash is dropped.

    Raises:
        InvalidIriError: `base`, or an identifier given to a method, cannot be part of a stable IRI.
    """

    base: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", normalised_base(self.base))

    @property
    def profile(self) -> str:
        """The version of our xAPI profile that every statement declares as its category."""
        return f"{self.base}/xapi/profile/v1"

    def pathway(self, pathway_id: str, version: int) -> str:
        """A pathway (an assessment): one IRI a version, so that its definition never changes."""
        return f"{self.base}/xapi/pathway/{_segment(pathway_id)}/v{version:d}"

    def item(self, item_id: str, version: int) -> str:
        """An item: one IRI a version."""
        return f"{self.base}/xapi/item/{_segment(item_id)}/v{version:d}"

    def competency(self, competency_id: str) -> str:
        """A competency of the framework, or one rung of it."""
        return f"{self.base}/xapi/competency/{_segment(competency_id)}"

    def extension(self, name: str) -> str:
        """One of our extension keys."""
        return f"{self.base}/xapi/extensions/{_segment(name)}"

    @property
    def attempt_extension(self) -> str:
        """Context extension: `{"number": 1, "mode": "graded"}`."""
        return self.extension("attempt")

    @property
    def outcome_extension(self) -> str:
        """Result extension of `answered`: one of `AnswerOutcome`."""
        return self.extension("outcome")

    def identity(self, platform: UUID) -> str:
        """The home page of the accounts that we mint for the people of one platform."""
        return f"{self.base}/id/{platform}"


def _segment(identifier: str) -> str:
    if not _SEGMENT.fullmatch(identifier):
        raise InvalidIriError(identifier)
    return quote(identifier)
