"""Names and Role Provisioning Services 2.0: the roster of a course, with Moodle's short roles."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from lti_tool.demo.lms.claims import NRPS_SCOPE
from lti_tool.demo.lms.directory import LEARNER, User
from lti_tool.demo.lms.services import expect_accept, paged, service_lms, services

MEMBERSHIPS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
_ROLE_PREFIX = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


@services.get("/CourseSection/<int:course_id>/bindings/1/memberships")
def memberships(course_id: int) -> Response:
    """Who is enrolled, in pages; `role` filters by short name or URI, `limit` asks for smaller pages."""
    lms = service_lms(NRPS_SCOPE)
    expect_accept(MEMBERSHIPS_TYPE, may_be_absent=False)
    course = lms.directory.course(course_id)
    if course is None:
        abort(404)
    wanted = request.args.get("role", "").removeprefix(_ROLE_PREFIX)
    send_names = lms.directory.tool().send_names
    members = [
        _member(user, role, names=send_names)
        for user, role in lms.directory.members(course_id)
        if wanted in {"", _short(role)}
    ]
    context = {"id": str(course.id), "label": course.label, "title": course.title}
    return paged(
        members,
        MEMBERSHIPS_TYPE,
        {"id": request.url, "context": context},
        largest=lms.config.roster_page_size,
    )


def _short(role: str) -> str:
    return "Learner" if role == LEARNER else "Instructor"


def _member(user: User, role: str, *, names: bool) -> dict[str, object]:
    member: dict[str, object] = {
        "status": "Active",
        "roles": [_short(role)],
        "user_id": str(user.id),
        "lis_person_sourcedid": user.sourced_id,
    }
    if names:
        member |= {
            "name": user.name,
            "given_name": user.given_name,
            "family_name": user.family_name,
            "email": user.email,
        }
    return member
