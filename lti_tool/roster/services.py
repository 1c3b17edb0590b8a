"""Read the roster of a launch's own course, page by page (LTI NRPS 2.0).

The address is the one that the launch carried, signed: on a site-wide Moodle tool another course id in it
would give another course's people. A next page on another host is not followed: our token stays at home.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests

from lti_tool.clock import Clock
from lti_tool.errors import OutgoingError
from lti_tool.grades.ags import origin_of
from lti_tool.grades.http_answers import is_page, outage_reason, retry_after
from lti_tool.grades.paging import next_page, same_origin
from lti_tool.grades.tokens import ROSTER_SCOPE, TokenRefusedError, Tokens, TokenUnavailableError
from lti_tool.launch.models import LaunchSession
from lti_tool.platforms.models import Platform
from lti_tool.roster.members import Member, read_member

MEDIA_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
PAGE_SIZE = 200  # a whole large course in one answer would pass `outgoing.MAX_BYTES`
MAX_PAGES = 100


class RosterRefusedError(OutgoingError):
    """The roster cannot be read; `messages.explain(reason)` says it in French."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


@dataclass(frozen=True)
class Roster:
    """The members, each once. `stopped` says why the end was not reached: the list is then incomplete."""

    members: tuple[Member, ...]
    stopped: str | None = None  # next_elsewhere, next_repeats, too_many_pages


class Rosters:
    """The roster service. No database transaction may be open: the network answers."""

    def __init__(self, http: requests.Session, tokens: Tokens, clock: Clock) -> None:
        self._http = http
        self._tokens = tokens
        self._clock = clock

    def of_launch(self, launch: LaunchSession, *, with_messages: bool = False) -> Roster:
        """Everybody in the course of this launch; `with_messages` asks what each one's launch would say.

        Raises:
            RosterRefusedError: `roster_absent` (the platform gave no address), `roster_unauthorized`,
                `roster_forbidden`, `roster_gone`, `roster_unreadable`, an outage, or a token's reason.
            OperatorError: our key was encrypted under another `PARCOURS_SECRET_KEY`.
        """
        service = launch.services.get("nrps")
        url = service.get("context_memberships_url") if isinstance(service, dict) else None
        if not isinstance(url, str) or origin_of(url) is None:
            raise RosterRefusedError("roster_absent")
        wanted = {"limit": str(PAGE_SIZE)}
        if with_messages:
            wanted["rlid"] = launch.resource_link.resource_link_id
        return self._read(launch.learner.platform, _with_query(url, wanted))

    def _read(self, platform: Platform, first: str) -> Roster:
        members: dict[str, Member] = {}
        seen: set[str] = set()
        url = first
        while True:
            seen.add(url)
            response = self._get(platform, url)
            for member in map(read_member, _members(response)):
                if member is not None:
                    members.setdefault(member.user_id, member)
            following = next_page(response)
            stopped = _stopped(first, following, seen)
            if following is None or stopped is not None:
                return Roster(tuple(members.values()), stopped)
            url = following

    def _get(self, platform: Platform, url: str) -> requests.Response:
        def send(token: str) -> requests.Response:
            headers = {"Accept": MEDIA_TYPE, "Authorization": f"Bearer {token}"}
            return self._http.get(url, headers=headers)

        try:
            response = self._tokens.call(platform, ROSTER_SCOPE, send)
        except TokenRefusedError as error:
            raise RosterRefusedError(error.reason) from error
        except TokenUnavailableError as error:
            raise RosterRefusedError(error.reason, error.wait) from error
        except requests.RequestException as error:
            raise RosterRefusedError(f"roster_{outage_reason(error)}") from error
        if response.status_code == 200:
            return response
        words = {401: "roster_unauthorized", 403: "roster_forbidden", 404: "roster_gone", 429: "roster_busy"}
        reason = words.get(response.status_code, f"roster_http_{response.status_code}")
        raise RosterRefusedError(reason, retry_after(response, self._clock()))


def _stopped(first: str, following: str | None, seen: set[str]) -> str | None:
    if following is None:
        return None
    if not same_origin(first, following):
        return "next_elsewhere"
    if following in seen:
        return "next_repeats"
    return "too_many_pages" if len(seen) >= MAX_PAGES else None


def _members(response: requests.Response) -> list[Any]:
    try:
        page = json.loads(response.content)
    except (ValueError, RecursionError) as error:  # the second for brackets nested by the thousand
        raise RosterRefusedError("roster_html_page" if is_page(response) else "roster_unreadable") from error
    members = page.get("members") if isinstance(page, dict) else None
    if not isinstance(members, list):
        raise RosterRefusedError("roster_unreadable")
    return members


def _with_query(url: str, added: dict[str, str]) -> str:
    parts = urlsplit(url)
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in added
    ]
    return urlunsplit(parts._replace(query=urlencode(kept + list(added.items())), fragment=""))
