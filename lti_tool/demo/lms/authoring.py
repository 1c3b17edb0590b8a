"""What a trainer does to a course: add activities through the tool, copy the course, review a result."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.demo.lms.content_items import ContentRefusedError, Item, as_json, from_json, read_answer
from lti_tool.demo.lms.context import Lms, current_lms, current_user, may_author
from lti_tool.demo.lms.directory import Activity, Course, User
from lti_tool.demo.lms.messages import SUBMISSION_REVIEW, Opening, choosing
from lti_tool.demo.lms.oidc import start

authoring = Blueprint("authoring", __name__)


def _trainer(lms: Lms, course_id: int) -> tuple[Course, User]:
    course, user = lms.directory.course(course_id), current_user()
    if course is None:
        abort(404)
    if user is None or not may_author(course_id):
        abort(403)
    return course, user


@authoring.get("/cours/<int:course_id>/ajouter")
def add(course_id: int) -> str:
    """The tool's own page of choice, in a frame."""
    course, _ = _trainer(current_lms(), course_id)
    return render_template("lms/add.html", course=course)


@authoring.get("/cours/<int:course_id>/ajouter/lancement")
def launch_choice(course_id: int) -> str:
    """The deep linking request."""
    lms = current_lms()
    _, user = _trainer(lms, course_id)
    return start(lms, choosing(course_id), user)


@authoring.post("/cours/<int:course_id>/choix")
def receive(course_id: int) -> Response:
    """The tool's answer: shown, then saved by the trainer."""
    lms = current_lms()
    if current_user() is None and "repost" not in request.form:
        # Reached from another site, the browser kept our cookie to itself: the same form, from our page.
        fields = {**request.form.to_dict(), "repost": "1"}
        return make_response(render_template("lms/post.html", action=request.url, fields=fields))
    course, _ = _trainer(lms, course_id)
    secret = request.args.get("sesskey", "")
    if lms.storage.row("SELECT 1 FROM choices WHERE secret = ? AND course_id = ?", secret, course_id) is None:
        return _refused("Ce retour ne correspond à aucun choix en cours.")
    try:
        items = read_answer(lms, request.form.get("JWT", ""))
    except ContentRefusedError as refusal:
        return _refused(str(refusal))
    lms.storage.run("UPDATE choices SET items = ? WHERE secret = ?", as_json(items), secret)
    return make_response(render_template("lms/chosen.html", course=course, items=items, secret=secret))


@authoring.post("/cours/<int:course_id>/activites")
def save(course_id: int) -> Response:
    """Make the activities of a choice, once."""
    lms = current_lms()
    _trainer(lms, course_id)
    secret = request.form.get("sesskey", "")
    row = lms.storage.row("SELECT items FROM choices WHERE secret = ? AND course_id = ?", secret, course_id)
    if row is None or row["items"] is None:
        abort(404)
    if lms.storage.changed("UPDATE choices SET saved = 1 WHERE secret = ? AND saved = 0", secret) == 1:
        for item in from_json(row["items"]):
            _make(lms, course_id, item)
    return redirect(url_for("pages.course", course_id=course_id))


@authoring.post("/cours/<int:course_id>/copie")
def copy(course_id: int) -> Response:
    """A new course with the same activities, people and columns; no grade."""
    lms = current_lms()
    course, _ = _trainer(lms, course_id)
    new_id = lms.directory.add_course(replace(course, id=0, title=f"{course.title} (copie)"))
    history = ",".join([str(course_id), *lms.history(course_id)])
    lms.storage.run("INSERT INTO course_copies VALUES (?, ?)", new_id, history)
    for user, role in lms.directory.members(course_id):
        lms.directory.enrol(new_id, user.id, role)
    columns = {item.activity_id: item for item in lms.gradebook.line_items(course_id)}
    for activity in lms.directory.activities(course_id):
        copied = lms.directory.add_activity(replace(activity, id=0, course_id=new_id))
        if column := columns.get(activity.id):
            lms.gradebook.add_line_item(
                new_id,
                column.label,
                column.maximum,
                activity_id=copied,
                resource_id=column.resource_id,
                tag=column.tag,
            )
    return redirect(url_for("pages.course", course_id=new_id))


@authoring.get("/activites/<int:activity_id>/copie/<int:user_id>")
def review(activity_id: int, user_id: int) -> str:
    """The result of one person, in a frame."""
    lms, activity = current_lms(), _activity(activity_id)
    course, _ = _trainer(lms, activity.course_id)
    person = lms.directory.user(user_id)
    return render_template("lms/review.html", course=course, activity=activity, person=person or abort(404))


@authoring.get("/activites/<int:activity_id>/copie/<int:user_id>/lancement")
def launch_review(activity_id: int, user_id: int) -> str:
    """The submission review request. Any person may try: it is the tool that must refuse."""
    lms, user = current_lms(), current_user()
    return start(lms, Opening(_activity(activity_id), SUBMISSION_REVIEW, user_id), user or abort(403))


def _activity(activity_id: int) -> Activity:
    found = current_lms().directory.activity(activity_id)
    return found or abort(404)


def _make(lms: Lms, course_id: int, item: Item) -> None:
    activity_id = lms.directory.add_activity(Activity(0, course_id, item.title, item.text, item.custom))
    if item.maximum is not None:
        lms.gradebook.add_line_item(
            course_id,
            item.title,
            float(item.maximum),
            activity_id=activity_id,
            resource_id=item.resource_id,
            tag=item.tag,
        )


def _refused(message: str) -> Response:
    return make_response(render_template("lms/error.html", title="Choix refusé", message=message), 400)
