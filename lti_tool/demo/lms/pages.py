"""What people see: home, courses, an activity in its frame, the gradebook, the breakdown page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from lti_tool.demo.lms.context import Lms, current_lms, current_user, may_author
from lti_tool.demo.lms.directory import LEARNER, TRAINER, Course, User
from lti_tool.demo.lms.faults import FAULTS, LAUNCH, SERVICE
from lti_tool.demo.lms.gradebook import Grade, ScorePost
from lti_tool.demo.lms.seed import GRADED_COURSE_ID

pages = Blueprint("pages", __name__)
_PHONE = re.compile(r"Mobi|Android|iPhone|iPad")


@pages.app_context_processor
def _shared() -> dict[str, object]:
    lms = current_lms()
    return {
        "user": current_user(),
        "people": _people(lms),
        "lrs_url": lms.config.lrs_url,
        "main_course_id": GRADED_COURSE_ID,
        "tool_url": lms.directory.tool().url,
    }


def _people(lms: Lms) -> list[tuple[User, str]]:
    return [(user, role_label(lms, user)) for user in lms.directory.users()]


def role_label(lms: Lms, user: User) -> str:
    """What the person does here, in words without gender."""
    if user.is_admin:
        return "Administration"
    known = {lms.directory.role(course.id, user.id) for course in lms.directory.courses()}
    return "Formation" if TRAINER in known else "Apprentissage"


@pages.get("/")
def home() -> str:
    """What to click, in five steps."""
    lms = current_lms()
    learners = [user for user, label in _people(lms) if label == "Apprentissage"]
    trainers = [user for user, label in _people(lms) if label == "Formation"]
    activities = lms.directory.activities()
    return render_template(
        "lms/home.html",
        learners=learners[:3],
        trainer=trainers[0] if trainers else None,
        administrator=next((user for user in lms.directory.users() if user.is_admin), None),
        activity=activities[0] if activities else None,
        courses=lms.directory.courses(),
    )


@pages.post("/connexion")
def log_in() -> Response:
    """Become somebody: this is a demonstration, nobody has a password."""
    user_id = request.form.get("user_id", type=int)
    user = current_lms().directory.user(user_id) if user_id is not None else None
    if user is None:
        abort(404)
    session["user_id"] = user.id
    return redirect(_local(request.form.get("next", "")))


@pages.post("/deconnexion")
def log_out() -> Response:
    """Become nobody again."""
    session.clear()
    return redirect(url_for("pages.home"))


def _local(target: str) -> str:
    return (
        target if re.fullmatch(r"/[\w/-]*", target) and not target.startswith("//") else url_for("pages.home")
    )


@pages.get("/cours/<int:course_id>")
def course(course_id: int) -> str:
    """The activities of a course and who is in it."""
    lms, found = current_lms(), _course(course_id)
    return render_template(
        "lms/course.html",
        course=found,
        activities=lms.directory.activities(course_id),
        graded={item.activity_id for item in lms.gradebook.line_items(course_id)},
        members=lms.directory.members(course_id),
        trainer_role=TRAINER,
        may_author=may_author(course_id),
    )


@pages.get("/cours/<int:course_id>/retour")
def came_back(course_id: int) -> str:
    """Where the tool sends people when they leave it, with its message if it has one."""
    message = request.args.get("lti_errormsg") or request.args.get("lti_msg") or ""
    return render_template(
        "lms/back.html",
        course=_course(course_id),
        message=message[:500],
        is_error="lti_errormsg" in request.args,
    )


@pages.get("/activites/<int:activity_id>")
def activity(activity_id: int) -> str:
    """The tool in a frame; on a phone, a button that opens it in the whole window."""
    lms = current_lms()
    found = lms.directory.activity(activity_id)
    if found is None:
        abort(404)
    return render_template(
        "lms/activity.html",
        activity=found,
        course=_course(found.course_id),
        on_phone=bool(_PHONE.search(request.headers.get("User-Agent", ""))),
        storage_frame=lms.config.storage_frame,
    )


@pages.get("/stockage")
def storage() -> str:
    """What the hidden frame of platform storage holds, when the switch is on and names one."""
    lms = current_lms()
    if not lms.config.storage_frame:
        abort(404)
    return render_template(
        "lms/storage.html", tool_url=lms.directory.tool().url, storage_frame=lms.config.storage_frame
    )


@pages.get("/carnet/<int:course_id>")
def gradebook(course_id: int) -> str:
    """Grades as they stand, and every score that arrived."""
    lms, found = current_lms(), _course(course_id)
    columns = lms.gradebook.line_items(course_id)
    grades = {(grade.line_item_id, grade.user_id): _cell(grade) for grade in lms.gradebook.grades()}
    posts = [
        post for post in lms.gradebook.score_posts() if post.line_item_id in {item.id for item in columns}
    ]
    return render_template(
        "lms/gradebook.html",
        course=found,
        may_author=may_author(course_id),
        courses=lms.directory.courses(),
        columns=columns,
        learners=[user for user, role in lms.directory.members(course_id) if role == LEARNER],
        grades=grades,
        posts=list(reversed(posts))[:50],
        reasons=_why_refused,
        names={str(user.id): user.name for user in lms.directory.users()},
    )


def _why_refused(post: ScorePost) -> str:
    """In plain words what the status line told the tool."""
    if post.status == 409:
        return "Une note de même date ou plus récente est déjà enregistrée."
    if "gradable" in post.reason:
        return "Cette personne n’apprend pas dans ce cours : elle ne peut pas recevoir de note."
    return f"Motif donné à l’outil : {post.reason}"


def _cell(grade: Grade) -> dict[str, object]:
    when = datetime.fromtimestamp(grade.timestamp, UTC)
    return {"grade": grade.grade, "comment": grade.comment, "when": when}


@pages.get("/pannes")
def breakdowns() -> str:
    """The switches."""
    groups = {
        "Ouvertures truquées": [fault for fault in FAULTS if fault.group == LAUNCH],
        "Services en panne": [fault for fault in FAULTS if fault.group == SERVICE],
    }
    return render_template("lms/faults.html", groups=groups, state=current_lms().faults.state())


@pages.post("/pannes")
def set_breakdown() -> Response:
    """Turn a switch, all of them off, or change the signing key."""
    lms, name = current_lms(), request.form.get("name", "")
    if name == "all_off":
        lms.faults.clear()
    elif name == "rotate":
        lms.keys.rotate()
    elif name in lms.faults.state():
        lms.faults.set(name, request.form.get("remaining", 0, type=int))
    else:
        abort(400)
    return redirect(url_for("pages.breakdowns"))


def _course(course_id: int) -> Course:
    found = current_lms().directory.course(course_id)
    if found is None:
        abort(404)
    return found
