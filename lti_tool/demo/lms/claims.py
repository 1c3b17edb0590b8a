"""The id_token of a resource link launch, claim by claim as Moodle 4.5 sends it."""

from __future__ import annotations

import json
import re

from lti_tool.demo.lms.context import Lms
from lti_tool.demo.lms.directory import LEARNER, Activity, Course, User

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
OUTCOME_CLAIM = "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome"
_AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
AGS_LINE_ITEM = _AGS_SCOPE + "lineitem"
AGS_LINE_ITEM_READ = _AGS_SCOPE + "lineitem.readonly"
AGS_RESULT_READ = _AGS_SCOPE + "result.readonly"
AGS_SCORE = _AGS_SCOPE + "score"
AGS_SCOPES = (AGS_LINE_ITEM, AGS_LINE_ITEM_READ, AGS_RESULT_READ, AGS_SCORE)
NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/"


def launch_claims(lms: Lms, activity: Activity, user: User) -> dict[str, object]:
    """Every claim but nonce, dates, issuer and audience."""
    course = lms.directory.course(activity.course_id)
    if course is None:
        raise LookupError(activity.course_id)
    tool = lms.directory.tool()
    claims: dict[str, object] = {
        LTI + "deployment_id": tool.deployment_id,
        LTI + "target_link_uri": tool.launch_url,
        "sub": str(user.id),
        LTI + "lis": {"person_sourcedid": user.sourced_id, "course_section_sourcedid": ""},
        LTI + "roles": roles(lms, course, user),
        LTI + "context": {
            "id": str(course.id),
            "label": course.label,
            "title": course.title,
            "type": ["CourseSection"],
        },
        LTI + "message_type": "LtiResourceLinkRequest",
        LTI + "resource_link": {
            "title": activity.title,
            "description": activity.description,
            "id": str(activity.id),
        },
        LTI + "version": "1.3.0",
        LTI + "custom": _custom(lms, activity, course, user),
    }
    claims |= _surroundings(lms, course, user)
    return claims | _services(lms, activity, course, user) | _names(user, shown=tool.send_names)


def _surroundings(lms: Lms, course: Course, user: User) -> dict[str, object]:
    return {
        LTI + "ext": {"lms": "demo-1"},
        LTI + "launch_presentation": {
            "locale": user.language,
            "document_target": "iframe",
            "return_url": f"{lms.config.public_url}/cours/{course.id}/retour",
        },
        LTI + "tool_platform": {
            "product_family_code": "demo-lms",
            "version": "2024100700",
            "guid": lms.config.public_url.split("//")[-1],
            "name": "Espace de formation",
            "description": "Plateforme de démonstration",
        },
    }


def roles(lms: Lms, course: Course, user: User) -> list[str]:
    """Membership role; the administrator is also one of the institution and of the system."""
    if user.is_admin:
        return [
            _ROLE + "membership#Instructor",
            _ROLE + "institution/person#Administrator",
            _ROLE + "system/person#Administrator",
        ]
    is_learner = lms.directory.role(course.id, user.id) == LEARNER
    return [_ROLE + ("membership#Learner" if is_learner else "membership#Instructor")]


def line_item_url(lms: Lms, course_id: int, line_item_id: int) -> str:
    """With the query that Moodle puts, so that a tool which appends blindly is caught."""
    return f"{line_items_url(lms, course_id).partition('?')[0]}/{line_item_id}/lineitem?{_type_id(lms)}"


def line_items_url(lms: Lms, course_id: int) -> str:
    """The container of a course."""
    return f"{lms.config.public_url}/services/{course_id}/lineitems?{_type_id(lms)}"


def memberships_url(lms: Lms, course_id: int) -> str:
    """The roster of a course."""
    return f"{lms.config.public_url}/services/CourseSection/{course_id}/bindings/1/memberships"


def _type_id(lms: Lms) -> str:
    return f"type_id={lms.directory.tool().deployment_id}"


def _services(lms: Lms, activity: Activity, course: Course, user: User) -> dict[str, object]:
    ags: dict[str, object] = {"scope": list(AGS_SCOPES), "lineitems": line_items_url(lms, course.id)}
    own = [item for item in lms.gradebook.line_items(course.id) if item.activity_id == activity.id]
    claims: dict[str, object] = {
        AGS_CLAIM: ags,
        NRPS_CLAIM: {
            "context_memberships_url": memberships_url(lms, course.id),
            "service_versions": ["1.0", "2.0"],
        },
    }
    if own:
        claims[OUTCOME_CLAIM] = {
            "lis_result_sourcedid": json.dumps(
                {"data": {"instanceid": str(activity.id), "userid": str(user.id)}}
            ),
            "lis_outcome_service_url": f"{lms.config.public_url}/services/outcomes",
        }
    if len(own) == 1:
        ags["lineitem"] = line_item_url(lms, course.id, own[0].id)
    return claims


def _names(user: User, *, shown: bool) -> dict[str, object]:
    if not shown:
        return {}
    return {
        "given_name": user.given_name,
        "family_name": user.family_name,
        "name": user.name,
        "email": user.email,
        LTI + "ext": {"lms": "demo-1", "user_username": user.username},
    }


def _custom(lms: Lms, activity: Activity, course: Course, user: User) -> dict[str, str]:
    variables = {
        "$User.id": str(user.id),
        "$User.username": user.username,
        "$Person.sourcedId": user.sourced_id,
        "$Context.id": str(course.id),
        "$Context.title": course.title,
        "$Context.id.history": ",".join(lms.history(course.id)),
        "$ResourceLink.id": str(activity.id),
        "$ResourceLink.title": activity.title,
    }
    custom: dict[str, str] = {}
    for line in activity.custom.splitlines():
        name, separator, value = line.partition("=")
        if not separator or not name.strip():
            continue
        # Moodle sends a name that has capitals or spaces twice; a variable that it ignores goes as it is.
        value = variables.get(value.strip(), value.strip())
        custom[name.strip()] = value
        custom[re.sub(r"[^a-z0-9]", "_", name.strip().lower())] = value
    return custom | {"context_memberships_url": memberships_url(lms, course.id)}
