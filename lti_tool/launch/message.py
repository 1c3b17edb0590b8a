"""The LTI message (LTI Core 1.3, 4 and 5; Security Framework 1.0, 5.1.2 and 5.1.3), strictly.

pylti1p3 decodes, finds the key and runs the steps in order; each step that it does loosely is
overridden. The login row is consumed before anything else is looked at, so that no token, good or
bad, gets a second try on the same `state`.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.request import Request
from pylti1p3.session import SessionService

from lti_tool.errors import LaunchRefusedError
from lti_tool.launch import claims
from lti_tool.launch.models import LoginTransaction
from lti_tool.launch.oidc import FormRequest, NoCookies
from lti_tool.platforms.models import Platform
from lti_tool.platforms.tool_conf import SqlToolConf, as_registration

TOKEN_MAX_BYTES = 100_000
LEEWAY = timedelta(seconds=60)  # Moodle's tokens live 60 s, and no two clocks agree
MAX_AGE = timedelta(minutes=10)
MAX_LIFETIME = timedelta(hours=2)
REQUIRED = ["exp", "iat", "iss", "aud", "nonce"]
UNSUPPORTED = {
    "DataPrivacyLaunchRequest",
    "LtiStartProctoring",
    "LtiStartAssessment",
    "LtiEndAssessment",
}

FindKey = Callable[[Platform, str], dict[str, Any]]


class StrictLaunch(MessageLaunch[Request, SqlToolConf, Any, Any]):
    """pylti1p3's launch on a consumed login row.

    `login` and `platform` come from the row that `state` named, never from the token: a token can only
    answer the login that asked for it.
    """

    def __init__(
        self,
        params: Mapping[str, str],
        login: LoginTransaction,
        platform: Platform,
        *,
        find_key: FindKey,
        now: datetime,
    ) -> None:
        request = FormRequest(params)
        super().__init__(request, None, SessionService(request), NoCookies())  # type: ignore[arg-type]  # unused: the row decides
        self._login = login
        self._platform = platform
        self._find_key = find_key
        self._now = now

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def verified_body(self) -> Mapping[str, Any]:
        """The claims, once every check has passed.

        Raises:
            LaunchRefusedError: with the reason of the first check that failed.
        """
        self.validate()
        return dict(self._jwt["body"])

    def validate_state(self) -> StrictLaunch:
        return self  # consumed by `services.consume_login` before this object exists

    def validate_jwt_format(self) -> StrictLaunch:
        token = self._get_request_param("id_token")
        if not token:
            raise LaunchRefusedError("id_token_missing")
        if len(token) > TOKEN_MAX_BYTES:
            raise LaunchRefusedError("id_token_too_large", status=413)
        parts = token.split(".")
        if len(parts) != 3:
            raise LaunchRefusedError("id_token_malformed")
        header, body = _segment(parts[0]), _segment(parts[1])
        # Only RS256 (Security Framework 5.1.2); `jku`, `x5u` and `jwk` of the header are never read.
        if header.get("alg") != "RS256":
            raise LaunchRefusedError("algorithm_refused")
        if not isinstance(header.get("kid"), str) or not header["kid"]:
            raise LaunchRefusedError("kid_missing")
        self._jwt = {"header": header, "body": body}  # type: ignore[typeddict-item]  # checked below
        return self

    def validate_nonce(self) -> StrictLaunch:
        nonce = self._body.get("nonce")
        if not isinstance(nonce, str) or not nonce:
            raise LaunchRefusedError("nonce_missing")
        if nonce != self._login.nonce:
            raise LaunchRefusedError("nonce_wrong")
        return self

    def validate_registration(self) -> StrictLaunch:
        if not self._platform.is_active:
            raise LaunchRefusedError("platform_not_active", status=403)
        if self._body.get("iss") != self._platform.issuer:
            raise LaunchRefusedError("issuer_wrong")
        self._check_audience()
        self._registration = as_registration(self._platform)
        return self

    def _check_audience(self) -> None:
        ours, audience, party = self._platform.client_id, self._body.get("aud"), self._body.get("azp")
        audiences = audience if isinstance(audience, list) else [audience]
        if ours not in audiences or not all(isinstance(one, str) for one in audiences):
            raise LaunchRefusedError("audience_wrong")
        if (len(audiences) > 1 and party is None) or (party is not None and party != ours):
            raise LaunchRefusedError("authorized_party_wrong")

    def validate_jwt_signature(self) -> StrictLaunch:
        key = self._find_key(self._platform, self._jwt["header"]["kid"])
        try:
            jwt.decode(
                self._get_request_param("id_token"),
                jwt.PyJWK(key, algorithm="RS256").key,
                algorithms=["RS256"],
                options={
                    "require": REQUIRED,
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "verify_sub": False,
                },
            )
        except jwt.MissingRequiredClaimError as error:
            raise LaunchRefusedError(f"{error.claim}_missing") from error
        except jwt.PyJWTError as error:
            raise LaunchRefusedError("signature_wrong") from error
        self._check_dates()  # with our clock, which tests can move, and our leeway
        return self

    def _check_dates(self) -> None:
        issued, expires = self._instant("iat"), self._instant("exp")
        now = self._now.timestamp()
        if "nbf" in self._body and self._instant("nbf") > now + LEEWAY.total_seconds():
            raise LaunchRefusedError("token_not_yet_valid")
        if expires <= now - LEEWAY.total_seconds():
            raise LaunchRefusedError("token_expired")
        if issued > now + LEEWAY.total_seconds():
            raise LaunchRefusedError("token_from_the_future")
        if issued < now - (MAX_AGE + LEEWAY).total_seconds():
            raise LaunchRefusedError("token_too_old")
        if expires - issued > MAX_LIFETIME.total_seconds() or expires <= issued:
            raise LaunchRefusedError("token_lifetime_wrong")

    def _instant(self, claim: str) -> float:
        value = self._body.get(claim)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise LaunchRefusedError(f"{claim}_invalid")
        return float(value)

    def validate_deployment(self) -> StrictLaunch:
        deployment = claims.identifier(self._body.get(claims.DEPLOYMENT_ID), "deployment_id")
        if deployment is None:
            raise LaunchRefusedError("deployment_id_missing")
        known = {row.deployment_id for row in self._platform.deployments}
        if known and deployment not in known:  # none known: `open_launch` takes that of the first launch
            raise LaunchRefusedError("deployment_unknown", status=403)
        if self._login.deployment_id is not None and deployment != self._login.deployment_id:
            raise LaunchRefusedError("deployment_changed")
        return self

    def validate_message(self) -> StrictLaunch:
        if self._body.get(claims.VERSION) != "1.3.0":
            raise LaunchRefusedError("version_wrong")
        if self._body.get(claims.TARGET_LINK_URI) != self._login.target_link_uri:
            raise LaunchRefusedError("target_changed")
        kind = self._body.get(claims.MESSAGE_TYPE)
        if not isinstance(kind, str) or not kind:
            raise LaunchRefusedError("message_type_missing")
        if kind in UNSUPPORTED:
            raise LaunchRefusedError("message_type_unsupported", message_type=kind)
        if kind not in set(claims.Message):
            raise LaunchRefusedError("message_type_unknown")
        return self

    def save_launch_data(self) -> StrictLaunch:
        return self  # `services.open_launch` keeps what we need, and nothing else

    @property
    def _body(self) -> dict[str, Any]:
        return self._jwt["body"]  # type: ignore[return-value]  # a TypedDict of optional claims


def _segment(text: str) -> dict[str, Any]:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        document = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise LaunchRefusedError("id_token_malformed") from error
    if not isinstance(document, dict):
        raise LaunchRefusedError("id_token_malformed")
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
