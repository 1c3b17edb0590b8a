"""The answer to the platform (LTI Deep Linking 2.0, 4), built by ourselves.

pylti1p3's own crashes a Moodle on `custom: {}` and makes it look for another tool on `url`. Here `custom`
always holds the activity's id and `url` is never there: the link stays bound to this registration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt

from lti_tool.launch import claims
from lti_tool.launch.activities import ACTIVITY_ID, HISTORY
from lti_tool.launch.models import Activity
from lti_tool.platforms.keys import SigningKey
from lti_tool.platforms.models import Platform

_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
LIFE = timedelta(minutes=5)
ISSUED_EARLIER = timedelta(seconds=5)  # Moodle has no leeway: an `iat` ahead of its clock is refused
SCORE_MAXIMUM = 100  # Moodle wants an integer from 1 to 100
TAG = "parcours"


@dataclass(frozen=True)
class Link:
    """One activity as the platform will show it."""

    activity: Activity
    text: str


def content_items(links: Sequence[Link], *, line_item: bool) -> list[dict[str, Any]]:
    """The `ltiResourceLink` items, with a column each where the platform takes one."""
    return [_item(link, line_item=line_item) for link in links]


def _item(link: Link, *, line_item: bool) -> dict[str, Any]:
    activity = link.activity
    item: dict[str, Any] = {
        "type": "ltiResourceLink",
        "title": activity.title,
        "custom": {ACTIVITY_ID: str(activity.id), HISTORY: "$Context.id.history"},
    }
    if link.text:
        item["text"] = link.text
    if line_item:
        item["lineItem"] = {
            "label": activity.title,
            "scoreMaximum": SCORE_MAXIMUM,
            "resourceId": str(activity.id),
            "tag": TAG,
            "submissionReview": {"reviewableStatus": ["Completed"]},
        }
    return item


def response_jwt(
    platform: Platform,
    deployment_id: str,
    settings: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
    *,
    key: SigningKey,
    nonce: str,
    now: datetime,
) -> str:
    """The signed answer; no item is how a choice is given up. `settings` are those of `read_deep_linking`."""
    issued = now - ISSUED_EARLIER
    body: dict[str, Any] = {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "nonce": nonce,
        "iat": int(issued.timestamp()),
        "exp": int((issued + LIFE).timestamp()),
        claims.DEPLOYMENT_ID: deployment_id,
        claims.MESSAGE_TYPE: "LtiDeepLinkingResponse",
        claims.VERSION: "1.3.0",
        _DL + "content_items": list(items),
    }
    if "data" in settings:
        body[_DL + "data"] = settings["data"]
    return jwt.encode(body, key.private_pem, algorithm="RS256", headers={"kid": key.kid})


def is_at_home(platform: Platform, return_url: str) -> bool:
    """True when the answer goes to the host that the person came from; otherwise they are asked first."""
    own = {urlsplit(url).hostname for url in (platform.issuer, platform.auth_login_url)}
    return urlsplit(return_url).hostname in own
