"""The JSON face of the LMS under `/_demo`, for tests: read everything, add people, break things."""

from __future__ import annotations

from dataclasses import asdict, replace

from flask import Blueprint, Response, jsonify, request

from lti_tool.demo.lms.context import current_lms
from lti_tool.demo.lms.directory import LEARNER, TRAINER, Activity, Tool, User
from lti_tool.demo.lms.faults import FAULTS
from lti_tool.demo.lms.messages import Opening
from lti_tool.demo.lms.oidc import login_initiation

control = Blueprint("control", __name__, url_prefix="/_demo")


class BadRequestError(Exception):
    """The message says which field is wrong."""


@control.errorhandler(BadRequestError)
@control.errorhandler(KeyError)
def _bad_request(error: Exception) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400


def _sent() -> dict[str, object]:
    content = request.get_json(silent=True)
    if not isinstance(content, dict):
        raise BadRequestError("a JSON object is expected")
    return content


def _text(content: dict[str, object], name: str, default: str | None = None) -> str:
    value = content.get(name, default)
    if not isinstance(value, str):
        raise BadRequestError(f"{name}: text expected")
    return value


def _number(content: dict[str, object], name: str, default: int | None = None) -> int:
    value = content.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadRequestError(f"{name}: whole number expected")
    return value


@control.get("/state")
def state() -> Response:
    """Tool, people, courses, activities, columns and switches."""
    lms = current_lms()
    courses = [
        {
            **asdict(course),
            "members": {str(user.id): role for user, role in lms.directory.members(course.id)},
            "line_items": [asdict(item) for item in lms.gradebook.line_items(course.id)],
        }
        for course in lms.directory.courses()
    ]
    return jsonify(
        tool=asdict(lms.directory.tool()),
        users=[asdict(user) for user in lms.directory.users()],
        courses=courses,
        activities=[asdict(activity) for activity in lms.directory.activities()],
        faults=lms.faults.state(),
    )


@control.put("/tool")
def set_tool() -> Response:
    """Change some of url, client_id, deployment_id, send_names."""
    lms, content = current_lms(), _sent()
    tool = lms.directory.tool()
    unknown = content.keys() - asdict(tool).keys()
    if unknown:
        raise BadRequestError(f"unknown: {sorted(unknown)}")
    new = Tool(
        _text(content, "url", tool.url).rstrip("/"),
        _text(content, "client_id", tool.client_id),
        _text(content, "deployment_id", tool.deployment_id),
        send_names=bool(content.get("send_names", tool.send_names)),
    )
    lms.directory.set_tool(new)
    return jsonify(asdict(new))


@control.post("/users")
def add_user() -> tuple[Response, int]:
    """Add a person; enrolled when course_id is given, as `learner` (default) or `trainer`."""
    lms, content = current_lms(), _sent()
    given_name = _text(content, "given_name", "Eden")
    family_name = _text(content, "family_name", "Vasseur")
    role = _text(content, "role", LEARNER)
    if role not in {LEARNER, TRAINER}:
        raise BadRequestError("role: learner or trainer")
    username = f"{given_name}.{family_name}".lower().replace(" ", "-")
    user = User(
        _number(content, "id", 0),
        given_name,
        family_name,
        username,
        _text(content, "email", f"{username}@collectivite.example"),
        _text(content, "sourced_id", ""),
        _text(content, "language", "fr"),
        is_admin=bool(content.get("is_admin")),
    )
    user = replace(user, id=lms.directory.add_user(user))
    if "course_id" in content:
        lms.directory.enrol(_number(content, "course_id"), user.id, role)
    return jsonify(asdict(user)), 201


@control.delete("/courses/<int:course_id>/members/<int:user_id>")
def unenrol(course_id: int, user_id: int) -> tuple[str, int]:
    """Take a person out of a course."""
    current_lms().directory.unenrol(course_id, user_id)
    return "", 204


@control.post("/activities")
def add_activity() -> tuple[Response, int]:
    """Add an activity; `custom` is text or an object, `maximum` null makes it ungraded."""
    lms, content = current_lms(), _sent()
    course_id = _number(content, "course_id")
    if lms.directory.course(course_id) is None:
        raise BadRequestError("course_id: no such course")
    title = _text(content, "title", "Activité de test")
    activity = Activity(
        _number(content, "id", 0), course_id, title, _text(content, "description", ""), _custom(content)
    )
    activity = replace(activity, id=lms.directory.add_activity(activity))
    maximum = content.get("maximum", 100)
    item = None
    if isinstance(maximum, (int, float)):
        item = lms.gradebook.add_line_item(course_id, title, float(maximum), activity_id=activity.id)
    return jsonify({**asdict(activity), "line_item_id": item.id if item else None}), 201


def _custom(content: dict[str, object]) -> str:
    custom = content.get("custom", "parcours=cyber-rgpd")
    if isinstance(custom, dict):
        return "\n".join(f"{name}={value}" for name, value in custom.items())
    return _text({"custom": custom}, "custom")


@control.post("/launches")
def start_launch() -> tuple[Response, int]:
    """Begin a launch without a page: the address and the fields that the browser would post."""
    lms, content = current_lms(), _sent()
    activity = lms.directory.activity(_number(content, "activity_id"))
    user = lms.directory.user(_number(content, "user_id"))
    if activity is None or user is None:
        raise BadRequestError("no such activity or user")
    fields = login_initiation(lms, Opening(activity), user)
    return jsonify(action=lms.directory.tool().login_url, fields=fields), 201


@control.get("/grades")
def grades() -> Response:
    """What the gradebook holds, on the scale of each column; an erased grade is null."""
    return jsonify([asdict(grade) for grade in current_lms().gradebook.grades()])


@control.get("/scores")
def scores() -> Response:
    """Every score received, refused ones included, oldest first."""
    posts = current_lms().gradebook.score_posts()
    return jsonify([{**asdict(post), "score": post.score} for post in posts])


@control.delete("/grades")
def clear_grades() -> tuple[str, int]:
    """Empty the gradebook and the log of scores."""
    current_lms().gradebook.clear()
    return "", 204


@control.get("/faults")
def read_faults() -> Response:
    """Every switch: remaining uses, 0 when off, -1 for always."""
    return jsonify(current_lms().faults.state())


@control.post("/faults")
def set_faults() -> Response:
    """Set some switches: true (always), false, or how many times."""
    lms, content = current_lms(), _sent()
    known = {fault.name for fault in FAULTS}
    if content.keys() - known:
        raise BadRequestError(f"unknown: {sorted(content.keys() - known)}")
    for name, value in content.items():
        lms.faults.set(name, _remaining(value))
    return jsonify(lms.faults.state())


def _remaining(value: object) -> int:
    if isinstance(value, bool):
        return -1 if value else 0
    if not isinstance(value, int):
        raise BadRequestError("true, false or a whole number")
    return value


@control.delete("/faults")
def clear_faults() -> tuple[str, int]:
    """Everything works again."""
    current_lms().faults.clear()
    return "", 204


@control.post("/keys/rotate")
def rotate_keys() -> Response:
    """Sign with a new key and withdraw the old one."""
    return jsonify(kid=current_lms().keys.rotate())
