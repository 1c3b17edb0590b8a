"""The two steps of a launch: start a login, accept the message that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lti_tool.db import Base
from lti_tool.errors import LaunchRefusedError
from lti_tool.launch.activities import activity_asked, read_history
from lti_tool.launch.claims import LaunchClaims
from lti_tool.launch.models import Activity, Course, LaunchSession, Learner, LoginTransaction, ResourceLink
from lti_tool.launch.roles import role_of
from lti_tool.platforms.approval import deployment_for_launch
from lti_tool.platforms.models import Deployment, Platform
from lti_tool.security import digest, new_secret

_AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
AGS_SCORE = _AGS_SCOPE + "score"
AGS_LINE_ITEM = _AGS_SCOPE + "lineitem"
AGS_LINE_ITEM_READ = _AGS_SCOPE + "lineitem.readonly"
Row = TypeVar("Row", bound=Base)
PathwayOf = Callable[[str | None, str | None, Activity | None], str]


def login_with_storage(
    session: Session, state: str, now: datetime
) -> tuple[LoginTransaction, Platform] | None:
    """The login under way whose secret may be in the platform's storage. Nothing is used up."""
    login = session.get(LoginTransaction, digest(state)) if state else None
    if login is None or login.storage_hash is None or login.used_at is not None or login.expires_at <= now:
        return None
    return login, session.get_one(Platform, login.platform_id)


def consume_login(
    session: Session, state: str, binding: str | None, now: datetime, *, stored: str | None = None
) -> tuple[LoginTransaction, Platform]:
    """Use up the login that `state` names. Commit before looking at the token.

    `binding` is the cookie of this browser, `stored` what its page read in the platform's storage.

    Raises:
        LaunchRefusedError: `state_missing`, `state_unknown`, `state_used`, `state_expired`,
            `cookie_missing` (this browser gave nothing back), `browser_changed`.
    """
    if not state:
        raise LaunchRefusedError("state_missing")
    login = session.get(LoginTransaction, digest(state))
    if login is None:
        raise LaunchRefusedError("state_unknown")
    consumed = session.execute(
        update(LoginTransaction)
        .where(LoginTransaction.state_hash == login.state_hash, LoginTransaction.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if consumed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has a row count
        raise LaunchRefusedError("state_used")
    if login.expires_at <= now:
        raise LaunchRefusedError("state_expired")
    if not binding and not stored:
        raise LaunchRefusedError("cookie_missing")
    by_cookie = binding is not None and digest(binding) == login.binding_hash
    by_storage = bool(stored) and digest(stored or "") == login.storage_hash
    if not by_cookie and not by_storage:
        raise LaunchRefusedError("browser_changed")
    platform = session.get_one(Platform, login.platform_id)
    return login, platform


@dataclass(frozen=True)
class OpenedLaunch:
    """A launch that was accepted, and the bearer that opens it (never stored as such)."""

    session: LaunchSession
    bearer: str


def open_launch(
    session: Session,
    platform: Platform,
    claims: LaunchClaims,
    *,
    deployment_id: str,
    pathway_id: PathwayOf,
    lifetime: timedelta,
    now: datetime,
) -> OpenedLaunch:
    """Keep who, where and for how long.

    `pathway_id(asked, current, activity)` gives the pathway's name from what the launch asks (an activity,
    or the custom parameter `parcours`) and what the link showed so far; it raises if there is none.
    """
    deployment = deployment_for_launch(session, platform.id, deployment_id)
    course = course_of(session, platform, claims)
    link = _resource_link(session, deployment, course, claims, pathway_id)
    learner = learner_of(session, platform, claims.subject)
    launch = LaunchSession(
        learner_id=learner.id,
        resource_link_id=link.id,
        role=role_of(claims.roles),
        locale=claims.locale,
        return_url=claims.return_url,
        services={"ags": claims.ags, "nrps": claims.nrps},
    )
    return opened(session, launch, lifetime, now)


def opened(session: Session, launch: LaunchSession, lifetime: timedelta, now: datetime) -> OpenedLaunch:
    """Give a new session its bearer and its dates."""
    bearer = new_secret()
    launch.bearer_hash = digest(bearer)
    launch.created_at, launch.expires_at = now, now + lifetime
    session.add(launch)
    session.flush()
    return OpenedLaunch(launch, bearer)


def course_of(session: Session, platform: Platform, claims: LaunchClaims) -> Course | None:
    """The course of a message, made when it is new; None when the message names none."""
    if claims.context_id is None:
        return None
    course = _get_or_add(
        session,
        select(Course).where(Course.platform_id == platform.id, Course.context_id == claims.context_id),
        lambda: Course(platform_id=platform.id, context_id=claims.context_id),
    )
    course.title = claims.context_title
    course.history = read_history(claims.custom) or course.history or []
    return course


def _resource_link(
    session: Session,
    deployment: Deployment,
    course: Course | None,
    claims: LaunchClaims,
    pathway_id: PathwayOf,
) -> ResourceLink:
    activity = activity_asked(session, deployment.platform, claims.custom)
    asked = activity.pathway_id if activity else claims.custom.get("parcours")
    link = _get_or_add(
        session,
        select(ResourceLink).where(
            ResourceLink.deployment_id == deployment.id,
            ResourceLink.resource_link_id == claims.resource_link_id,
        ),
        lambda: ResourceLink(
            deployment_id=deployment.id,
            resource_link_id=claims.resource_link_id,
            pathway_id=pathway_id(asked, None, activity),
        ),
    )
    link.pathway_id = pathway_id(asked, link.pathway_id, activity if asked else link.activity)
    if activity is not None or asked is not None:
        link.activity = activity
    link.course_id = course.id if course else None
    link.title = claims.resource_link_title
    _note_grade_service(link, claims.ags or {"scope": []})
    return link


def _note_grade_service(link: ResourceLink, ags: Mapping[str, Any]) -> None:
    scopes = set(ags["scope"])
    may_score, may_create = AGS_SCORE in scopes, AGS_LINE_ITEM in scopes
    may_look = may_create or AGS_LINE_ITEM_READ in scopes
    link.line_item_url = ags.get("lineitem") if may_score else None
    link.line_items_url = ags.get("lineitems") if may_score and may_look else None
    link.may_create_column = may_score and may_create


def learner_of(session: Session, platform: Platform, subject: str | None) -> Learner:
    """The person behind a `sub`, made when new."""
    if subject is None:  # anonymous launch: someone new each time, who only practises
        learner = Learner(platform_id=platform.id, subject=None)
        session.add(learner)
        session.flush()
        return learner
    return _get_or_add(
        session,
        select(Learner).where(Learner.platform_id == platform.id, Learner.subject == subject),
        lambda: Learner(platform_id=platform.id, subject=subject),
    )


def _get_or_add(session: Session, query: Select[Row], make: Callable[[], Row]) -> Row:
    row = session.scalars(query).one_or_none()
    if row is not None:
        return row
    row = make()
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # a colleague's launch made it between our look and our insert
        return session.scalars(query).one()
    return row
