"""One line of a diagnosis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lti_tool.admin.diagnostics import sentences


class Outcome(StrEnum):
    """A warning does not stop learners; a failure does, or stops their grades."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Finding:
    """`check` is what was looked at, `reason` a stable word, `details` what the sentences quote."""

    check: str
    outcome: Outcome
    reason: str = "ok"
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What was looked at, in French."""
        return sentences.TITLES[self.check].format_map(self.details)

    @property
    def sentence(self) -> str:
        """What was found, in French."""
        return sentences.FOUND[self.reason].format_map(self.details)

    @property
    def message(self) -> str:
        """What to write to the administrator of the platform; empty when it is not for them."""
        return sentences.TO_SEND.get(self.reason, "").format_map(self.details)


def ok(check: str, **details: str) -> Finding:
    """All is well."""
    return Finding(check, Outcome.OK, details=details)


def failure(check: str, reason: str, **details: str) -> Finding:
    """It does not work."""
    return Finding(check, Outcome.FAILURE, reason, details)


def warning(check: str, reason: str, **details: str) -> Finding:
    """It works, but somebody should look."""
    return Finding(check, Outcome.WARNING, reason, details)
