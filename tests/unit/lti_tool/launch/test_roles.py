"""Role URIs, short names and URNs, alone and together."""

from __future__ import annotations

import pytest

from lti_tool.launch.models import Role
from lti_tool.launch.roles import role_of

M = "http://purl.imsglobal.org/vocab/lis/v2/membership"
I = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"  # noqa: E741
S = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"


@pytest.mark.parametrize(
    "roles",
    [
        [f"{M}#Instructor"],
        [f"{M}#ContentDeveloper"],
        [f"{M}#Administrator"],
        [f"{M}#Manager"],
        [f"{M}#TeachingAssistant"],
        [f"{M}/Instructor#PrimaryInstructor"],
        [f"{M}/Instructor#TeachingAssistant"],
        ["Instructor"],
        ["INSTRUCTOR"],
        ["urn:lti:role:ims/lis/Instructor"],
        ["urn:lti:role:ims/lis/Instructor/PrimaryInstructor"],
        [f"{M}#Learner", f"{M}#Instructor"],  # teaches, and follows, the same course
        [f"{M}#Instructor", f"{I}Student"],
        [f"{I}Administrator"],  # Moodle's administrator, who is in no course
        [f"{S}Administrator"],
        [f"{S}SysAdmin"],
        ["urn:lti:instrole:ims/lis/Administrator"],
        ["urn:lti:sysrole:ims/lis/SysAdmin"],
    ],
)
def test_trainers(roles: list[str]) -> None:
    assert role_of(roles) is Role.TRAINER


@pytest.mark.parametrize(
    "roles",
    [
        [],
        [""],
        ["Learner"],
        ["Student"],
        [f"{M}#Learner"],
        [f"{M}#Mentor"],
        [f"{M}/Learner#GuestLearner"],
        ["urn:lti:role:ims/lis/Learner"],
        ["https://x.example/role#Instructor"],  # somebody else's word for it
        [f"{M}#Learner", f"{I}Administrator"],  # an administrator who follows this course learns here
        [f"{I}Instructor"],  # teaches elsewhere
        [f"{I}Faculty", f"{I}Staff"],
        [f"{M}Instructor"],
        [f"{M}#Instructor#Learner"],
        ["instructors"],
    ],
)
def test_learners(roles: list[str]) -> None:
    assert role_of(roles) is Role.LEARNER


def test_the_order_does_not_matter() -> None:
    roles = [f"{M}#Learner", f"{I}Administrator", f"{M}#Instructor"]

    assert role_of(roles) is role_of(reversed(roles)) is Role.TRAINER
