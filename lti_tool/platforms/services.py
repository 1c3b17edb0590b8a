"""Register platforms, find the one that speaks to us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tool.errors import OperatorError
from lti_tool.outgoing import AddressPolicy, AddressRefusedError
from lti_tool.platforms.models import Deployment, Platform, PlatformStatus


@dataclass(frozen=True)
class Registration:
    """What an administrator copies from the platform's page to ours."""

    name: str
    issuer: str
    client_id: str
    deployment_ids: tuple[str, ...]
    auth_login_url: str
    auth_token_url: str
    jwks_url: str
    auth_audience: str | None = None


def add_platform(session: Session, wanted: Registration, policy: AddressPolicy, now: datetime) -> Platform:
    """Register a platform, active at once; adding it again only adds the new deployments.

    Raises:
        OperatorError: an address that we would refuse to call, or another registration already
            holds this issuer and client id.
    """
    _check(wanted, policy)
    platform = find_platform(session, wanted.issuer, wanted.client_id)
    if platform is None:
        platform = Platform(
            name=wanted.name,
            issuer=wanted.issuer,
            client_id=wanted.client_id,
            auth_login_url=wanted.auth_login_url,
            auth_token_url=wanted.auth_token_url,
            auth_audience=wanted.auth_audience,
            jwks_url=wanted.jwks_url,
            status=PlatformStatus.ACTIVE,
            created_at=now,
        )
        session.add(platform)
    elif _addresses(platform) != (wanted.auth_login_url, wanted.auth_token_url, wanted.jwks_url):
        raise OperatorError(
            f"La plateforme {wanted.issuer} (client {wanted.client_id}) est déjà inscrite "
            "avec d’autres adresses."
        )
    known = {deployment.deployment_id for deployment in platform.deployments}
    platform.deployments += [
        Deployment(deployment_id=name) for name in dict.fromkeys(wanted.deployment_ids) if name not in known
    ]
    session.flush()
    return platform


def values_to_copy(public_url: str) -> tuple[tuple[str, str], ...]:
    """What the other side asks for when it registers us by hand: label on the platform, value."""
    return (
        ("Tool URL", f"{public_url}/"),
        ("Initiate login URL", f"{public_url}/lti/login"),
        ("Redirection URI", f"{public_url}/lti/launch"),
        ("Public keyset", f"{public_url}/lti/jwks.json"),
    )


def _addresses(platform: Platform) -> tuple[str, str, str]:
    return platform.auth_login_url, platform.auth_token_url, platform.jwks_url


def _check(wanted: Registration, policy: AddressPolicy) -> None:
    for option, url in (
        ("--auth-login-url", wanted.auth_login_url),
        ("--auth-token-url", wanted.auth_token_url),
        ("--jwks-url", wanted.jwks_url),
    ):
        try:
            policy.check_url(url)
        except AddressRefusedError as error:
            raise OperatorError(
                f"{option} : {url} n’est pas utilisable. Il faut une adresse https publique "
                "(ou un hôte cité dans PARCOURS_PRIVATE_HOSTS)."
            ) from error
    if not wanted.deployment_ids:
        raise OperatorError("--deployment-id : au moins un identifiant de déploiement est nécessaire.")


def find_platform(session: Session, issuer: str, client_id: str) -> Platform | None:
    """The registration that this pair names, whatever its status."""
    return session.scalars(
        select(Platform).where(Platform.issuer == issuer, Platform.client_id == client_id)
    ).one_or_none()


def platforms_of_issuer(session: Session, issuer: str) -> Sequence[Platform]:
    """Every registration of an issuer: a login may omit `client_id` when there is only one."""
    return session.scalars(select(Platform).where(Platform.issuer == issuer)).all()


def list_platforms(session: Session) -> Sequence[Platform]:
    """Every registration, by name."""
    return session.scalars(select(Platform).order_by(Platform.name, Platform.client_id)).all()


def named_platform(session: Session, name: str) -> Platform:
    """The platform that an operator names, by its name or its issuer.

    Raises:
        OperatorError: none, or more than one.
    """
    found = session.scalars(select(Platform).where(or_(Platform.name == name, Platform.issuer == name))).all()
    if len(found) != 1:
        known = ", ".join(f"« {each.name} »" for each in list_platforms(session)) or "aucune"
        problem = "Plusieurs plateformes répondent" if found else "Aucune plateforme ne répond"
        raise OperatorError(f"--platform : {problem} à « {name} ». Plateformes connues : {known}.")
    return found[0]
