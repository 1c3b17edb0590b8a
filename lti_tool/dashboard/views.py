"""The trainer's pages: `/seance/<launch id>/groupe/…`. Reading is here, acting in `action_views`.

Links between them are small forms: without cookies, only a form carries the bearer.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.assessment import results as one_result
from lti_tool.assessment import rules
from lti_tool.assessment.explanation import explanation
from lti_tool.assessment.models import Attempt
from lti_tool.dashboard import action_views, audit, export_views, listing, person
from lti_tool.dashboard.action_views import uuid_of
from lti_tool.dashboard.actions import EXTRA_DAYS
from lti_tool.dashboard.backfill import fill_in
from lti_tool.dashboard.items import item_statistics
from lti_tool.dashboard.kept_items import statistics_of
from lti_tool.dashboard.overview import figure, overview
from lti_tool.dashboard.people import Person, Status
from lti_tool.dashboard.progress import progress_of, progress_on
from lti_tool.dashboard.results import group_results
from lti_tool.dashboard.room import Room, trainers_room
from lti_tool.errors import SessionRefusedError

bp = Blueprint("dashboard", __name__, url_prefix="/seance/<uuid:launch_id>/groupe")
bp.add_app_template_global(figure, "figure")
action_views.add_to(bp)
export_views.add_to(bp)

PAGES = {
    "groupe": "dashboard.group",
    "personnes": "dashboard.people",
    "personne": "dashboard.one_person",
    "epreuves": "dashboard.items",
    "essai": "assessment.home",
}
ABOUT_ONE = {"explication": "dashboard.explained"}
PARAMETERS = ("statut", "page", "personne")


@bp.post("/aller")
def go(launch_id: UUID) -> WerkzeugResponse:
    """From a page to another one."""
    with trainers_room(launch_id, with_roster="membre" in request.form) as room:
        if "personne" in request.form:
            page = ABOUT_ONE.get(request.form.get("vers", ""), "dashboard.one_person")
            return room.go(page, personne=request.form["personne"])
        if "membre" in request.form:
            return room.go("dashboard.one_person", personne=person.number_of(room, request.form["membre"]))
        values = {name: request.form[name] for name in PARAMETERS if request.form.get(name)}
        endpoint = PAGES.get(request.form.get("vers", ""), "dashboard.group")
        return room.go(endpoint, **values)


@bp.get("/")
def group(launch_id: UUID) -> WerkzeugResponse:
    """Where a trainer arrives: who has finished, what the group masters, what to train first."""
    with trainers_room(launch_id, with_roster=True) as room:
        is_partial = fill_in(room.session, room.link.id, room.tool.catalogue)
        progress = progress_on(room.session, room.link.id, room.roster)
        smallest = room.tool.settings.smallest_group
        shown = None
        if progress.with_result >= smallest:
            results = group_results(room.session, room.link.id, room.tool.catalogue)
            shown = overview(progress, results, room.tool.catalogue) if results.topics else None
        return room.render(
            "group", progress=progress, smallest=smallest, overview=shown, is_partial=is_partial
        )


@bp.get("/personnes")
def people(launch_id: UUID) -> WerkzeugResponse:
    """Who has not started, is under way, has finished; fifty a page."""
    with trainers_room(launch_id, with_roster=True) as room:
        everybody = room.people()
        page = listing.page_of(everybody, request.args.get("statut"), request.args.get("page"))
        late = any(one.status == Status.NOT_STARTED for one in everybody)
        return room.render("people", page=page, progress=progress_of(everybody), late=late)


@bp.get("/personne")
def one_person(launch_id: UUID) -> WerkzeugResponse:
    """One person: the attempts, what can be done about them, and the result where it may be read."""
    with trainers_room(launch_id, with_roster=True) as room:
        who = person.person_of(room, uuid_of(request.args.get("personne", "")))
        attempts = person.attempts_of(room.session, room.link.id, who)
        counting = next((one for one in attempts if one.id == who.result_id), None)
        return room.render(
            "person",
            person=who,
            attempts=attempts,
            result=_result(room, who, counting),
            closes_at=person.closing_of(room, who),
            days=EXTRA_DAYS,
            done=audit.lines(room, person.id_of(who)),
            titles={id_: item.title for id_, item in room.tool.catalogue.items.items()},
        )


@bp.get("/explication")
def explained(launch_id: UUID) -> WerkzeugResponse:
    """Why one person has this result, item by item, where their detail may be read.

    Raises:
        SessionRefusedError: `detail_not_shared`, or there is no such person or result here.
    """
    with trainers_room(launch_id, with_roster=True) as room:
        who = person.person_of(room, uuid_of(request.args.get("personne", "")))
        attempts = person.attempts_of(room.session, room.link.id, who)
        attempt = next((one for one in attempts if one.id == who.result_id), None)
        if attempt is None or not rules.is_known(attempt, room.tool.catalogue):
            raise SessionRefusedError("attempt_not_here", status=404)
        if not room.may_read(who):
            raise SessionRefusedError("detail_not_shared")
        account = explanation(attempt, room.tool.catalogue)
        return room.render("explanation", person=who, attempt=attempt, account=account)


@bp.get("/epreuves")
def items(launch_id: UUID) -> WerkzeugResponse:
    """What each item says of the group, and of itself."""
    with trainers_room(launch_id) as room:
        is_partial = fill_in(room.session, room.link.id, room.tool.catalogue)
        smallest = room.tool.settings.smallest_group
        # A result that is filled in later changes nothing that the mark looks at.
        read = item_statistics if is_partial else statistics_of
        rows = read(room.session, room.link.id, room.tool.catalogue, smallest)
        return room.render("items", rows=rows, smallest=smallest)


def _result(room: Room, who: Person, attempt: Attempt | None) -> one_result.LearnerResult | None:
    if attempt is None or not room.may_read(who) or not rules.is_known(attempt, room.tool.catalogue):
        return None
    return one_result.learner_result(attempt, room.tool.catalogue)
