"""Access tokens for the platforms' services: OAuth 2 client credentials, our key (LTI Security 4.1).

A token is asked for one scope only, kept encrypted, and shared by all relays until a minute before its end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import requests
from sqlalchemy.exc import IntegrityError

from lti_tool.clock import Clock
from lti_tool.db import Database
from lti_tool.errors import OutgoingError
from lti_tool.grades.http_answers import is_page, outage_reason, retry_after
from lti_tool.grades.models import AccessToken
from lti_tool.platforms.client_assertion import ASSERTION_TYPE, client_assertion
from lti_tool.platforms.keys import SigningKey, signing_key
from lti_tool.platforms.models import Platform
from lti_tool.security import Vault

_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCORE_SCOPE = _AGS + "score"
LINE_ITEM_SCOPE = _AGS + "lineitem"
LINE_ITEM_READ_SCOPE = _AGS + "lineitem.readonly"
ROSTER_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MARGIN = timedelta(seconds=60)
USUAL_LIFE = 3600  # seconds, when the platform does not say
_BEARER = re.compile(r"[\x21-\x7e]+")
_ERROR_CODE = re.compile(r"[a-z_]{1,40}")


class TokenRefusedError(OutgoingError):
    """The platform will not give a token until someone changes a setting, here or there.

    `reason` is `platform_cannot_read_our_keys`, `token_refused_<OAuth error>`, `score_scope_refused`,
    `scope_refused` or `token_unreadable`; `messages.explain` says it in French.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TokenUnavailableError(OutgoingError):
    """The token end point does not answer at the moment; `wait` is what it asks for, if it does."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class Tokens:
    """Gives tokens. No database transaction is open while the network answers."""

    def __init__(
        self,
        database: Database,
        http: requests.Session,
        vault: Vault,
        clock: Clock,
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self._database = database
        self._http = http
        self._vault = vault
        self._clock = clock
        self._new_id = new_id

    def for_scores(self, platform: Platform, *, rejected: str | None = None) -> str:
        """A token that may post scores and nothing else; see `get`."""
        return self.get(platform, SCORE_SCOPE, rejected=rejected)

    def call(
        self, platform: Platform, scope: str, send: Callable[[str], requests.Response]
    ) -> requests.Response:
        """The answer to `send(token)`; a token refused with 401 is renewed once.

        Raises:
            TokenRefusedError, TokenUnavailableError, OperatorError: see `get`.
            requests.RequestException: the service gave no answer.
        """
        token = self.get(platform, scope)
        response = send(token)
        if response.status_code == 401:
            response = send(self.get(platform, scope, rejected=token))
        return response

    def get(self, platform: Platform, scope: str, *, rejected: str | None = None) -> str:
        """A token for one scope; never `rejected`, which the platform has just answered 401 to.

        Raises:
            TokenRefusedError: asking again without changing anything is useless.
            TokenUnavailableError: time-out, 429, 5xx.
            OperatorError: our key was encrypted under another `PARCOURS_SECRET_KEY`.
        """
        now = self._clock()
        with self._database.begin() as session:
            row = session.get(AccessToken, (platform.id, scope))
            if row is not None and row.expires_at - MARGIN > now:
                cached = self._vault.decrypt(row.token_encrypted)
                if cached != rejected:
                    return cached
            key = signing_key(session, self._vault, now)
        token, seconds = self._ask(platform, scope, key, now)
        self._keep(platform, scope, token, now + timedelta(seconds=seconds))
        return token

    def _ask(self, platform: Platform, scope: str, key: SigningKey, now: datetime) -> tuple[str, int]:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": client_assertion(platform, key, now, str(self._new_id())),
            "scope": scope,
        }
        try:
            response = self._http.post(
                platform.auth_token_url, data=form, headers={"Accept": "application/json"}
            )
        except requests.RequestException as error:
            raise TokenUnavailableError(f"token_{outage_reason(error)}") from error
        if response.status_code == 429 or response.status_code >= 500:
            raise TokenUnavailableError(f"token_{response.status_code}", retry_after(response, now))
        return _read(response, scope)

    def _keep(self, platform: Platform, scope: str, token: str, expires_at: datetime) -> None:
        row = AccessToken(
            platform_id=platform.id,
            scopes=scope,
            token_encrypted=self._vault.encrypt(token),
            expires_at=expires_at,
        )
        try:
            with self._database.begin() as session:
                session.merge(row)
        except IntegrityError:  # another relay kept its own in the same instant: both are good
            return


def _read(response: requests.Response, wanted: str) -> tuple[str, int]:
    try:
        answer = json.loads(response.content)  # whatever the content type: Moodle says text/html
    except (ValueError, RecursionError) as error:  # the second for brackets nested by the thousand
        raise TokenRefusedError(_unreadable(response)) from error
    if response.status_code != 200 or not isinstance(answer, dict):
        raise TokenRefusedError(_refusal(response, answer))
    token, scope, kind = answer.get("access_token"), answer.get("scope"), answer.get("token_type", "bearer")
    if not isinstance(token, str) or not _BEARER.fullmatch(token) or str(kind).lower() != "bearer":
        raise TokenRefusedError("token_unreadable")
    if isinstance(scope, str) and scope and wanted not in scope.split():
        raise TokenRefusedError("score_scope_refused" if wanted == SCORE_SCOPE else "scope_refused")
    return token, _seconds(answer.get("expires_in"))


def _unreadable(response: requests.Response) -> str:
    # Moodle answers its error page, most often with 404, when it cannot fetch our JWKS.
    return (
        "platform_cannot_read_our_keys"
        if response.status_code == 404 or is_page(response)
        else "token_unreadable"
    )


def _refusal(response: requests.Response, answer: object) -> str:
    code = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(code, str) and _ERROR_CODE.fullmatch(code):
        return f"token_refused_{code}"
    if response.status_code == 404:
        return "platform_cannot_read_our_keys"
    return f"token_refused_{response.status_code}" if response.status_code != 200 else "token_unreadable"


def _seconds(value: object) -> int:
    try:
        seconds = int(float(str(value)))
    except (ValueError, OverflowError):
        return USUAL_LIFE
    return min(max(seconds, 0), 24 * USUAL_LIFE)
