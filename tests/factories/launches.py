"""A platform, an activity and a person who has just opened it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from lti_tool.launch.models import Course, LaunchSession, Learner, ResourceLink, Role
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus
from lti_tool.security import digest, new_secret

_numbers = count(1)


def platform(session: Session, now: datetime) -> Platform:
    """An active platform with one deployment."""
    number = next(_numbers)
    issuer = f"https://lms-{number}.example"
    row = Platform(
        name=f"LMS {number}",
        issuer=issuer,
        client_id="client",
        auth_login_url=f"{issuer}/auth",
        auth_token_url=f"{issuer}/token",
        jwks_url=f"{issuer}/jwks",
        status=PlatformStatus.ACTIVE,
        created_at=now,
        deployments=[Deployment(deployment_id="1")],
    )
    session.add(row)
    session.flush()
    return row


def activity(session: Session, on: Platform, pathway_id: str = "cyber-rgpd") -> ResourceLink:
    """A graded activity in a course of its own."""
    number = next(_numbers)
    link = ResourceLink(
        deployment=on.deployments[0],
        course=Course(platform_id=on.id, context_id=f"cours-{number}"),
        resource_link_id=f"lien-{number}",
        pathway_id=pathway_id,
        line_item_url=f"{on.issuer}/items/{number}",
    )
    session.add(link)
    session.flush()
    return link


def launch(
    session: Session,
    link: ResourceLink,
    now: datetime,
    *,
    learner: Learner | None = None,
    subject: str | None = "",
    role: Role = Role.LEARNER,
) -> LaunchSession:
    """A person opens the activity; `subject=None` is an anonymous launch, `""` a new person."""
    if learner is None:
        name = f"personne-{next(_numbers)}" if subject == "" else subject
        learner = Learner(platform=link.platform, subject=name)
    row = LaunchSession(
        bearer_hash=digest(new_secret()),
        learner=learner,
        resource_link=link,
        role=role,
        services={},
        created_at=now,
        expires_at=now + timedelta(hours=8),
    )
    session.add(row)
    session.flush()
    return row
