"""Line items and rosters on the strict LMS of `fake_platform`, with every odd way to page."""

from __future__ import annotations

import json
import threading
from collections import deque
from typing import Any

from werkzeug.wrappers import Request, Response

from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault

ITEMS = "/mod/lti/services.php/2/lineitems"
ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
CONTAINER_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
READ = {_AGS + "lineitem", _AGS + "lineitem.readonly"}


class Columns:
    """The line item container of course 2."""

    def __init__(self, lms: FakePlatform) -> None:
        self.lms = lms
        self.items: list[dict[str, Any]] = []
        self.calls: list[tuple[str, str]] = []
        self.faults: deque[Fault] = deque()
        self.filters = True  # a platform may ignore resource_link_id, resource_id and tag
        self.after_making: list[Fault] = []  # the column is made, the answer is spoilt
        self._lock = threading.Lock()
        lms.services[ITEMS] = self.answer

    @property
    def url(self) -> str:
        return f"{self.lms.url}{ITEMS}?type_id=2"

    def add(self, **values: Any) -> dict[str, Any]:
        """A column that is there already, number 3 first: the one that takes scores."""
        item = {
            "id": self.lms.line_item(3 + len(self.items)),
            "label": "x",
            "scoreMaximum": 100,
            "resourceId": "",
            "tag": "",
        } | values
        self.items.append(item)
        return item

    def answer(self, request: Request) -> Response:
        self.calls.append((request.method, request.query_string.decode()))
        if self.faults:
            fault = self.faults.popleft()
            return Response(fault.body, fault.status, fault.headers)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.lms.tokens:
            return Response("[]", 401)
        if request.args.get("type_id") != "2":
            self.lms.breaches.append(f"query lost: {request.query_string!r}")
        granted = self.lms.scopes_of[token]
        return self._make(request, granted) if request.method == "POST" else self._list(request, granted)

    def _list(self, request: Request, granted: str) -> Response:
        if request.headers.get("Accept") != CONTAINER_TYPE or granted not in READ:
            self.lms.breaches.append(f"list: {request.headers.get('Accept')} {granted}")
        wanted = {
            "resourceLinkId": request.args.get("resource_link_id"),
            "resourceId": request.args.get("resource_id"),
            "tag": request.args.get("tag"),
        }
        found = [
            item
            for item in self.items
            if not self.filters or all(v is None or item.get(k) == v for k, v in wanted.items())
        ]
        return Response(json.dumps(found), content_type=CONTAINER_TYPE)

    def _make(self, request: Request, granted: str) -> Response:
        sent = json.loads(request.get_data())
        if request.headers.get("Content-Type") != ITEM_TYPE or granted != _AGS + "lineitem":
            self.lms.breaches.append(f"make: {request.headers.get('Content-Type')} {granted}")
        with self._lock:
            item = self.add(**sent)
        if self.after_making:
            fault = self.after_making.pop()
            return Response(fault.body, fault.status)
        return Response(json.dumps(item), 201, content_type=ITEM_TYPE)
