"""OIDC third-party initiated login (LTI Security Framework 1.0, 5.1.1), strictly.

pylti1p3 checks the issuer and the login hint. Closed here: a login row of ours instead of a cookie and
a session, a target of ours only, an issuer with several clients, a disabled registration, an
authorisation address that already has a query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pylti1p3.cookie import CookieService
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.registration import Registration as LtiRegistration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from sqlalchemy import delete
from sqlalchemy.orm import Session

from lti_tool.errors import LoginRefusedError
from lti_tool.launch.models import LoginTransaction
from lti_tool.platforms.models import Platform
from lti_tool.platforms.tool_conf import SqlToolConf, as_registration
from lti_tool.security import digest, new_secret, origin

LOGIN_LIFETIME = timedelta(minutes=5)
_LIMITS = {
    "iss": 500,
    "login_hint": 4000,
    "lti_message_hint": 8000,
    "target_link_uri": 2000,
    "client_id": 255,
    "lti_deployment_id": 255,
}


class FormRequest(Request):
    """The parameters of a GET query or a POST form, as pylti1p3 reads them."""

    def __init__(self, params: Mapping[str, str]) -> None:
        self._params = params

    @property
    def session(self) -> Any:
        return {}

    def get_param(self, key: str) -> str:
        return self._params.get(key, "")

    def is_secure(self) -> bool:
        return True


class NoCookies(CookieService):
    """pylti1p3 keeps its state in cookies; ours is a row and one binding cookie set by the view."""

    def get_cookie(self, name: str) -> str | None:  # noqa: ARG002  # pylti1p3's signature
        return None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        raise NotImplementedError("no cookie is set on behalf of pylti1p3")


@dataclass(frozen=True)
class Storage:
    """What the page asks the platform to keep, and in which frame (LTI Client Side postMessages 0.1)."""

    target: str
    origin: str
    key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Login:
    """Where to send the browser."""

    redirect_url: str
    platform: Platform
    storage: Storage | None = None


class StrictLogin(OIDCLogin[Request, SqlToolConf, Any, Any, str]):
    """pylti1p3's login with every door closed."""

    def __init__(
        self, params: Mapping[str, str], session: Session, *, public_url: str, binding: str, now: datetime
    ) -> None:
        request = FormRequest(params)
        super().__init__(request, SqlToolConf(session), SessionService(request), NoCookies())
        self._session = session
        self._public_url = public_url
        self._binding = binding
        self._now = now

    def get_redirect(self, url: str) -> Redirect[str]:
        raise NotImplementedError("the view redirects")

    def begin(self) -> Login:
        """Check the request, write the login row, and say where the browser goes.

        Raises:
            LoginRefusedError: nothing is written.
        """
        self._check_params()
        platform = self._find_platform()
        self._registration = as_registration(platform)
        state, nonce = new_secret(), new_secret()
        storage = self._storage(platform, state)
        self._session.execute(
            delete(LoginTransaction).where(LoginTransaction.expires_at < self._now - timedelta(hours=1))
        )
        self._session.add(
            LoginTransaction(
                state_hash=digest(state),
                nonce=nonce,
                binding_hash=digest(self._binding),
                platform_id=platform.id,
                deployment_id=self._get_request_param("lti_deployment_id") or None,
                target_link_uri=self._get_request_param("target_link_uri"),
                created_at=self._now,
                expires_at=self._now + LOGIN_LIFETIME,
                storage_target=storage.target if storage else None,
                storage_hash=digest(storage.secret) if storage else None,
            )
        )
        return Login(self._authorisation_url(platform, state, nonce), platform, storage)

    def _storage(self, platform: Platform, state: str) -> Storage | None:
        target = self._get_request_param("lti_storage_target")
        if not target or len(target) > 100 or not target.isprintable():
            return None  # optional help from the platform: an odd one is no reason to refuse a person
        return Storage(target, origin(platform.auth_login_url), storage_key(state), new_secret())

    def validate_oidc_login(self) -> LtiRegistration:
        return as_registration(self._find_platform())

    def _check_params(self) -> None:
        for name, limit in _LIMITS.items():
            value = self._get_request_param(name)
            if len(value) > limit or "\x00" in value:
                raise LoginRefusedError(f"{name}_invalid")
        for name in ("iss", "login_hint", "target_link_uri"):
            if not self._get_request_param(name):
                raise LoginRefusedError(f"{name}_missing")
        if not is_ours(self._get_request_param("target_link_uri"), self._public_url):
            raise LoginRefusedError("target_not_ours")

    def _find_platform(self) -> Platform:
        issuer = self._get_request_param("iss")
        platform = self._tool_config.platform(issuer, self._get_request_param("client_id") or None)
        if platform is None:
            raise LoginRefusedError("platform_unknown", status=404, issuer=issuer[:200])
        if not platform.is_active:
            raise LoginRefusedError("platform_not_active", status=403, issuer=issuer[:200])
        announced = self._get_request_param("lti_deployment_id")
        known = {row.deployment_id for row in platform.deployments}
        if announced and known and announced not in known:  # none known: the first launch brings it
            raise LoginRefusedError("deployment_unknown", status=403)
        return platform

    def _authorisation_url(self, platform: Platform, state: str, nonce: str) -> str:
        params = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": platform.client_id,
            "redirect_uri": f"{self._public_url}/lti/launch",
            "login_hint": self._get_request_param("login_hint"),
            "state": state,
            "nonce": nonce,
        }
        hint = self._get_request_param("lti_message_hint")
        if hint:
            params["lti_message_hint"] = hint
        parts = urlsplit(platform.auth_login_url)
        query = parse_qsl(parts.query, keep_blank_values=True) + list(params.items())
        return urlunsplit(parts._replace(query=urlencode(query), fragment=""))


def storage_key(state: str) -> str:
    """Under which name the platform keeps the secret of a login."""
    return f"parcours-{digest(state)[:32]}"


def is_ours(url: str, public_url: str) -> bool:
    """True for an address of this tool: same scheme, host and port, no user information."""
    try:
        target, ours = urlsplit(url), urlsplit(public_url)
        ports = _port(target.scheme, target.port), _port(ours.scheme, ours.port)
    except ValueError:
        return False
    if target.username is not None or target.password is not None or "\\" in url or not url.isprintable():
        return False
    same_host = (target.hostname or "").lower() == (ours.hostname or "").lower()
    base = ours.path.rstrip("/")
    same_path = not base or target.path == base or target.path.startswith(base + "/")
    return target.scheme == ours.scheme and same_host and ports[0] == ports[1] and same_path


def _port(scheme: str, port: int | None) -> int | None:
    return port if port is not None else {"http": 80, "https": 443}.get(scheme)
