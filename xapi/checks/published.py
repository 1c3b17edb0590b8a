"""Rule 12: the statement is one that our published profile describes."""

from __future__ import annotations

from xapi.checks.problems import Expectations, Json, Problem, Problems
from xapi.profile.matching import profile_of


def check_profile(document: Json, expected: Expectations) -> Problems:
    """A template matches, and each of its rules is followed."""
    for template, location in profile_of(expected.namespace).broken_rules(document):
        yield Problem("profile.rule" if template else "profile.unmatched", location)
