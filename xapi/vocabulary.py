"""The words of our statements: verbs, activity types and extensions, with the profile that defines them.

Verbs and types come from the ADL vocabulary (http://adlnet.gov/expapi), the cmi5 and TLA profiles
(https://w3id.org/xapi) and, for the LMS around us, the French xquiz profile (http://vocab.xapi.fr).
`xapi/profile` publishes them as an xAPI profile.
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
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"  # a whole number, 0 to 100
LEARNER_COMPETENCY = "https://w3id.org/xapi/learnercompetency"  # category of what a skills registry reads

TOP_LEVEL = 8  # of the framework (CRCN)
TOOL_ACCOUNT = "parcours-territoires"  # the tool itself, when it corrects what it said

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
# People write names in long texts: the answer stays with us, its success and score are told.
WITHHELD_RESPONSES = frozenset({"long-fill-in"})

_TLA_VERB = "https://w3id.org/xapi/tla/verbs/"
_PROFILE_VERB = "https://w3id.org/xapi/adl/verbs/"

# verb: (where it is defined, French, English). The display is read by people in LRS dashboards.
_VERBS: dict[str, tuple[str, str, str]] = {
    "launched": (_ADL_VERB, "a ouvert", "launched"),
    "initialized": (_ADL_VERB, "a commencé", "initialized"),
    "answered": (_ADL_VERB, "a répondu à", "answered"),
    "progressed": (_ADL_VERB, "a avancé dans", "progressed"),
    "suspended": (_ADL_VERB, "a interrompu", "suspended"),
    "resumed": (_ADL_VERB, "a repris", "resumed"),
    "completed": (_ADL_VERB, "a terminé", "completed"),
    "passed": (_ADL_VERB, "a atteint le seuil de", "passed"),
    "failed": (_ADL_VERB, "n’a pas encore atteint le seuil de", "failed"),
    "scored": (_ADL_VERB, "a obtenu un score à", "scored"),
    "achieved": (_TLA_VERB, "a atteint un niveau en", "achieved"),
    "terminated": (_ADL_VERB, "a quitté", "terminated"),
    "abandoned": (_PROFILE_VERB, "n’a pas repris", "abandoned"),
    "voided": (_ADL_VERB, "a annulé", "voided"),
}


def _verb(name: str) -> Verb:
    source, french, english = _VERBS[name]
    return Verb(id=source + name, display=LanguageMap({"fr": french, "en": english}))


LAUNCHED = _verb("launched")
INITIALIZED = _verb("initialized")
ANSWERED = _verb("answered")
PROGRESSED = _verb("progressed")
SUSPENDED = _verb("suspended")
RESUMED = _verb("resumed")
COMPLETED = _verb("completed")
PASSED = _verb("passed")
FAILED = _verb("failed")
SCORED = _verb("scored")
ACHIEVED = _verb("achieved")
TERMINATED = _verb("terminated")
ABANDONED = _verb("abandoned")
VOIDED = _verb("voided")

VERB_NAMES: dict[str, str] = {source + name: name for name, (source, _, _) in _VERBS.items()}
VERB_IRIS: dict[str, str] = {name: iri for iri, name in VERB_NAMES.items()}
VERB_DISPLAYS: dict[str, dict[str, str]] = {
    name: {"fr": french, "en": english} for name, (_, french, english) in _VERBS.items()
}


class CorrectionReason(StrEnum):
    """Why a statement was voided; the `reason` of our `correction` extension."""

    REGRADE = "regrade"  # an item was wrong: the answer was marked again
    MISTAKE = "mistake"  # the statement should not have been made
    ERASURE = "erasure"  # the person asked for it


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
    def profile_family(self) -> str:
        """Our xAPI profile, whatever its version."""
        return f"{self.base}/xapi/profile"

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

    @property
    def level_extension(self) -> str:
        """Result extension of `achieved`: `{"level": 3, "name": "independant", "ceiling": 4}`."""
        return self.extension("level")

    @property
    def correction_extension(self) -> str:
        """Context extension of `voided` and of what replaces it: `{"reason": …, "replaces": id, …}`."""
        return self.extension("correction")

    def identity(self, platform: UUID) -> str:
        """The home page of the accounts that we mint for the people of one platform."""
        return f"{self.base}/id/{platform}"


def _segment(identifier: str) -> str:
    if not _SEGMENT.fullmatch(identifier):
        raise InvalidIriError(identifier)
    return quote(identifier)
