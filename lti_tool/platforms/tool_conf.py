"""Our tables as a pylti1p3 tool configuration.

Stock pylti1p3 keeps the issuer/client relation in a dict shared by the whole class, raises bare
exceptions for an unknown issuer, and cannot resolve a login without `client_id`: closed here.
"""

from __future__ import annotations

from typing import Any

from pylti1p3.deployment import Deployment as LtiDeployment
from pylti1p3.registration import Registration as LtiRegistration
from pylti1p3.request import Request
from pylti1p3.tool_config.abstract import ToolConfAbstract
from sqlalchemy.orm import Session

from lti_tool.platforms.models import Platform
from lti_tool.platforms.services import find_platform, platforms_of_issuer


class SqlToolConf(ToolConfAbstract[Request]):
    """Registrations and deployments, read in the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def check_iss_has_one_client(self, iss: str) -> bool:  # noqa: ARG002  # pylti1p3's signature
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:  # noqa: ARG002  # pylti1p3's signature
        return True

    def platform(self, iss: str, client_id: str | None) -> Platform | None:
        """The registration; without `client_id`, the issuer's only one."""
        if client_id:
            return find_platform(self._session, iss, client_id)
        candidates = platforms_of_issuer(self._session, iss)
        return candidates[0] if len(candidates) == 1 else None

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> LtiRegistration:
        raise NotImplementedError("every issuer may have several clients here")

    def find_registration_by_params(  # type: ignore[override]  # pylti1p3 forgot that None is an answer
        self,
        iss: str,
        client_id: str,
        *_args: Any,
        **_kwargs: Any,
    ) -> LtiRegistration | None:
        platform = self.platform(iss, client_id)
        return as_registration(platform) if platform is not None else None

    def find_deployment(self, iss: str, deployment_id: str) -> LtiDeployment | None:
        raise NotImplementedError("every issuer may have several clients here")

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *_args: Any, **_kwargs: Any
    ) -> LtiDeployment | None:
        platform = self.platform(iss, client_id)
        names = {deployment.deployment_id for deployment in platform.deployments} if platform else set()
        if not isinstance(deployment_id, str) or deployment_id not in names:
            return None
        return LtiDeployment().set_deployment_id(deployment_id)


def as_registration(platform: Platform) -> LtiRegistration:
    """A row as pylti1p3 wants to see it."""
    return (
        LtiRegistration()
        .set_issuer(platform.issuer)
        .set_client_id(platform.client_id)
        .set_auth_login_url(platform.auth_login_url)
        .set_auth_token_url(platform.auth_token_url)
        .set_key_set_url(platform.jwks_url)
    )
