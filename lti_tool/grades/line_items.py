"""The line item service (LTI AGS 2.0, 3.2): find the column of an activity, make it when there is none.

There is no way to delete one here: a platform removes the grades with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import requests

from lti_tool.clock import Clock
from lti_tool.grades.http_answers import is_page, outage_reason, retry_after
from lti_tool.grades.paging import next_page, same_origin
from lti_tool.grades.tokens import (
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    TokenRefusedError,
    Tokens,
    TokenUnavailableError,
)
from lti_tool.platforms.models import Platform

ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
CONTAINER_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
MAXIMUM = 100
TAG = "parcours"
MAX_PAGES = 10


@dataclass(frozen=True)
class Wanted:
    """The column that we look for. `resource_id` is ours and of this link alone, whatever was copied."""

    container_url: str  # `lineitems` of a launch that the platform signed
    resource_link_id: str
    resource_id: str
    activity_id: str
    label: str
    may_create: bool  # the scope was granted, and the activity wants a column
    may_write: bool  # the token must be asked with the scope that was granted


@dataclass(frozen=True)
class Found:
    """The address of the column."""

    url: str


@dataclass(frozen=True)
class Missing:
    """The activity has no column, and we may not make one."""


@dataclass(frozen=True)
class Trouble:
    """`reason` is a word of `messages`; `lasting` when only a person can change it."""

    reason: str
    lasting: bool = False
    wait: timedelta | None = None


class _TroubleError(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


class LineItems:
    """The line item service of one platform."""

    def __init__(self, http: requests.Session, tokens: Tokens, platform: Platform, clock: Clock) -> None:
        self._http = http
        self._tokens = tokens
        self._platform = platform
        self._clock = clock

    def find_or_make(self, wanted: Wanted) -> Found | Missing | Trouble:
        """The column, by link, then by our own identifier; made when neither finds it.

        Done twice it gives the same column: what the first time made, the second finds.

        Raises:
            OperatorError: our key was encrypted under another `PARCOURS_SECRET_KEY`.
        """
        try:
            url = self._find(wanted)
            if url is None and wanted.may_create:
                url = self._make(wanted)
        except _TroubleError as error:
            return error.trouble
        if url is None:
            return Missing()
        if not same_origin(wanted.container_url, url):
            return Trouble("foreign_line_item", lasting=True)
        return Found(url)

    def _find(self, wanted: Wanted) -> str | None:
        of_link = self._list(wanted, resource_link_id=wanted.resource_link_id)
        mine = [item for item in of_link if item.get("resourceLinkId") == wanted.resource_link_id]
        if len(mine) > 1:
            ids = {wanted.resource_id, wanted.activity_id}
            mine = [item for item in mine if item.get("resourceId") in ids]
            if len(mine) != 1:
                raise _TroubleError(Trouble("line_items_ambiguous", lasting=True))
        if not mine:
            ours = self._list(wanted, resource_id=wanted.resource_id, tag=TAG)
            mine = [item for item in ours if item.get("resourceId") == wanted.resource_id]
        return str(mine[0]["id"]) if mine else None

    def _list(self, wanted: Wanted, **filters: str) -> list[dict[str, Any]]:
        scope = LINE_ITEM_SCOPE if wanted.may_write else LINE_ITEM_READ_SCOPE
        url: str | None = _with_query(wanted.container_url, filters)
        found: list[dict[str, Any]] = []
        seen: set[str] = set()
        while url is not None and url not in seen and len(seen) < MAX_PAGES:
            if not same_origin(wanted.container_url, url):
                break
            seen.add(url)
            response = self._call(scope, "GET", url, {"Accept": CONTAINER_TYPE})
            items = _json(response)
            if not isinstance(items, list):
                raise _TroubleError(Trouble("line_items_unreadable"))
            found += [one for one in items if isinstance(one, dict) and isinstance(one.get("id"), str)]
            url = next_page(response)
        return found

    def _make(self, wanted: Wanted) -> str:
        column = {
            "label": wanted.label,
            "scoreMaximum": MAXIMUM,
            "resourceId": wanted.resource_id,
            "tag": TAG,
            "resourceLinkId": wanted.resource_link_id,
        }
        headers = {"Accept": ITEM_TYPE, "Content-Type": ITEM_TYPE}
        body = json.dumps(column, ensure_ascii=False).encode()
        made = _json(self._call(LINE_ITEM_SCOPE, "POST", wanted.container_url, headers, body))
        if not isinstance(made, dict) or not isinstance(made.get("id"), str):
            raise _TroubleError(Trouble("line_items_unreadable"))
        return str(made["id"])

    def _call(
        self, scope: str, method: str, url: str, headers: dict[str, str], body: bytes | None = None
    ) -> requests.Response:
        def send(token: str) -> requests.Response:
            return self._http.request(
                method, url, headers=headers | {"Authorization": f"Bearer {token}"}, data=body
            )

        try:
            response = self._tokens.call(self._platform, scope, send)
        except TokenRefusedError as error:
            raise _TroubleError(Trouble(error.reason)) from error
        except TokenUnavailableError as error:
            raise _TroubleError(Trouble(error.reason, wait=error.wait)) from error
        except requests.RequestException as error:
            raise _TroubleError(Trouble(outage_reason(error))) from error
        if not 200 <= response.status_code < 300:
            raise _TroubleError(_trouble(response, self._clock))
        return response


def _trouble(response: requests.Response, clock: Clock) -> Trouble:
    status = response.status_code
    lasting = {400: "rejected_400", 404: "line_item_gone", 410: "line_item_gone", 422: "rejected_422"}
    if status in lasting:
        return Trouble(lasting[status], lasting=True)
    # 409: somebody made the same column meanwhile; the next look finds it.
    words = {401: "unauthorized", 403: "forbidden", 409: "conflict_on_column", 429: "busy"}
    return Trouble(words.get(status, f"http_{status}"), wait=retry_after(response, clock()))


def _json(response: requests.Response) -> object:
    if is_page(response):
        raise _TroubleError(Trouble("html_page"))
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError) as error:  # the second for brackets nested by the thousand
        raise _TroubleError(Trouble("line_items_unreadable")) from error


def _with_query(url: str, added: dict[str, str]) -> str:
    address, mark, query = url.partition("#")[0].partition("?")
    return f"{address}?{query}{'&' if mark and query else ''}{urlencode(added)}"
