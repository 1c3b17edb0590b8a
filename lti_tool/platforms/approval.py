"""Our own word on a platform: approve, disable, enable; and the deployment that its first launch brings."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tool.errors import LaunchRefusedError, OperatorError
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus


def choose_platform(session: Session, words: str) -> Platform:
    """The one platform that a person means by its name, client id or issuer.

    Raises:
        OperatorError: none, or several: then the client id must be given.
    """
    found = session.scalars(
        select(Platform).where(
            or_(Platform.name == words, Platform.client_id == words, Platform.issuer == words)
        )
    ).all()
    if not found:
        raise OperatorError(f"Aucune plateforme « {words} » : voyez « parcours platforms list ».")
    if len(found) > 1:
        clients = ", ".join(platform.client_id for platform in found)
        raise OperatorError(f"Plusieurs plateformes « {words} » : donnez l’identifiant client ({clients}).")
    return found[0]


def approve(session: Session, platform: Platform, deployment_ids: tuple[str, ...] = ()) -> None:
    """Let the platform launch us, and add deployments.

    One that has no deployment yet takes that of its first launch.

    Raises:
        OperatorError: a deployment id that no platform can have given.
    """
    if any(not name or len(name) > 255 or not name.isprintable() for name in deployment_ids):
        raise OperatorError("Un identifiant de déploiement a de 1 à 255 caractères, tous visibles.")
    platform.status = PlatformStatus.ACTIVE
    known = {row.deployment_id for row in platform.deployments}
    platform.deployments += [
        Deployment(deployment_id=name) for name in dict.fromkeys(deployment_ids) if name not in known
    ]
    session.flush()


def disable(session: Session, platform: Platform) -> None:
    """Close the door at once, also to the sessions that are open."""
    platform.status = PlatformStatus.DISABLED
    session.flush()


def deployment_for_launch(session: Session, platform_id: UUID, deployment_id: str) -> Deployment:
    """The deployment of a launch; the first launch of an approved platform that had none brings its own.

    Raises:
        LaunchRefusedError: `deployment_unknown`, when the platform has others.
    """
    query = select(Deployment).where(
        Deployment.platform_id == platform_id, Deployment.deployment_id == deployment_id
    )
    known = session.scalars(query).one_or_none()
    if known is not None:
        return known
    # The row lock makes two first launches queue up: only one deployment is taken without being asked.
    session.scalars(select(Platform.id).where(Platform.id == platform_id).with_for_update()).one()
    present = session.scalars(select(Deployment).where(Deployment.platform_id == platform_id)).all()
    for deployment in present:
        if deployment.deployment_id == deployment_id:
            return deployment
    if present:
        raise LaunchRefusedError("deployment_unknown", status=403)
    made = Deployment(platform_id=platform_id, deployment_id=deployment_id)
    session.add(made)
    session.flush()
    return made
