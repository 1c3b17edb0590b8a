"""A verified message → the session it opens: an activity, a choice of activities, or a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.errors import LaunchRefusedError
from lti_tool.launch import services
from lti_tool.launch.claims import (
    DEPLOYMENT_ID,
    MESSAGE_TYPE,
    LaunchClaims,
    Message,
    read_claims,
    read_deep_linking,
    read_reviewed,
)
from lti_tool.launch.models import LaunchSession, Learner, Purpose, ResourceLink, Role
from lti_tool.launch.roles import role_of
from lti_tool.launch.services import OpenedLaunch, PathwayOf
from lti_tool.platforms.approval import deployment_for_launch
from lti_tool.platforms.models import Platform

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class FrontDesk:
    """What a message is received with; `pathway_id` is that of `services.open_launch`."""

    session: Session
    platform: Platform
    pathway_id: PathwayOf
    allow_loopback: bool
    lifetime: timedelta
    now: datetime


def open_message(desk: FrontDesk, body: Mapping[str, Any]) -> OpenedLaunch:
    """Open the session that the message asks for.

    Raises:
        LaunchRefusedError: a claim is wrong, or the person may not do this (`trainers_only`).
    """
    claims = read_claims(body)
    match Message(body[MESSAGE_TYPE]):
        case Message.RESOURCE_LINK:
            return services.open_launch(
                desk.session,
                desk.platform,
                claims,
                deployment_id=body[DEPLOYMENT_ID],
                pathway_id=desk.pathway_id,
                lifetime=desk.lifetime,
                now=desk.now,
            )
        case Message.DEEP_LINKING:
            _trainers_only(claims)
            return _open_selection(desk, claims, read_deep_linking(body), body[DEPLOYMENT_ID])
        case Message.SUBMISSION_REVIEW:
            _trainers_only(claims)
            return _open_review(desk, claims, read_reviewed(body), body[DEPLOYMENT_ID])


def _trainers_only(claims: LaunchClaims) -> None:
    if role_of(claims.roles) != Role.TRAINER:
        raise LaunchRefusedError("trainers_only", status=403)


def _open_selection(
    desk: FrontDesk, claims: LaunchClaims, settings: dict[str, Any], deployment_id: str
) -> OpenedLaunch:
    if not _may_return_to(settings["return_url"], allow_loopback=desk.allow_loopback):
        raise LaunchRefusedError("deep_linking_return_refused")
    course = services.course_of(desk.session, desk.platform, claims)
    launch = LaunchSession(
        purpose=Purpose.SELECTION,
        learner_id=services.learner_of(desk.session, desk.platform, claims.subject).id,
        deployment_id=deployment_for_launch(desk.session, desk.platform.id, deployment_id).id,
        course_id=course.id if course else None,
        deep_linking=settings,
        role=Role.TRAINER,
        locale=claims.locale,
        return_url=claims.return_url,
        services={},
    )
    return services.opened(desk.session, launch, desk.lifetime, desk.now)


def _may_return_to(url: str, *, allow_loopback: bool) -> bool:
    """True for an https address, or a loopback one where allowed: the trainer's browser posts there."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or "\\" in url or any(sign.isspace() for sign in url):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and allow_loopback and host in _LOOPBACK)


def _open_review(desk: FrontDesk, claims: LaunchClaims, reviewed: str, deployment_id: str) -> OpenedLaunch:
    """Only links and people that we know already: a review makes neither."""
    deployment = deployment_for_launch(desk.session, desk.platform.id, deployment_id)
    link = desk.session.scalars(
        select(ResourceLink).where(
            ResourceLink.deployment_id == deployment.id,
            ResourceLink.resource_link_id == claims.resource_link_id,
        )
    ).one_or_none()
    learner = desk.session.scalars(
        select(Learner).where(Learner.platform_id == desk.platform.id, Learner.subject == reviewed)
    ).one_or_none()
    if link is None or learner is None:
        raise LaunchRefusedError("result_unknown", status=404)
    launch = LaunchSession(
        purpose=Purpose.REVIEW,
        learner_id=services.learner_of(desk.session, desk.platform, claims.subject).id,
        resource_link_id=link.id,
        reviewed_id=learner.id,
        role=Role.TRAINER,
        locale=claims.locale,
        return_url=claims.return_url,
        services={},
    )
    return services.opened(desk.session, launch, desk.lifetime, desk.now)
