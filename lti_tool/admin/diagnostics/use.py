"""What we know without calling anybody: the state of the registration, the services of the last launch."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.admin.diagnostics.finding import Finding, failure, ok, warning
from lti_tool.launch.models import LaunchSession, Learner
from lti_tool.platforms.models import Platform, PlatformStatus


def check_approval(platform: Platform) -> Finding:
    """May the platform launch us at all?"""
    if platform.status == PlatformStatus.PENDING:
        return failure("approval", "not_approved")
    if platform.status == PlatformStatus.DISABLED:
        return failure("approval", "disabled")
    return ok("approval") if platform.deployments else warning("approval", "deployment_to_come")


def check_last_launch(session: Session, platform: Platform) -> list[Finding]:
    """Which services the latest launch offered."""
    latest = session.scalars(
        select(LaunchSession)
        .join(Learner, LaunchSession.learner_id == Learner.id)
        .where(Learner.platform_id == platform.id)
        .order_by(LaunchSession.created_at.desc())
        .limit(1)
    ).first()
    if latest is None:
        return [warning("use", "never_opened")]
    offered = cast(dict[str, Any], latest.services)
    grades = offered.get("ags") or {}
    found = []
    if not (grades.get("lineitem") or grades.get("lineitems")):
        found.append(warning("use", "opened_without_grades"))
    if not offered.get("nrps"):
        found.append(warning("use", "opened_without_roster"))
    return found or [ok("use")]
