"""The strict platforms of the services, shared with their unit tests: they refuse what a real one refuses."""

from __future__ import annotations

from tests.functional.registration.conftest import inviter, platform
from tests.unit.lti_tool.grades.conftest import http, impatient, lms, policy, tokens, vault, world
from tests.unit.lti_tool.grades.test_ags import post
from tests.unit.lti_tool.roster.conftest import read, roster

__all__ = [
    "http",
    "impatient",
    "inviter",
    "lms",
    "platform",
    "policy",
    "post",
    "read",
    "roster",
    "tokens",
    "vault",
    "world",
]
