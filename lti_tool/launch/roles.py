"""Role URIs of LTI (Core 1.3, appendix A), short names and LTI 1.1 URNs → our two roles.

A role in the course decides. A role in the institution or the system only counts when the platform
said nothing about the course: a teacher of the institution may be a learner here.
"""

from __future__ import annotations

from collections.abc import Iterable

from lti_tool.launch.models import Role

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_TRAINER_NAMES = frozenset(
    {"instructor", "contentdeveloper", "administrator", "manager", "teachingassistant"}
)
_ADMINISTRATORS = frozenset(
    {
        "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin",
        "urn:lti:instrole:ims/lis/Administrator",
        "urn:lti:sysrole:ims/lis/Administrator",
        "urn:lti:sysrole:ims/lis/SysAdmin",
    }
)


def role_of(roles: Iterable[str]) -> Role:
    """Trainer or learner. No role, or only unknown ones: learner, who may do the least."""
    given = list(roles)
    in_course = [name for name in map(_course_role, given) if name is not None]
    if any(name in _TRAINER_NAMES for name in in_course):
        return Role.TRAINER
    if not in_course and any(role in _ADMINISTRATORS for role in given):
        return Role.TRAINER
    return Role.LEARNER


def _course_role(role: str) -> str | None:
    """The core role in the course, lower case; None for a role that is not about the course."""
    if role.startswith(f"{_MEMBERSHIP}#"):
        return role.rpartition("#")[2].lower()
    if role.startswith(f"{_MEMBERSHIP}/"):  # membership/Instructor#TeachingAssistant
        return role.removeprefix(f"{_MEMBERSHIP}/").partition("#")[0].lower()
    if role.startswith("urn:lti:role:ims/lis/"):  # urn:lti:role:ims/lis/Instructor/PrimaryInstructor
        return role.removeprefix("urn:lti:role:ims/lis/").partition("/")[0].lower()
    if "/" not in role and ":" not in role:  # short name
        return role.lower()
    return None
